import { addDays, instantOf, timeOf } from '../../domain/calendar.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import { nameSession, sayStart } from '../../domain/session.ts';
import type { TaskOf } from '../../domain/task.ts';
import { outcomes } from '../absence/missing-rows.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { contactsToTell } from '../core/reach-person.ts';
import { isAboutSelf } from '../core/rights.ts';
import { type Became, becameOf } from '../core/say-delivery.ts';
import { type Call, reachable } from './calls.ts';
import type { Place } from './today-places.ts';
import { todayOf } from './weeks.ts';

/** What a manager said came of ringing. */
export type Rung = { words: string; by: string; at: Date; isDone: boolean };
export type MissingLearner = {
  learnerId: string;
  name: string;
  /** "09:00 Business communication", each session they are missing from. */
  sessions: string[];
  /** Whom to ring, the first first: employer, family, the learner. */
  calls: Call[];
  /** Who was told by itself and what became of it. */
  told: { words: string; has: Became['has'] }[];
  rung?: Rung;
};
export type LeftPerson = { learnerId: string; name: string; session: string; rung?: Rung };

/** So many days before today something may be left of. */
export const backDays = 7;

type List = TaskOf<'missing'>;
type Row = List['data']['rows'][number];

/** The managers' lists of today and of the days before that may have left something. */
export function recentLists(world: World): Promise<List[]> {
  return world.records.tasks.ofKind('missing', instantOf(addDays(todayOf(world), -backDays), '00:00'));
}

async function rungOf(world: World, rows: readonly Row[]): Promise<Map<Row, Rung>> {
  const names = new Map(
    (await world.records.people.byIds(rows.flatMap((row) => row.byId ?? []))).map((one) => [one._id, callName(one)]),
  );
  return new Map(
    rows.flatMap((row): [Row, Rung][] => {
      if (!row.outcome || !row.at) return [];
      const by = names.get(row.byId ?? '') ?? 'someone who has left';
      return [[row, { words: outcomes[row.outcome], by, at: row.at, isDone: row.outcome !== 'no-answer' }]];
    }),
  );
}

/** Employer, those of the family who may be told, and the learner, with their numbers. */
async function callsFor(world: World, learner: Person, programmeIds: readonly string[]): Promise<Call[]> {
  const calls: Call[] = [];
  const place = (label: string, { name, mobile, email }: Pick<Call, 'name' | 'mobile' | 'email'>) => {
    if (mobile || email) calls.push({ label, name, ...reachable({ mobile, email }) });
  };
  for (const id of new Set(programmeIds)) {
    const employer = await employerOf(world, learner._id, id);
    if (employer) place('Employer', { ...employer, name: callName(employer) });
  }
  for (const contact of await contactsToTell(world, learner)) place('Family', contact);
  place('Learner', { ...learner, name: callName(learner) });
  return calls;
}

type Told = TaskOf<'absence'>['data']['told'][number];
const channels = { teams: 'in Teams', sms: 'by text message', mail: 'by email' } as const;

/** What became of each of those told, by its id; read for all learners at once. */
async function becameById(world: World, told: readonly Told[]): Promise<Map<string, Became>> {
  const ids = [...new Set(told.map((one) => one.id ?? ''))];
  return new Map((await becameOf(world, ids)).map((one, i) => [ids[i] ?? '', one]));
}

function toldAbout(told: readonly Told[], became: ReadonlyMap<string, Became>): MissingLearner['told'] {
  return told.map((one) => {
    const { words, has } = became.get(one.id ?? '') ?? { words: '', has: 'pending' };
    const isSaid = one.id !== undefined && words !== 'Teams';
    return {
      words: `${one.name}: ${isSaid ? words : `written to ${channels[one.channel]} at ${timeOf(one.at)}`}`,
      has,
    };
  });
}

/** Learners missing without word, with whom to ring, who was told and what came of it; who waits first. */
export async function missingLearners(
  world: World,
  places: readonly Place[],
  { people, lists }: { people: readonly Person[]; lists: readonly List[] },
): Promise<MissingLearner[]> {
  const names = listNames(people);
  const byId = new Map(people.map((one) => [one._id, one]));
  const told = new Map<string, Told[]>();
  const sessionIds = new Set(places.map((one) => one.session._id));
  for (const sessionId of sessionIds)
    for (const task of await world.records.tasks.ofSession(sessionId, 'absence'))
      told.set(
        `${sessionId}|${task.learnerId}`,
        task.data.told.filter((one) => one.who !== 'learner'),
      );
  const toldOf = (of: readonly Place[]) => of.flatMap((one) => told.get(`${one.session._id}|${one.learnerId}`) ?? []);
  const became = await becameById(world, toldOf(places));
  const rows = lists.flatMap((one) => one.data.rows).filter((row) => sessionIds.has(row.sessionId));
  const rung = await rungOf(world, rows);
  const found: MissingLearner[] = [];
  for (const [learnerId, own] of Map.groupBy(places, (one) => one.learnerId)) {
    const learner = byId.get(learnerId);
    if (!learner) continue;
    const keys = own.map((one) => one.session._id);
    const last = rows.findLast((row) => row.learnerId === learnerId && keys.includes(row.sessionId) && rung.has(row));
    const answer = last && rung.get(last);
    found.push({
      learnerId,
      name: names.get(learnerId) ?? '',
      sessions: own.map(({ session }) => sayStart(session)),
      calls: await callsFor(
        world,
        learner,
        own.map((one) => one.session.programmeId),
      ),
      told: toldAbout(toldOf(own), became),
      ...(answer ? { rung: answer } : {}),
    });
  }
  return found.toSorted(
    (a, b) =>
      Number(a.rung?.isDone ?? false) - Number(b.rung?.isDone ?? false) || a.name.localeCompare(b.name, 'en-GB'),
  );
}

/** Those of earlier days whom nobody has reached yet, of these programmes. */
export async function leftFromBefore(
  world: World,
  viewer: Person,
  { programmeIds, lists }: { programmeIds: readonly string[]; lists: readonly List[] },
): Promise<LeftPerson[]> {
  const rows = lists
    .filter((one) => programmeIds.includes(one.programmeId ?? '') && one.data.day < todayOf(world))
    .flatMap((one) => one.data.rows)
    .filter((row) => !row.isGone && (!row.outcome || row.outcome === 'no-answer'));
  const held = await world.records.concerns.heldAmong(rows.map((row) => row.learnerId));
  const shown = rows.filter((row) => !held.includes(row.learnerId) && !isAboutSelf(viewer, row.learnerId));
  const sessions = new Map<string, string>();
  for (const one of await world.records.sessions.byIds(shown.map((row) => row.sessionId)))
    sessions.set(one._id, nameSession(one));
  const names = listNames(await world.records.people.byIds(shown.map((row) => row.learnerId)));
  const rung = await rungOf(world, shown);
  return shown.map((row) => {
    const answer = rung.get(row);
    return {
      learnerId: row.learnerId,
      name: names.get(row.learnerId) ?? '',
      session: sessions.get(row.sessionId) ?? '',
      ...(answer ? { rung: answer } : {}),
    };
  });
}
