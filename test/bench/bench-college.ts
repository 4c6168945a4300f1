import type { Collection, Db, Document } from 'mongodb';
import { loadPacks } from '../../src/config/load-packs.ts';
import { collegeYearOf, type Day, dayOf } from '../../src/domain/calendar.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { until } from '../support/until.ts';
import type { LoopbackTeams, User } from '../teams/loopback-teams.ts';

/** A collection as it is stored, for what the bench writes by hand. */
export const raw = (collection: unknown) => collection as Collection<Document & { _id: string }>;

export const learnersEach = 12;
/** A document as it is stored. */
export type Stored = Document & { _id: string };
export type Room = {
  programmeId: string;
  registerId: string;
  tutor: User;
  tutorId: string;
  enrolmentIds: string[];
  version: number;
};

/** A college of programmes, each with one tutor and twelve learners, in a database of its own. */
export class BenchCollege {
  readonly database: string;
  readonly today: Day = dayOf(new Date());
  readonly year = collegeYearOf(this.today);
  readonly pack = loadPacks().find((one) => one.id === 'green-labyrinth')?.ref;
  readonly rooms: Room[] = [];
  readonly #teams: LoopbackTeams;
  c!: Collections;
  db!: Db;
  close: () => Promise<void> = async () => undefined;

  constructor(teams: LoopbackTeams, database: string) {
    this.#teams = teams;
    this.database = database;
  }

  async open(uri: string, programmes: number): Promise<this> {
    const client = await connect(uri);
    const db = client.db(this.database);
    await db.dropDatabase();
    await migrate(db);
    this.c = collectionsOf(db);
    this.db = db;
    this.close = async () => {
      await db.dropDatabase();
      await client.close();
    };
    const people: Stored[] = [];
    const enrolments: Stored[] = [];
    const all: Stored[] = [];
    for (let p = 1; p <= programmes; p++) {
      const made = this.#roomOf(`P${p}`, learnersEach);
      all.push(made.programme);
      people.push(...made.people);
      enrolments.push(...made.enrolments);
      this.rooms.push(made.room);
    }
    await raw(this.c.people).insertMany(people);
    await raw(this.c.programmes).insertMany(all);
    await raw(this.c.enrolments).insertMany(enrolments);
    return this;
  }

  /** One more programme, of so many learners; it is no room of those in which presses are measured. */
  async addRoom(id: string, learners: number): Promise<Room> {
    const { programme, people, enrolments, room } = this.#roomOf(id, learners);
    await raw(this.c.programmes).insertOne(programme);
    await raw(this.c.people).insertMany(people);
    await raw(this.c.enrolments).insertMany(enrolments);
    return room;
  }

  #roomOf(id: string, learners: number) {
    const pack = 'green-labyrinth';
    const programme = { _id: id, name: `Programme ${id}`, kind: 'study-programme', pack, zone: 'Europe/London' };
    const tutor = this.#teams.addUser(`Tutor ${id}`, { email: `${id}@bench.example` });
    const people: Stored[] = [personOf(`${id}T`, `Tutor ${id}`, 'tutor', { entraId: tutor.entraId })];
    const enrolments: Stored[] = [];
    for (let n = 1; n <= learners; n++) {
      const learnerId = `${id}L${n}`;
      people.push(personOf(learnerId, `Learner${n} Of${id}`, 'learner'));
      enrolments.push({ _id: `${id}-${learnerId}`, learnerId, programmeId: id, groups: [], from: '2026-08-01' });
    }
    const enrolmentIds = enrolments.map((one) => one._id);
    const room: Room = { programmeId: id, registerId: `${id}-s1`, tutor, tutorId: `${id}T`, enrolmentIds, version: 1 };
    return { programme, people, enrolments, room };
  }

  /** Sessions that start at that instant, one a programme; the bot opens their registers. */
  async startSessions(startsAt: Date, name = 's1'): Promise<void> {
    const sessions = this.rooms.map((room) => ({
      _id: room.registerId.replace(/s1$/, name),
      programmeId: room.programmeId,
      title: 'Business communication',
      tutorIds: [room.tutorId],
      type: 'teaching',
      mode: 'face-to-face',
      room: 'Room 4',
      groups: [],
      startsAt,
      endsAt: new Date(startsAt.getTime() + 180 * 60_000),
      zone: 'Europe/London',
      day: this.today,
      next: { step: 'open', at: startsAt },
    }));
    await raw(this.c.sessions).insertMany(sessions);
  }

  async registersOpen(count: number): Promise<void> {
    await until('registers to be open', async () => (await this.c.registers.countDocuments({})) >= count);
  }

  /** Nothing is left to be carried on. */
  async carriedOn(): Promise<void> {
    const isLeft = { $expr: { $lt: ['$projected', '$version'] } };
    await until(
      'registers to be carried on',
      async () => (await this.c.registers.countDocuments(isLeft)) === 0,
      600_000,
    );
  }

  /** Marks of other learners of this year, so that the collections are as large as in a college of years. */
  async addMarks(upTo: number): Promise<void> {
    const year = collegeYearOf(this.today);
    const each = 20_000;
    for (let have = await this.c.marks.estimatedDocumentCount(); have < upTo; have += each) {
      const marks = Array.from({ length: Math.min(each, upTo - have) }, (_, i) => markOf(have + i, year, this.today));
      await raw(this.c.marks).insertMany(marks, { ordered: false, writeConcern: { w: 1 } });
    }
  }
}

/** A saved register of a room, marked by its tutor at that moment: everyone present, or every so many away without leave. */
export function savedRegister(
  college: Pick<BenchCollege, 'pack'>,
  room: Room,
  fields: Stored & { at: Date; awayEvery?: number },
): Stored {
  const { at, awayEvery, ...more } = fields;
  const codeOf = (n: number) => (awayEvery && n % awayEvery === 0 ? 'unauthorised' : 'present');
  return {
    programmeId: room.programmeId,
    pack: college.pack,
    version: 2,
    touched: 0,
    state: 'saved',
    rows: room.enrolmentIds.map((enrolmentId, n) => ({
      enrolmentId,
      learnerId: learnerOf(enrolmentId),
      mark: { code: codeOf(n), minutesLate: 0, byId: room.tutorId, at, how: 'rest' },
    })),
    history: [],
    presses: [],
    openedAt: at,
    savedAt: at,
    savedById: room.tutorId,
    ...more,
  };
}

/** Whose an enrolment is. */
export const learnerOf = (enrolmentId: string) => enrolmentId.slice(enrolmentId.indexOf('-') + 1);

/** A person as the bench stores them. */
export function personOf(_id: string, name: string, role: string, more: object = {}): Stored {
  const email = `${_id.toLowerCase()}@bench.example`;
  return { _id, ref: `BV-${_id}`, name, roles: [role], email, addresses: [email], ...more };
}

function markOf(n: number, year: number, day: Day): Stored {
  const learner = Math.floor(n / 400);
  return {
    _id: `old-${n}`,
    sessionId: `old-${n % 400}`,
    enrolmentId: `old-E${learner}`,
    learnerId: `old-L${learner}`,
    programmeId: `old-P${learner % 200}`,
    packId: 'green-labyrinth',
    year,
    code: n % 17 === 0 ? 'unauthorised' : 'present',
    minutesLate: 0,
    plannedMinutes: 90,
    startsAt: new Date(Date.now() - (n % 400) * 43_200_000),
    day,
    version: 2,
  };
}
