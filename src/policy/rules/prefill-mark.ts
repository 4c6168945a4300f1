import type { Told } from '../../domain/absence-notice.ts';
import type { Choice } from '../../domain/register.ts';
import type { PolicyPack } from '../policy-pack.ts';

/**
 * The mark a notice pre-fills on the register. What a person decided comes first; else told in time and accepted by the
 * pack: authorised; told in time and waiting for a person: notice pending, which is never unauthorised; told late:
 * absent, for it never authorises by itself (S2, S10, G2). Lateness and early leave are pre-filled with their minutes
 * however late they were told.
 */
export function prefillMark(told: Told, pack: PolicyPack): Choice | undefined {
  const roles = pack.markRoles;
  if (told.kind === 'elsewhere') return { code: roles.elsewhere, minutesLate: 0 };
  if (told.kind === 'lateness' && told.minutesLate) return { code: roles.late, minutesLate: told.minutesLate };
  if (told.kind === 'early_leave' && told.minutesEarly)
    return { code: roles.late, minutesLate: told.minutesLate ?? 0, minutesEarly: told.minutesEarly };
  if (told.kind !== 'absence') return undefined;
  if (told.decided) return { code: told.decided === 'accepted' ? roles.authorised : roles.absent, minutesLate: 0 };
  if (!told.inTime) return { code: roles.absent, minutesLate: 0 };
  return { code: told.accepted ? roles.authorised : roles.noticePending, minutesLate: 0 };
}
