import {
  addDays,
  collegeYearOf,
  type Day,
  laterDay,
  mondayOf,
  sayDate,
  sayDay,
  yearStart,
} from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft, type Programme } from '../../domain/enrolment.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { plainWords } from '../../language/talk/shape.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { enrolmentsOfStaff } from '../core/learners-of.ts';
import { linkTo } from '../core/page-rights.ts';
import type { World } from '../core/ports.ts';
import { type Cell, cellsByWeek, programmeWeeks } from '../overview/programme-weeks.ts';
import { programmesFor } from '../overview/programmes-for.ts';
import type { WeekEntry } from '../overview/week-entries.ts';
import { sayMove, todayOf, type Week, weekBefore } from '../overview/weeks.ts';

const mostWeeks = 6;
const mostProgrammes = 8;
const measures = { percent: 'attended', punctual: 'on time' } as const;
type Measure = keyof typeof measures;

/** A programme, or all of them together, by week, the oldest first. */
type Line = { title: string; weeks: { monday: Day; cell: Cell }[] };
/** Each of the programmes that were asked for, and what all that the asker has make together. */
type Lines = { each: Line[]; together: Line };

/** Of a message these name no programme, though a programme's name may have them too. */
const small = /^(?:the|a|my|our|for|of|in|on|and|doing|programmes?|courses?|attendance|punctuality|figures)$/;
const wordsIn = (text: string) =>
  (plainWords(text) ?? '')
    .toLowerCase()
    .replace(/\bl(\d)\b/g, 'level $1')
    .split(' ')
    .filter((word) => !small.test(word));

/** The programmes that words mean: those whose name has all that is said of it; all where nothing is said that names one. */
function meant(programmes: readonly Programme[], said: string): Programme[] {
  const named = programmes.map((programme) => ({ programme, words: wordsIn(programme.name) }));
  const isKnown = (word: string) => /\d/.test(word) || named.some(({ words }) => words.includes(word));
  const wanted = wordsIn(said).filter(isKnown);
  return named.filter(({ words }) => wanted.every((word) => words.includes(word))).map((one) => one.programme);
}

/** Enrolments that run today of the learners somebody teaches, coaches or mentors. */
async function ownEnrolments(world: World, actor: Person): Promise<Enrolment[]> {
  const today = todayOf(world);
  return (await enrolmentsOfStaff(world, actor)).filter(
    (one) => covers(one, today) && !hasLeft(one, today) && one.learnerId !== actor._id,
  );
}

/** The weeks of somebody's own learners, on each of these programmes and together. */
async function ofOwn(world: World, own: readonly Enrolment[], programmes: readonly Programme[]): Promise<Lines> {
  const today = todayOf(world);
  const year = collegeYearOf(today);
  const from = laterDay(addDays(mondayOf(today), -7 * mostWeeks), mondayOf(yearStart(year)));
  const known = new Map(own.map((one) => [one._id, one.programmeId]));
  const sums = await world.records.marks.weekSums([...known.keys()], year, from);
  const entries = sums.map(({ enrolmentId, packId, monday, on: _, ...marks }): WeekEntry => {
    return { key: known.get(enrolmentId) ?? '', monday, packId, marks };
  });
  const weeksOf = (of: readonly WeekEntry[]) => cellsByWeek(world, of);
  return {
    each: programmes.map(({ _id, name }) => ({
      title: name,
      weeks: weeksOf(entries.filter((one) => one.key === _id)),
    })),
    together: { title: 'Your learners', weeks: weeksOf(entries) },
  };
}

/** The weeks of these of the programmes of which somebody may see reports, and of all they may see together. */
async function ofHeaded(world: World, actor: Person, programmes: readonly Programme[]): Promise<Lines> {
  const [only, ...more] = programmes;
  const one = only && more.length === 0 ? { programmeId: only._id } : {};
  const found = await programmeWeeks(world, actor, { by: 'programme', ...one });
  const { mondays, lines, whole } = isRefusal(found) ? { mondays: [], lines: [], whole: undefined } : found;
  const weeksOf = (cells: readonly Cell[] = []) =>
    cells.flatMap((cell, i) => {
      const monday = mondays[i];
      return monday ? [{ monday, cell }] : [];
    });
  return {
    each: programmes.map(({ _id, name }) => ({
      title: name,
      weeks: weeksOf(lines.find((line) => line.key === _id)?.cells),
    })),
    together: { title: 'All programmes', weeks: weeksOf((whole ?? lines[0])?.cells) },
  };
}

