import { addDays, mondayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft, isOnBreak, type Programme } from '../../domain/enrolment.ts';
import { isRefusal } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { untoldAmong } from '../core/hold-gate.ts';
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

/** Enrolments of a mentor's own learners who are there today: not left, not on a break in learning. */
async function mentored(world: World, person: Person): Promise<Enrolment[]> {
  if (!person.roles.includes('mentor')) return [];
  const today = todayOf(world);
  return (await world.records.enrolments.ofMentor(person._id)).filter(
    (one) => covers(one, today) && !hasLeft(one, today) && !isOnBreak(one, today) && one.learnerId !== person._id,
  );
}

async function movesOf(world: World, found: readonly Enrolment[]): Promise<Move[]> {
  const today = todayOf(world);
  const held = await untoldAmong(
    world,
    found.map((one) => one.learnerId),
  );
  const own = found.filter((one) => !held.has(one.learnerId));
  const moves: Move[] = [];
  for (const [learnerId, { weeks }] of await recentWeeks(world, own, addDays(today, -backDays))) {
    const [last, before] = lastWeeks(weeks);
    // What is older than the last week was told before.
    if (last?.percent == null || before?.percent == null || last.monday !== addDays(mondayOf(today), -7)) continue;
    moves.push({ learnerId, now: last.percent, before: before.percent });
  }
  return moves;
}

/** "2 down: Chloe Evans 98 to 80, Ben Carter 84 to 79" of the moves of one direction, the widest first. */
function sayMoves(moves: readonly Move[], word: string, names: ReadonlyMap<string, string>): string[] {
  if (moves.length === 0) return [];
  const widest = moves.toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
  const said = widest
    .slice(0, mostNames)
    .map(({ learnerId, before, now }) => `${names.get(learnerId) ?? 'a learner'} ${before} to ${now}`);
  const more = moves.length > mostNames ? ` and ${moves.length - mostNames} more` : '';
  return [`${moves.length} ${word}: ${said.join(', ')}${more}.`];
}

/**
 * What changed in the last week, in sentences: of a mentor's learners by name, nobody under a hold among them (S11); of
 * the programmes somebody heads or leads without any (G14). Empty where nothing did.
 */
export async function digestChanges(world: World, person: Person): Promise<string[]> {
  const own = await mentored(world, person);
  const programmes = await programmesWith(world, person, own);
  const isTold = new Set(programmes.map((one) => one._id));
  const moves = await movesOf(
    world,
    own.filter((one) => isTold.has(one.programmeId)),
  );
  const back = moves.filter((one) => one.before === 0 && one.now > 0);
  const down = moves.filter((one) => one.before - one.now >= clear);
  const up = moves.filter((one) => one.now - one.before >= clear && one.before > 0);
  const people = await world.records.people.byIds([...back, ...down, ...up].map((one) => one.learnerId));
  const names = listNames(people);
  const said = [
    ...sayMoves(down, 'down', names),
    ...sayMoves(up, 'up', names),
    ...(back.length > 0 ? [`Back: ${back.map((one) => names.get(one.learnerId)).join(', ')}.`] : []),
  ];
  if (programmes.length === 0 || reachOf(person, 'view-college') === undefined) return said;
  const whole = await college(world, person);
  return isRefusal(whole) ? said : [...whole.changes, ...said];
}
