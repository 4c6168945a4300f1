import { addDays } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { mayAtAll } from '../core/acting-for.ts';
import { withRegister } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { type OpenRegister, openRegisters } from './open-registers.ts';
import { programmesFor } from './programmes-for.ts';
import {
  backDays,
  type LeftPerson,
  leftFromBefore,
  type MissingLearner,
  missingLearners,
  recentLists,
} from './today-missing.ts';
import { countPlaces, type Known, type Place, placesOf } from './today-places.ts';
import { todayOf } from './weeks.ts';

/** What was said about a learner, or how they are marked, and the sessions of which it holds. */
export type ToldLearner = { learnerId: string; name: string; words: string; sessions: string[]; at?: Date };
export type Today = {
  at: Date;
  counts: Record<Known, number>;
  unknown: OpenRegister[];
  missing: MissingLearner[];
  told: ToldLearner[];
  /** What the days before left: people nobody has reached yet, and registers still open. */
  left: { people: LeftPerson[]; registers: OpenRegister[] };
};

const byName = (a: string, b: string) => a.localeCompare(b, 'en-GB');

function toldLearners(places: readonly Place[], nameOf: (id: string) => string): ToldLearner[] {
  const told = places.filter((one) => one.known === 'told');
  return [...Map.groupBy(told, ({ learnerId, words }) => `${learnerId}|${words}`).values()]
    .map((own): ToldLearner => {
      const { learnerId, words, at } = own[0] as Place;
      const sessions = own.map(({ session }) => sayStart(session));
      return { learnerId, name: nameOf(learnerId), words, sessions, ...(at ? { at } : {}) };
    })
    .toSorted((a, b) => byName(a.name, b.name));
}

/**
 * What is known of every learner of today's sessions, but of the viewer. Who is missing while a hold covers them is
 * nowhere on it, since nobody is to ring about them (S11); as long as they are anything else they stay, or the gap would tell.
 */
async function allPlaces(world: World, viewer: Person, sessions: readonly Session[], packs: Map<string, string>) {
  const { records, clock } = world;
  const enrolments = await records.enrolments.ofProgrammes([...packs.keys()]);
  const registers = new Map(
    (await records.registers.byIds(sessions.map((one) => one._id))).map((one) => [one._id, one]),
  );
  const learnerIds = [...new Set(enrolments.map((one) => one.learnerId))];
  const held = new Set(await records.concerns.heldAmong(learnerIds));
  const notices = await records.notices.touching(learnerIds, todayOf(world));
  const expected = (session: Session) =>
    enrolments.filter((one) => one.programmeId === session.programmeId && isExpected(one, session));
  const places = sessions.flatMap((one) => {
    const pack = packOn(world.packs, packs.get(one.programmeId) ?? '', one.day);
    return placesOf(one, registers.get(one._id)?.rows ?? expected(one), { pack, notices, now: clock.now() });
  });
  return {
    places: places.filter(
      ({ learnerId, known }) => !(known === 'missing' && held.has(learnerId)) && !isAboutSelf(viewer, learnerId),
    ),
    isOpen: (one: Session) => one.startsAt <= clock.now() && registers.get(one._id)?.state !== 'saved',
  };
}

/**
 * Who is where today on somebody's programmes: not known yet, missing without word, told us; with the rest of the days
 * before (S7, S10). Nobody under a hold is missing on it, as on the managers' list: nobody is to ring about them (S11).
 * Refuses with `not-allowed`.
 */
export async function today(world: World, viewer: Person): Promise<Outcome<Today>> {
  if (!(await mayAtAll(world, viewer, 'view-today'))) return refuse('not-allowed');
  const { records } = world;
  const day = todayOf(world);
  const programmes = await programmesFor(world, viewer, 'view-today');
  const packs = new Map(programmes.map((one) => [one._id, one.pack]));
  const planned = await records.sessions.ofProgrammes([...packs.keys()], addDays(day, -backDays), day);
  const all = await withRegister(
    world,
    planned.filter((one) => !one.cancelled),
  );
  const sessions = all.filter((one) => one.day === day);
  const { places, isOpen } = await allPlaces(world, viewer, sessions, packs);
  const people = await records.people.byIds([...new Set(places.map((one) => one.learnerId))]);
  const names = listNames(people);
  const nameOf = (id: string) => names.get(id) ?? '';
  const knownOf = (session: Session) => {
    const own = places.filter((one) => one.session === session);
    const unknown = own.filter((one) => one.known === 'unknown');
    const told = own.filter((one) => one.known === 'told').length;
    return { learners: unknown.map((one) => nameOf(one.learnerId)).sort(byName), told };
  };
  const states = await records.registers.states(all.filter((one) => one.day < day).map((one) => one._id));
  const stillOpen = new Set(states.filter((one) => one.state === 'open').map((one) => one._id));
  const missing = places.filter((one) => one.known === 'missing');
  const lists = await recentLists(world);
  return {
    at: world.clock.now(),
    counts: countPlaces(places),
    unknown: await openRegisters(world, sessions.filter(isOpen), knownOf),
    missing: await missingLearners(world, missing, { people, lists }),
    told: toldLearners(places, nameOf),
    left: {
      people: await leftFromBefore(world, viewer, { programmeIds: [...packs.keys()], lists }),
      registers: await openRegisters(
        world,
        all.filter((one) => stillOpen.has(one._id)),
        () => ({ learners: [], told: 0 }),
      ),
    },
  };
}