const measureOf = (said: string): Measure => (/\bpunctual/.test(said) ? 'punctual' : 'percent');

/** "55% attended this week so far, down 3 on last week." */
function sayNow(world: World, { weeks }: Line, measure: Measure): string {
  const now = mondayOf(todayOf(world));
  const all = weeks.map(({ monday, cell }): Week => {
    return { monday, percent: cell[measure], sessions: cell.sessions, attended: 0, isRunning: monday === now };
  });
  const running = all.find((one) => one.isRunning);
  if (running?.percent == null) return 'No marks have been saved this week yet.';
  const before = weekBefore(all);
  const than = before ? `, ${sayMove(running.percent, before.percent)} ${before.called}` : '';
  return `${running.percent}% ${measures[measure]} this week so far${than}.`;
}

/** Each of the last weeks of one line, the newest first. */
function weekItems(world: World, { weeks }: Line, measure: Measure): ListItem[] {
  const now = mondayOf(todayOf(world));
  return weeks
    .slice(-mostWeeks)
    .toReversed()
    .map(({ monday, cell }) => ({
      title: monday === now ? 'This week so far' : `Week of ${sayDay(monday)}`,
      detail: cell[measure] === null ? 'no marks' : `${cell[measure]}%`,
    }));
}

/** Several lines, each with its last weeks, the oldest first. */
function lineItems(world: World, lines: readonly Line[], measure: Measure): ListItem[] {
  const now = mondayOf(todayOf(world));
  const sayWeek = ({ monday, cell }: Line['weeks'][number]) =>
    `${sayDate(monday)}${monday === now ? ' so far' : ''} ${cell[measure] === null ? 'no marks' : `${cell[measure]}%`}`;
  const shown = lines.slice(0, mostProgrammes).map(({ title, weeks }) => ({
    title,
    detail: weeks.slice(-mostWeeks).map(sayWeek).join(', ') || 'no marks',
  }));
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, { title: `and ${left} more`, detail: '' }] : shown;
}

type Ask = { said: string; isAll: boolean; links: { title: string; url: string }[]; note?: string };

/** One line by week; where several programmes are meant and not all, a row for each. */
function answer(world: World, { each, together }: Lines, { said, isAll, links, note = '' }: Ask): CardModel {
  const measure = measureOf(said);
  const [only, ...more] = each;
  const one = only && more.length === 0 ? only : isAll ? together : undefined;
  const lead = one ? sayNow(world, one, measure) : `Percent ${measures[measure]}.`;
  return {
    card: 'list-plain',
    data: {
      title: one ? `${one.title} by week` : 'By week',
      lead: `${lead}${note}`,
      items: one ? weekItems(world, one, measure) : lineItems(world, each, measure),
      commands: [],
      links,
    },
  };
}

/**
 * How a programme is by week: of those whose reports somebody may see all its learners, else their own learners on it. No
 * names (G14). `said`: what was said of it; without a name, all of it together.
 */
export async function showByWeek(world: World, actor: Person, said = ''): Promise<CardModel> {
  const headed = await programmesFor(world, actor, 'view-report');
  const asked = meant(headed, said);
  const [only, ...more] = asked;
  if (only) {
    const query = new URLSearchParams({ by: 'programme', of: measureOf(said) });
    if (more.length === 0) query.set('programme', only._id);
    const links = await linkTo(world, actor, { name: 'programmes', title: 'Programmes by week', rest: `?${query}` });
    const isAll = asked.length === headed.length;
    return answer(world, await ofHeaded(world, actor, asked), { said, isAll, links });
  }
  const own = await ownEnrolments(world, actor);
  const ids = new Set(own.map((one) => one.programmeId));
  const mine = (await world.records.enrolments.programmes()).filter((one) => ids.has(one._id));
  const found = meant(mine, said);
  if (found.length > 0) {
    const links = await linkTo(world, actor, { name: 'caseload', title: 'My caseload' });
    const isAll = found.length === mine.length;
    return answer(world, await ofOwn(world, own, found), { said, isAll, links, note: ' Of your own learners.' });
  }
  const items = [...headed, ...mine].slice(0, mostProgrammes).map(({ name }) => ({ title: name, detail: '' }));
  const lead = items.length > 0 ? 'None of your programmes is called that. Yours:' : 'No programme is yours just now.';
  return { card: 'list-plain', data: { title: 'By week', lead, items, commands: [] } };
}
