import type { Day } from '../../domain/calendar.ts';
import { resolvePhrase } from '../days/resolve-phrase.ts';
import type { ReadingContext } from '../reading.ts';
import { type DayItem, inWeekOf, type Statement } from './statement.ts';

/** "Miss college this week", "no session next week": of the week only the day they have college on. */
const ofCollege =
  /\b(college|class|school|lessons?|session|workshop|training|day release|day|games|it)( (for (him|her|them|me|NAME)|off))* DAY\b/;
/** What calls somebody away for a day: work, mostly. */
const called =
  /\b(needs?|needed|wants?|wanted|covering|cover|short|rota|shifts?|delivery|inspection|audit|stocktake|shutdown|site|job|required|working|work|instead)\b/;
const asks = /\b(can|could|may|might|spared?|released?|excused?|let|miss|skip|do|make|attend|manage|come)\b/;
const denies = /\b(no|not|never)\b/;
const whole = /\b(all|whole|entire|rest of)\b/;
const unwell = /\b(ill|sick|unwell|poorly|sickness|bug|flu|covid)\b/;

const spanOf = ({ item }: DayItem, today: Day) => {
  const { spans } = resolvePhrase(item.day!, { today });
  return spans.length === 1 ? spans[0] : undefined;
};

/** The week a clause says somebody misses, where it says no day of it. */
function weekOf({ isMain, days, clause }: Statement, today: Day): { day: DayItem; from: Day; to: Day } | undefined {
  const [day, ...others] = days;
  if (!(isMain || denies.test(clause.text)) || !day || others.length > 0 || whole.test(clause.plain)) return undefined;
  const { from } = day.item.day!.pieces[0]!;
  if (from.week === undefined || from.isRest) return undefined;
  const span = spanOf(day, today);
  return span && from.weekday === undefined && span.from !== span.to ? { day, ...span } : undefined;
}

/**
 * "We need Josh on Friday, can he miss college this week": the week only says which Friday is meant, and the Friday is
 * what is missed.
 */
export function withDayOfWeek(
  statements: readonly Statement[],
  { sender, today }: Pick<ReadingContext, 'sender' | 'today'>,
): Statement[] {
  const moved = new Map<Statement, DayItem>();
  const taken = new Set<DayItem>();
  for (const one of statements) {
    const week = weekOf(one, today);
    if (!week) continue;
    const others = statements.filter((other) => other !== one && !unwell.test(other.clause.plain));
    // An employer who asks for a week speaks of the one day of it that is college.
    const isAsked = sender === 'employer' && asks.test(one.clause.text);
    const isCalled =
      isAsked || ofCollege.test(one.clause.text) || others.some(({ clause }) => called.test(clause.plain));
    if (!isCalled || unwell.test(one.clause.plain)) continue;
    const isInside = (day: DayItem) => {
      const span = /^(on|free|from)$/.test(day.role) ? spanOf(day, today) : undefined;
      return span !== undefined && span.from === span.to && week.from <= span.from && span.to <= week.to;
    };
    // "On the Wednesday", of the week that is said after it.
    const inWeek = ({ clause, days }: Statement) =>
      days.map((own) => [own, /\bon the \w+day\b/.test(clause.plain) ? inWeekOf(own, week.day) : own] as const);
    const [found, ...more] = others.flatMap(inWeek).filter(([, day]) => isInside(day));
    if (!found || more.length > 0) continue;
    taken.add(found[0]);
    moved.set(one, found[1]);
  }
  return statements.map((one) => {
    const day = moved.get(one);
    if (day) return { ...one, days: [{ ...day, role: 'on' as const }] };
    const days = one.days.map((own) => (taken.has(own) ? { ...own, role: 'beside' as const } : own));
    return days.some((own, i) => own !== one.days[i]) ? { ...one, days } : one;
  });
}
