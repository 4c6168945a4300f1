import {
  addDays,
  collegeYearOf,
  type Day,
  dayOf,
  mondayOf,
  sayDay,
  weekdayOf,
  yearStart,
} from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { addTally, emptyTally, tenthPercent, wholePercent } from '../../domain/standing.ts';
import { type LoadedPack, markType, packOn } from '../../policy/pack-shelf.ts';
import {
  byWeekday,
  type Missed,
  missedOf,
  noneMissed,
  weekdayPattern,
  withoutMissed,
} from '../../policy/rules/patterns.ts';
import { attendancePercent, cutPercent, tallyOf, tallyOfMany, toneOf } from '../../policy/rules/tally.ts';
import type { ChartBar } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { readOnce } from '../core/read-once.ts';
import { type StoredMark, type StoredStanding, standingId } from '../core/records/standing.ts';

const weekdays = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];
const leastForPattern = 3;

/** What someone who decides needs to see of a learner's year: figures, pattern, notices, lateness apart (SPEC "What holds for both"). */
export type AttendancePicture = {
  standing: StoredStanding | null;
  pack: LoadedPack;
  facts: { label: string; value: string }[];
  /** Of these, what a small card shows: the percent, and the flag where the policy has one. */
  inShort: { label: string; value: string }[];
  chart: ChartBar[];
  /** "84% this year, down 1 point since last week. Last attended Wednesday 25 November." */
  inWords: string;
  /** "Mondays: misses 4 of 9, 1 of 30 on other days; …"; empty when there is none. */
  pattern: string;
  lastAttended?: Day;
};

/** What a learner misses more than the others in their programmes do; empty where it does not differ. */
async function patternOf(world: World, counted: readonly StoredMark[], pack: LoadedPack): Promise<string> {
  const own = counted.map((mark) => [weekdayOf(mark.day), missedOf(tallyOf(mark, pack))] as const);
  const [first, last] = [counted[0]?.day, counted.at(-1)?.day];
  if (!first || !last || own.filter(([, one]) => one.missed > 0).length < leastForPattern) return '';
  const programmes = [...new Set(counted.map((mark) => mark.programmeId))];
  const sums = await world.records.marks.sums(programmes, { from: first, to: last }, 'day');
  const all = sums.map((sum) => [weekdayOf(sum.key), missedOf(tallyOfMany(sum, pack))] as const);
  const less = own.map(([weekday, one]) => [weekday, withoutMissed(noneMissed, one)] as const);
  const found = weekdayPattern(byWeekday(own), byWeekday([...all, ...less]));
  if (!found) return '';
  const day = weekdays[found.weekday] ?? '';
  const say = ({ missed, of }: Missed) => `${missed} of ${of}`;
  return `${day}: misses ${say(found.on)}, ${say(found.else)} on other days; the others miss ${say(found.group)} on ${day}`;
}

const mostOccurrences = 4;

/** The last occurrences with the percent after each, and how many came before them. */
export function sayOccurrences(all: readonly { day: Day; percent: number }[]): string[] {
  const earlier = all.length - mostOccurrences;
  const shown = all.slice(-mostOccurrences).map((one) => `${sayDay(one.day)} (${wholePercent(one.percent)})`);
  return earlier > 0 ? [`${earlier} earlier`, ...shown] : shown;
}

/** Percent attended in each of the last eight weeks with marks, oldest first; the one of today still runs. */
function weeksOf(marks: readonly StoredMark[], pack: LoadedPack, today: Day): ChartBar[] {
  const byWeek = [...Map.groupBy(marks, (mark) => mondayOf(mark.day))].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-8);
  return byWeek.map(([monday, own], i) => {
    const planned = own.reduce((sum, mark) => sum + tallyOf(mark, pack).plannedMinutes, 0);
    const attended = own.reduce((sum, mark) => sum + tallyOf(mark, pack).attendedMinutes, 0);
    const value = Math.floor(cutPercent(attended, planned) ?? 0);
    const before = byWeek[i - 1]?.[0];
    return {
      label: `${Number(monday.slice(8))}/${Number(monday.slice(5, 7))}`,
      value,
      tone: toneOf(value, pack),
      line: pack.attendance.tones.warningBelow,
      ...(monday === mondayOf(today) ? { isNow: true as const } : {}),
      ...(before !== undefined && addDays(before, 7) < monday ? { isAfterGap: true as const } : {}),
    };
  });
}

/** "84% this year, down 1 point since last week"; percents are cut, never rounded up over a line (G7). */
function sayAttendance(now: number, before: number | null, isLastYear: boolean): string {
  if (isLastYear) return `${wholePercent(now)} last year, none yet this year`;
  const change = before === null ? 0 : Math.floor(now) - Math.floor(before);
  const said =
    change === 0 ? '' : `, ${change < 0 ? 'down' : 'up'} ${count(Math.abs(change), 'point')} since last week`;
  return `${wholePercent(now)} this year${said}`;
}

