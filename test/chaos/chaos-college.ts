import type { MongoClient } from 'mongodb';
import { holidaysFrom } from '../../src/config/load-holidays.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import type { Day } from '../../src/domain/calendar.ts';
import type { Role } from '../../src/domain/person.ts';
import type { Session } from '../../src/domain/session.ts';
import { openClock } from '../../src/store/clock.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { createDue } from '../../src/store/due.ts';
import { migrate } from '../../src/store/migrations.ts';
import { retryPassing } from '../../src/store/retry.ts';
import type { Due } from '../../src/usecases/core/delivery.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import type { LoopbackTeams, User } from '../teams/loopback-teams.ts';

/** The college day of every session, whatever the machine's calendar says; starts are real instants. */
const day: Day = '2026-11-23';
const learnersEach = 6;

export type Tutor = { id: string; user: User; learners: { enrolmentId: string; name: string }[] };
export type Programme = { id: string; isBlind: boolean; tutors: Tutor[] };

/**
 * Programmes of six learners and two tutors; each tutor marks half of the learners, so that the truth can be told. In
 * the last programme's chats a lost answer cannot be reconciled.
 */
export class ChaosCollege {
  readonly database = 'chaos';
  readonly programmes: Programme[] = [];
  readonly sessions: { session: Session; programme: Programme }[] = [];
  readonly teams: LoopbackTeams;
  client!: MongoClient;
  c!: Collections;
  due!: Due;
  world!: World;

  constructor(teams: LoopbackTeams) {
    this.teams = teams;
  }

  async open(uri: string): Promise<void> {
    this.client = await connect(uri);
    const db = this.client.db(this.database);
    this.c = collectionsOf(db);
    await migrate(db);
    const clock = await openClock(db, this.c, false);
    this.due = createDue(this.c, 'count');
    this.world = createWorld(this.client, this.c, {
      clock,
      packs: loadPacks(),
      traits: taskKindsOf,
      holidays: holidaysFrom(),
      wake: () => undefined,
    });
    await this.#addPerson('M1', 'Maya Mentor', 'mentor');
    for (const id of ['P1', 'P2', 'P3', 'P4']) await this.#addProgramme(id, id === 'P4');
  }

  /** Entra ids of the people in whose chats nothing can be looked up. */
  get blindTo(): string[] {
    const blind = this.programmes.filter((one) => one.isBlind);
    return blind.flatMap((one) => one.tutors.map((tutor) => tutor.user.entraId));
  }

  /** True for a slot whose recipient's chat cannot be looked into. */
  isBlindTo(slotKey: string): boolean {
    return this.programmes.some((one) => one.isBlind && one.tutors.some((tutor) => slotKey.endsWith(`|${tutor.id}`)));
  }

  /** Puts sessions into the timetable, `each` a programme, that start from `inMs` on, a second apart. */
  async addSessions(each: number, inMs: number): Promise<{ session: Session; programme: Programme }[]> {
    const added = this.programmes.flatMap((programme) =>
      Array.from({ length: each }, (_, i) => {
        const number = this.sessions.filter((one) => one.programme === programme).length + i;
        const session = sessionOf(programme, number, new Date(Date.now() + inMs + i * 1_000));
        return { session, programme };
      }),
    );
    this.sessions.push(...added);
    for (const { session } of added) {
      const { _id, ...fields } = session;
      await retryPassing(() => this.c.sessions.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true }), 60_000);
    }
    return added;
  }

  async #addProgramme(id: string, isBlind: boolean): Promise<void> {
    const kind = { kind: 'study-programme' as const, pack: 'green-labyrinth', zone: 'Europe/London' };
    await this.c.programmes.insertOne({ _id: id, name: `Programme ${id}`, ...kind });
    const tutors: Tutor[] = [];
    for (const n of [1, 2]) {
      const user = await this.#addPerson(`${id}T${n}`, `Tutor${n} ${id}`, 'tutor');
      tutors.push({ id: `${id}T${n}`, user, learners: [] });
    }
    for (let i = 0; i < learnersEach; i++) {
      const learnerId = `${id}L${i + 1}`;
      const name = `Learner${i + 1} ${id}`;
      await this.#addPerson(learnerId, name, 'learner');
      const enrolmentId = `${id}-${learnerId}`;
      const span = { groups: [], from: '2026-08-01' };
      await this.c.enrolments.insertOne({ _id: enrolmentId, learnerId, programmeId: id, mentorId: 'M1', ...span });
      tutors[i % 2]?.learners.push({ enrolmentId, name });
    }
    this.programmes.push({ id, isBlind, tutors });
  }

  async #addPerson(id: string, name: string, role: Role): Promise<User> {
    const email = `${id.toLowerCase()}@brookvale.example`;
    const user = this.teams.addUser(name, { email });
    const entra = role === 'tutor' ? { entraId: user.entraId } : {};
    const person = { _id: id, ref: `BV-${id}`, name, roles: [role], email, addresses: [email], ...entra };
    await this.c.people.insertOne(person);
    return user;
  }
}

function sessionOf(programme: Programme, number: number, startsAt: Date): Session {
  const _id = `${programme.id}-s${String(number + 1).padStart(3, '0')}`;
  const times = { startsAt, endsAt: new Date(startsAt.getTime() + 180 * 60_000), zone: 'Europe/London', day };
  const kind = { type: 'teaching', mode: 'face-to-face' as const, room: 'Room 4', groups: [] };
  const tutorIds = programme.tutors.map((tutor) => tutor.id);
  const next = { step: 'open' as const, at: startsAt };
  return { _id, programmeId: programme.id, title: `Session ${_id}`, tutorIds, ...kind, ...times, next };
}
