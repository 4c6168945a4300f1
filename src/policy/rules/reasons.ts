import type { Reason } from '../../domain/absence-notice.ts';
import type { PolicyPack } from '../policy-pack.ts';

type Reasons = Pick<PolicyPack, 'reasons'>;
const personal: ReadonlySet<string> = new Set<Reason>([
  'medical_appointment',
  'sickness',
  'bereavement',
  'family_emergency',
]);

/** True when the pack takes this reason, given in time, without asking a person (S2). */
export function isAcceptedByItself(reason: string, pack: Reasons): boolean {
  return pack.reasons.some((one) => one.code === reason && one.accept === 'by-itself');
}

/** True when a reason tells of health or family: as the pack says, or where it does not, as everybody would (G8). */
export function isPersonal(reason: string, pack: Reasons): boolean {
  return pack.reasons.find((one) => one.code === reason)?.personal ?? personal.has(reason);
}

/** What a reason is called by the first of these packs that lists it; one that none lists is called what `other` is. */
export function reasonLabel(reason: string, packs: readonly Reasons[]): string {
  const all = packs.flatMap((pack) => pack.reasons);
  const listed = all.find((one) => one.code === reason) ?? all.find((one) => one.code === 'other');
  return listed?.label ?? reason;
}

/** All that these packs list, each code once, called as the first pack calls it. */
export function reasonsOf(packs: readonly Reasons[]): PolicyPack['reasons'] {
  const all = packs.flatMap((pack) => pack.reasons);
  return all.filter((one, at) => all.findIndex((other) => other.code === one.code) === at);
}