/** Percent attended up to the last week's end. */
function percentBefore(counted: readonly StoredMark[], monday: Day, pack: LoadedPack): number | null {
  const tally = counted
    .filter((mark) => mark.day < monday)
    .reduce((sum, mark) => addTally(sum, tallyOf(mark, pack)), emptyTally);
  return attendancePercent(tally, pack);
}

/** The year to look at: this one, or the last while this one has no marks yet, so that nothing is decided on empty figures. */
async function yearWithMarks(world: World, learnerId: string, packId: string, thisYear: number) {
  for (const year of [thisYear, thisYear - 1]) {
    const standing = await world.records.marks.standing(standingId(learnerId, packId, year));
    if (standing?.percent != null) return { year, standing };
  }
  return { year: thisYear, standing: await world.records.marks.standing(standingId(learnerId, packId, thisYear)) };
}

const drawn = new WeakMap<World, Map<string, Promise<AttendancePicture>>>();

/** The same world for one draw: what several parts of a card show of a learner's year is looked up once. */
export function drawnOnce(world: World): World {
  const own = readOnce(world);
  drawn.set(own, new Map());
  return own;
}

/** A learner's year under one pack; within one draw, the same for all that ask. */
export function pictureOf(world: World, learnerId: string, packId: string): Promise<AttendancePicture> {
  const known = drawn.get(world);
  const key = `${packId}|${learnerId}`;
  const picture = known?.get(key) ?? drawPicture(world, learnerId, packId);
  known?.set(key, picture);
  return picture;
}

async function drawPicture(world: World, learnerId: string, packId: string): Promise<AttendancePicture> {
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, packId, today);
  const { year, standing } = await yearWithMarks(world, learnerId, packId, collegeYearOf(today));
  const isLastYear = year !== collegeYearOf(today);
  const marks = await world.records.marks.ofLearner(learnerId, packId, year);
  const counted = marks.filter((mark) => tallyOf(mark, pack).sessions > 0);
  const missed = counted.filter((mark) => tallyOf(mark, pack).attended === 0);
  const unauthorised = missed.filter((mark) => markType(pack, mark.code).authorised === false);
  const last = counted.findLast((mark) => tallyOf(mark, pack).attended > 0);
  const pattern = await patternOf(world, counted, pack);
  const notices = (await world.records.notices.ofLearner(learnerId, yearStart(year))).filter(
    (one) => one.state === 'confirmed' && one.kind !== 'elsewhere',
  );
  const late = notices.filter((one) => one.kind === 'lateness').length;
  const notTakingPart = marks.filter((mark) => mark.notTakingPart).length;
  const rank = pack.ranks?.find((one) => one.code === standing?.rank);
  const share = (minutes: number) => tenthPercent(cutPercent(minutes, standing?.tally.plannedMinutes ?? 0) ?? 0);
  const percent = standing?.percent;
  const flag = { none: 'None', amber: 'Amber', red: 'Red' }[standing?.flag ?? 'none'];
  // The day by its name: a card that stays in a chat must not say “yesterday” for a week.
  const seen = last ? `Last attended ${sayDay(last.day)}.` : '';
  const attendance = {
    label: 'Attendance',
    value:
      percent == null
        ? 'no marks yet'
        : `${wholePercent(percent)} over ${count(standing?.tally.sessions ?? 0, 'session')}${isLastYear ? ' last year; none yet this year' : ''}`,
  };
  const risk = pack.occurrences ? [{ label: 'Risk flag', value: flag }] : [];
  return {
    standing,
    pack,
    pattern,
    inWords:
      percent == null
        ? 'No marks yet.'
        : [`${sayAttendance(percent, percentBefore(counted, mondayOf(today), pack), isLastYear)}.`, seen]
            .filter(Boolean)
            .join(' '),
    ...(last ? { lastAttended: last.day } : {}),
    chart: weeksOf(counted, pack, today),
    inShort: [attendance, ...risk],
    facts: [
      attendance,
      // By its judgement: a rank and a flag that both name a colour read as one.
      ...(rank ? [{ label: 'Rank', value: rank.judgement }] : []),
      ...risk,
      ...(standing && standing.occurrences.length > 0
        ? [
            {
              label: 'Occurrences',
              value: sayOccurrences(standing.occurrences).join(', '),
            },
          ]
        : []),
      {
        label: 'Missed',
        value: `${missed.length} (${unauthorised.length} unauthorised), ${share(standing?.tally.lostToAbsence ?? 0)} of the time`,
      },
      {
        label: 'Late',
        value: `${count(standing?.tally.late ?? 0, 'time')}, ${share(standing?.tally.lostToLateness ?? 0)} of the time`,
      },
      ...(pattern ? [{ label: 'Pattern', value: pattern }] : []),
      { label: 'Told us', value: `${count(notices.length - late, 'absence')}, ${count(late, 'late arrival')}` },
      ...(notTakingPart > 0 ? [{ label: 'Did not take part', value: count(notTakingPart, 'session') }] : []),
      ...(last
        ? [{ label: 'Last attended', value: sayDay(last.day) }]
        : [{ label: 'Last attended', value: isLastYear ? 'not last year' : 'not yet this year' }]),
    ],
  };
}
