import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, type Day, type Holidays } from '../../domain/calendar.ts';
import { workingDaysOf } from '../../language/days/resolve-phrase.ts';
import { askedAtLeast, type ReadEvent } from '../../language/reading.ts';
import { feelingIn, isInHospital } from '../../language/talk/feeling.ts';

/** Nobody said until when: so many days to begin with, the first among them. */
const assumedDays = 7;

type Hard = { text: string; reason: string; today: Day; holidays: Holidays };

/**
 * Who tells of a death, of trouble in the family or from hospital gets a card to press and no form: what they did not say
 * is assumed, and stands on it. Where nothing is said of when, a death or a stay in hospital takes a week to begin with; a
 * sick child takes the day, unless somebody says that the end is open.
 */
export function askLittle(
  event: ReadEvent,
  { text, reason, today, holidays }: Hard,
): { event: ReadEvent; more: Pick<AbsenceNotice, 'endAssumed'> } {
  const feeling = feelingIn(text, reason);
  const isLong = feeling === 'grief' || (feeling === 'illness' && isInHospital(text));
  if (event.kind !== 'absence' || !(isLong || feeling === 'trouble')) return { event, more: {} };
  const asked = { ...event, questions: askedAtLeast(event) };
  const isPart = event.fromTime !== undefined || event.toTime !== undefined || event.part !== undefined;
  const isUnsaid = isLong && event.isDayImplied && !isPart && !event.isPast;
  if (!isUnsaid && !event.questions.includes('until-when')) return { event: asked, more: {} };
  const [first = today] = event.days;
  const days = workingDaysOf([{ from: first, to: addDays(first, assumedDays - 1) }], holidays);
  return { event: { ...asked, days }, more: { endAssumed: days.at(-1) ?? first } };
}
