import type { Told } from '../../domain/absence-notice.ts';
import type { Choice } from '../../domain/register.ts';
import type { PolicyPack } from '../policy-pack.ts';

/**
 * The mark a notice pre-fills on the register. Told in time and accepted by the pack: authorised; told in time and
 * waiting for a person: notice pending, which is never unauthorised; told late: nothing, it never authorises by
 * itself (S2, S10, G2). Lateness is pre-filled with its minutes however late it was told.
 */
export function prefillMark(told: Told, pack: PolicyPack): Choice | undefined {
  if (told.kind === 'lateness' && told.minutesLate) return { code: pack.markRoles.late, minutesLate: told.minutesLate };
  if (told.kind !== 'absence' || !told.inTime) return undefined;
  return { code: told.accepted ? pack.markRoles.authorised : pack.markRoles.noticePending, minutesLate: 0 };
}

/** True when the pack takes this reason, given in time, without asking a person (S2). */
export function isAcceptedByItself(reason: string, pack: PolicyPack): boolean {
  return pack.reasons.some((one) => one.code === reason && one.accept === 'by-itself');
}
