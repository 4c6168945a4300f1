import { addDays, mondayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft, isOnBreak, type Programme } from '../../domain/enrolment.ts';
import { isRefusal } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { Run } from '../core/card-model.ts';
import { untoldAmong } from '../core/hold-gate.ts';
import { enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { college } from './college.ts';
import { lastWeeks } from './college-changes.ts';
import { recentWeeks } from './recent-weeks.ts';
import { todayOf } from './weeks.ts';

/** A move of so many points in a week is told; and so many names, the rest by number. */
const clear = 5;
const mostNames = 3;
/** How far back a learner's weeks are looked at: the last one is compared with the last before it that had marks. */
const backDays = 35;

type Move = { learnerId: string; before: number; now: number };

/** The programmes of which somebody gets a digest: those they head, manage or lead, and of whose learners they are the mentor; a pack may leave it out. */
export async function programmesOfDigest(world: World, person: Person): Promise<Programme[]> {
  return programmesWith(world, person, await mentored(world, person));
}

/** The same, with their own learners' enrolments. */
async function programmesWith(world: World, person: Person, own: readonly Enrolment[]): Promise<Programme[]> {
  const today = todayOf(world);
  const ownIds = new Set(own.map((one) => one.programmeId));
  const isLeader = reachOf(person, 'view-college') === 'any';
  return (await world.records.enrolments.programmes()).filter(
    (one) =>
      (isLeader || ownIds.has(one._id) || [one.hospId, one.managerId].includes(person._id)) &&
      packOn(world.packs, one.pack, today).mondayDigest,
  );
}

/** Those of others who are there today: not left, not on a break in learning. */
function presentOnly(world: World, person: Person, found: readonly Enrolment[]): Enrolment[] {
  const today = todayOf(world);
  return found.filter(
    (one) => covers(one, today) && !hasLeft(one, today) && !isOnBreak(one, today) && one.learnerId !== person._id,
  );
}

/** Enrolments of a mentor's own learners who are there today. */
async function mentored(world: World, person: Person): Promise<Enrolment[]> {
  if (!person.roles.includes('mentor')) return [];
  return presentOnly(world, person, await world.records.enrolments.ofMentor(person._id));
}

async function movesOf(world: World, found: readonly Enrolment[]): Promise<Move[]> {
  const today = todayOf(world);
  const moves: Move[] = [];
  for (const [learnerId, { weeks }] of await recentWeeks(world, found, addDays(today, -backDays))) {
    const [last, before] = lastWeeks(weeks);
    // What is older than the last week was told before.
    if (last?.percent == null || before?.percent == null || last.monday !== addDays(mondayOf(today), -7)) continue;
    moves.push({ learnerId, now: last.percent, before: before.percent });
  }
  return moves;
}

/** "2 down: Chloe Evans 98 to 80, Ben Carter 84 to 79" of the moves of one direction, the widest first. */
function sayMoves(moves: readonly Move[], word: string, names: ReadonlyMap<string, string>): Run[][] {
  if (moves.length === 0) return [];
  const widest = moves.toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
  const said = widest
    .slice(0, mostNames)
    .flatMap(({ learnerId, before, now }, i) => [
      { text: i > 0 ? ', ' : `${moves.length} ${word}: ` },
      { text: names.get(learnerId) ?? 'a learner', learnerId },
      { text: ` ${before} to ${now}` },
    ]);
  const more = moves.length > mostNames ? ` and ${moves.length - mostNames} more` : '';
  return [[...said, { text: `${more}.` }]];
}

/** "Back: Chloe Evans, Ben Carter." */
function sayBack(back: readonly Move[], names: ReadonlyMap<string, string>): Run[] {
  const said = back.flatMap(({ learnerId }, i) => [
    { text: i > 0 ? ', ' : 'Back: ' },
    { text: names.get(learnerId) ?? 'a learner', learnerId },
  ]);
  return [...said, { text: '.' }];
}

/** These learners by name; of the programmes somebody heads or leads the sentences without any (G14). */
async function sayChanged(world: World, person: Person, own: readonly Enrolment[]): Promise<Run[][]> {
  const moves = await movesOf(world, own);
  const back = moves.filter((one) => one.before === 0 && one.now > 0);
  const down = moves.filter((one) => one.before - one.now >= clear);
  const up = moves.filter((one) => one.now - one.before >= clear && one.before > 0);
  const people = await world.records.people.byIds([...back, ...down, ...up].map((one) => one.learnerId));
  const names = listNames(people);
  const said = [
    ...sayMoves(down, 'down', names),
    ...sayMoves(up, 'up', names),
    ...(back.length > 0 ? [sayBack(back, names)] : []),
  ];
  if (reachOf(person, 'view-college') === undefined) return said;
  const whole = await college(world, person);
  // What is older than the last week was told before.
  const isLastWeek = !isRefusal(whole) && lastWeeks(whole.weeks)[0]?.monday === addDays(mondayOf(todayOf(world)), -7);
  return isLastWeek ? [...whole.changes.map((text) => [{ text }]), ...said] : said;
}

/**
 * What changed in the last week, in sentences, for somebody's digest: of the programmes whose pack has one, and nobody under
 * a hold among them (S11). Empty where nothing did.
 */
export async function digestChanges(world: World, person: Person): Promise<Run[][]> {
  const own = await mentored(world, person);
  const isTold = new Set((await programmesWith(world, person, own)).map((one) => one._id));
  if (isTold.size === 0) return [];
  const held = await untoldAmong(
    world,
    own.map((one) => one.learnerId),
  );
  return sayChanged(
    world,
    person,
    own.filter((one) => isTold.has(one.programmeId) && !held.has(one.learnerId)),
  );
}

/**
 * The same for whoever asks, whatever the packs say; who only teaches hears of the learners they teach. A learner under a
 * hold is among them like any other, as on the caseload: an answer that changed would tell of it (S11).
 */
export async function whatChanged(world: World, person: Person): Promise<Run[][]> {
  const isTeaching = !person.roles.includes('mentor') && reachOf(person, 'view-college') === undefined;
  const own = isTeaching
    ? presentOnly(world, person, await enrolmentsOfStaff(world, person))
    : await mentored(world, person);
  return sayChanged(world, person, own);
}
