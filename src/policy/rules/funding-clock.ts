import { addDays, addMonths, type Day } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import type { FundingClock, PolicyPack } from '../policy-pack.ts';

/** The pack's clock for a programme: by kind, and for apprenticeships by how they are delivered; undefined: none runs. */
export function fundingClockOf(
  pack: Pick<PolicyPack, 'fundingClocks'>,
  programme: Pick<Programme, 'kind' | 'blockRelease'>,
): FundingClock | undefined {
  const own = pack.fundingClocks.filter((one) => one.kind === programme.kind);
  return (
    own.find((one) => one.blockRelease === (programme.blockRelease ?? false)) ?? own.find((one) => !one.blockRelease)
  );
}

/** The day on which the clock runs out for someone who last attended on a day, and the day its hint is due. */
export function fundingDays(clock: FundingClock, lastAttended: Day): { runsOut: Day; hintOn: Day } {
  const { count, unit } = clock.after;
  const runsOut = unit === 'weeks' ? addDays(lastAttended, count * 7) : addMonths(lastAttended, count);
  return { runsOut, hintOn: addDays(runsOut, -clock.hintDaysBefore) };
}
