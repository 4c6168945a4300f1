import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MongoClient } from 'mongodb';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { type Parts, type RunningBot, startBot } from '../../src/compose.ts';
import { addDays, type Day, dayOf, instantOf } from '../../src/domain/calendar.ts';
import type { Enrolment, Programme } from '../../src/domain/enrolment.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import type { Session } from '../../src/domain/session.ts';
import type { College as Whose } from '../../src/domain/sms-text.ts';
import { createLearnedReader } from '../../src/reader/learned-reader.ts';
import { openClock } from '../../src/store/clock.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { isQuiet, type Senders } from '../../src/usecases/core/delivery.ts';
import { readOnce } from '../../src/usecases/core/read-once.ts';
import { faultsOf } from '../cards/check-card.ts';
import { actionsOf, saidBy, TeamsClient, wordsOf } from '../teams/client.ts';
import { type LoopbackOptions, loopbackLinks, loopbackParts } from '../teams/loopback-bot.ts';
import { type Card, LoopbackTeams, type Shown, type User } from '../teams/loopback-teams.ts';
import { deadButtons } from './dead-buttons.ts';
import { unhurried, unhurriedLinks } from './unhurried.ts';
import { until } from './until.ts';

/** The Monday on which every test's term begins, in business time. */
export const monday: Day = '2026-11-23';
/** The day that is so many days after it. */
export const day = (n: number): Day => addDays(monday, n);
export const [tuesday, wednesday, thursday, friday] = [day(1), day(2), day(3), day(4)] as const;
/** So many marks of one code on the Friday before, for `addHistory`. */
export const past = (code: string, count: number) => Array.from({ length: count }, () => ({ code, on: day(-3) }));

export type CollegeOptions = {
  learners?: number;
  graph?: { install: boolean; reconcile: boolean };
  leaseMs?: number;
  /** Half of the work alone. */
  only?: Parts['only'];
  /** Where the bot reaches the database, if not where the test does. */
  botUri?: string;
  packsDir?: string;
  /** Other senders than the folder. */
  senders?: Senders;
  mailbox?: NonNullable<Parts['mailbox']>;
  misFile?: Parts['misFile'];
  calendar?: Parts['calendar'];
  meetings?: Parts['meetings'];
  groups?: Parts['groups'];
  logTo?: NonNullable<Parts['logTo']>;
  logLevel?: string;
  misReaders?: Parts['misReaders'];
  /** Whose name and phone stand in what leaves. */
  college?: Whose;
  /** Without the learned reader: what is heard as harm then depends on no training. */
  rulesAlone?: boolean;
  /** How much may come by one signed link and one address. */
  linkRates?: NonNullable<NonNullable<LoopbackOptions['links']>['rates']>;
  /** With production's limits on how much one person may do at once; a test does in a second what people do in an hour. */
  isPaced?: boolean;
  /** For so many minutes a decision can be undone, and nothing of it happens yet; none unless said, so that a press has done what it does. */
  undoMinutes?: number;
  /** Mondays bring digests; else none, since what a test looks for by a name would be found on them too. */
  withDigests?: boolean;
  /** Cards lead into this app's tab. */
  teamsAppId?: string;
  /** The college's privacy notice, terms, and whom to tell of a weakness. */
  words?: Parts['words'];
  /** With the demo's pages of everybody. */
  isDemo?: boolean;
  /** Where the bot stands for the world, if not at its own port; what serves it there passes on to that port. */
  publicBase?: string;
};

/** What learners L1, L2 and so on are called. */
export const learnerNames = [
  'Aisha Khan',
  'Ben Carter',
  'Chloe Evans',
  'Daniel Osei',
  'Ella Wright',
  'Freddie Novak',
  'Grace Liu',
  'Harry Singh',
  'Isla Murphy',
  'Jamie Smith',
];

/** The fullest card of each kind, for the pictures of CI (`test/e2e/themes`): one of each title, of those about a learner one of what they ask. */
function keepCard(card: Card, json: string): void {
  const folder = process.env.CARDS_DIR;
  if (!folder) return;
  const [title = ''] = wordsOf(card).split('\n');
  const asked = actionsOf(card).map((one) => one.title ?? '');
  const kind = /\(BV-\w+\)$/.test(title) ? `learner ${[...new Set(asked)].sort().join(' ')}` : title;
  const name = kind
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100);
  const file = join(folder, `${name}.json`);
  if (!name || (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= json.length) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, json);
}

/**
 * A small college on a fresh database, a loopback Teams with its people, and a bot between them. One study programme
 * on Green Labyrinth (BUS) and one apprenticeship on STS (APP).
 */
export class College {
  readonly teams = new LoopbackTeams();
  readonly database = `test-${randomUUID().slice(0, 8)}`;
  readonly uri = process.env.TEST_MONGODB_URI ?? '';
  readonly users = new Map<string, User>();
  client!: MongoClient;
  c!: Collections;
  bot!: RunningBot;
  people!: TeamsClient;
  readonly #options: CollegeOptions;
  readonly #seen = new Set<string>();
  readonly #faults: string[] = [];

  constructor(options: CollegeOptions = {}) {
    this.#options = options;
  }

  static async open(options: CollegeOptions = {}): Promise<College> {
    const college = new College(options);
    await college.teams.start();
    college.teams.limited = false;
    college.teams.onShown = (card) => college.#check(card);
    college.client = await connect(college.uri);
    const db = college.client.db(college.database);
    college.c = collectionsOf(db);
    await migrate(db);
    await college.#fill();
    const clock = await openClock(db, college.c, true);
    await clock.moveTo(instantOf(monday, '08:00'));
    await college.startBot();
    return college;
  }

  /** Other parts for the next start. */
  set(parts: Partial<Pick<Parts, 'misFile' | 'calendar' | 'meetings' | 'groups'>>): void {
    Object.assign(this.#options, parts);
  }

  async startBot(): Promise<void> {
    const { learners: _, withDigests, botUri, rulesAlone, isPaced, linkRates, publicBase, ...parts } = this.#options;
    const rates = isPaced ? {} : { rates: unhurried };
    const reader = rulesAlone ? { reader: createLearnedReader({ folder: join(tmpdir(), 'no-reader-here') }) } : {};
    const mongod = { uri: botUri ?? this.uri, database: this.database };
    const base = publicBase ? { base: publicBase } : {};
    const links = { ...loopbackLinks, ...base, rates: linkRates ?? unhurriedLinks };
    this.bot = await startBot(
      loopbackParts(this.teams, mongod, { links, undoMinutes: 0, ...parts, ...rates, ...reader }),
    );
    if (!withDigests) await this.c.tasks.deleteOne({ _id: 'week-digest|round' });
    this.people = new TeamsClient(this.teams, this.bot.port);
  }

  /** Another instance beside the first, on the same database; whoever starts it stops it. */
  async startSecond(): Promise<RunningBot> {
    const first = this.bot;
    await this.startBot();
    const second = this.bot;
    this.bot = first;
    this.people = new TeamsClient(this.teams, first.port);
    return second;
  }

  async close(): Promise<void> {
    await this.bot.stop();
    await this.client.db(this.database).dropDatabase();
    await this.client.close();
    await this.teams.stop();
    this.#tellFaults();
  }

  /** Every card people get, in every state a scenario brings it to, can be sent as it is drawn. */
  #check(card: Card): void {
    const json = JSON.stringify(card);
    if (this.#seen.has(json)) return;
    this.#seen.add(json);
    this.#faults.push(...faultsOf(card));
    keepCard(card, json);
  }

  /** No card that is up to date has a button for whose press its viewer has no right. */
  async #checkButtons(): Promise<void> {
    const slots = await this.c.slots.find({ activityId: { $exists: true }, heldUntil: { $exists: false } }).toArray();
    const shown = new Map(
      slots.filter((one) => one.shown === one.wanted).map((one) => [one.activityId, one.recipient]),
    );
    const world = readOnce(this.bot.world);
    for (const [id, user] of this.users)
      for (const { id: activityId, card } of this.teams.shownTo(user)) {
        const recipient = shown.get(activityId);
        const json = JSON.stringify([id, card]);
        if (!card || !recipient || !('person' in recipient) || this.#seen.has(json)) continue;
        this.#seen.add(json);
        const viewer = await world.records.people.byId(recipient.person);
        if (viewer) this.#faults.push(...(await deadButtons(world, viewer, card)));
      }
  }

  #tellFaults(): void {
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`cards that do not do what they show:\n${[...new Set(faults)].join('\n')}`);
  }

  /** Adds a person of the college and their Teams user. Staff and employers are imported with their Entra id; learners link by address. */
  async addPerson(id: string, name: string, roles: Role[], more: Partial<Person> = {}): Promise<void> {
    const email = `${id.toLowerCase()}@brookvale.example`;
    const user = this.teams.addUser(name, { email });
    this.users.set(id, user);
    const entra = roles.includes('learner') ? {} : { entraId: user.entraId };
    await this.c.people.insertOne({
      _id: id,
      ref: `BV-${id}`,
      name,
      roles,
      email,
      addresses: [email],
      ...entra,
      ...more,
    });
  }

  user(id: string): User {
    const user = this.users.get(id);
    if (!user) throw new Error(`no Teams user ${id}`);
    return user;
  }

  async #fill(): Promise<void> {
    const count = this.#options.learners ?? learnerNames.length;
    const learners = Array.from(
      { length: count },
      (_, i) => learnerNames[i] ?? `Learner ${String(i + 1).padStart(3, '0')}`,
    );
    await this.addPerson('T1', 'Sam Lee', ['tutor']);
    await this.addPerson('T2', 'Toni Okafor', ['tutor']);
    await this.addPerson('E1', 'Jordan Blake', ['employer']);
    await this.addPerson('M1', 'Maya Patel', ['mentor']);
    await this.addPerson('A1', 'Alex Morgan', ['apprenticeship-manager']);
    await this.addPerson('H1', 'Ruth Adeyemi', ['hosp']);
    await this.addPerson('O1', 'Pat Quinn', ['admin', 'office-manager']);
    await this.addPerson('S1', 'Nia Roberts', ['safeguarding']);
    const contact = { name: 'Parent', relation: 'parent or carer', mobile: '+44 7700 900900' };
    for (const [i, name] of learners.entries())
      await this.addPerson(`L${i + 1}`, name, ['learner'], { mobile: '+44 7700 900100', contacts: [contact] });
    const programmes: Programme[] = [
      {
        _id: 'BUS',
        name: 'Level 2 Business',
        kind: 'study-programme',
        pack: 'green-labyrinth',
        zone: 'Europe/London',
        hospId: 'H1',
      },
      {
        _id: 'APP',
        name: 'Level 3 Team Leader',
        kind: 'apprenticeship',
        pack: 'sts',
        zone: 'Europe/London',
        managerId: 'A1',
      },
    ];
    await this.c.programmes.insertMany(programmes);
    const enrolments = learners.flatMap((_, i): Enrolment[] => [
      {
        _id: `BUS-L${i + 1}`,
        learnerId: `L${i + 1}`,
        programmeId: 'BUS',
        groups: [],
        from: '2026-08-01',
        mentorId: 'M1',
      },
      ...(i < 3
        ? [
            {
              _id: `APP-L${i + 1}`,
              learnerId: `L${i + 1}`,
              programmeId: 'APP',
              groups: [],
              from: '2026-08-01',
              coachId: 'T1',
              employerId: 'E1',
            },
          ]
        : []),
    ]);
    await this.c.enrolments.insertMany(enrolments);
  }

  /** Puts a session into the timetable. */
  async addSession(
    fields: Partial<Session> & { _id: string } & { at?: string; on?: Day; minutes?: number },
  ): Promise<Session> {
    const { at = '09:00', on = monday, minutes = 180, ...rest } = fields;
    const startsAt = instantOf(on, at);
    const session: Session = {
      programmeId: 'BUS',
      groups: [],
      tutorIds: ['T1'],
      title: 'Business communication',
      type: 'teaching',
      mode: 'face-to-face',
      room: 'Room 4',
      startsAt,
      endsAt: new Date(startsAt.getTime() + minutes * 60_000),
      zone: 'Europe/London',
      day: dayOf(startsAt),
      next: { step: 'open', at: startsAt },
      ...rest,
    };
    await this.c.sessions.insertOne(session);
    return session;
  }

  /** Past sessions of a programme with one mark for one learner each, straight into the record, as imported history is. */
  async addHistory(
    learner: string,
    marks: { code: string; minutesLate?: number; on: Day }[],
    programmeId = 'BUS',
  ): Promise<void> {
    const pack = this.bot.world.packs.find((one) => one.id === (programmeId === 'BUS' ? 'green-labyrinth' : 'sts'));
    for (const [i, { code, minutesLate = 0, on }] of marks.entries()) {
      const session = await this.addSession({
        _id: `past-${programmeId}-${learner}-${i}`,
        programmeId,
        on,
        minutes: 60,
        // The running bot must not open what is past.
        next: undefined as never,
      });
      const mark = { code, minutesLate, byId: 'T1', at: session.startsAt, how: 'chosen' as const };
      const row = { enrolmentId: `${programmeId}-${learner}`, learnerId: learner, mark };
      await this.c.registers.insertOne({
        _id: session._id,
        programmeId,
        pack: pack?.ref ?? { id: '', version: '', hash: '' },
        version: 2,
        touched: 0,
        state: 'saved',
        rows: [row],
        history: [
          { version: 2, byId: 'T1', at: session.startsAt, changes: [{ enrolmentId: row.enrolmentId, to: mark }] },
        ],
        presses: [],
        openedAt: session.startsAt,
        projected: 2,
      });
    }
  }

  /** Moves business time and waits until the bot has done all that is due. */
  async moveTo(time: string, on: Day = monday): Promise<void> {
    await this.bot.clock.moveTo(instantOf(on, time));
    this.bot.world.wake();
    await this.settled();
  }

  /** A person presses a button on their newest card that holds these words. */
  async press(
    id: string,
    onCard: string | string[],
    title: string,
    changes: Record<string, string> = {},
    row?: string,
  ) {
    const shown = await this.card(id, onCard);
    const answer = await this.people.press(this.user(id), shown, title, changes, row, [onCard].flat());
    await this.settled();
    return { ...answer, words: saidBy(answer) };
  }

  /** A person takes back what they pressed, by the button that their newest card with these words has for it. */
  async undo(id: string, onCard: string | string[]) {
    const actions = actionsOf((await this.card(id, onCard)).card);
    const title = actions.find((one) => one.title?.startsWith('Undo'))?.title;
    return this.press(id, onCard, title ?? 'Undo');
  }

  /** The same with inputs that a button of the card first opens. */
  async write(
    id: string,
    onCard: string | string[],
    opener: string,
    title: string,
    changes: Record<string, string> = {},
  ) {
    const opened = await this.press(id, onCard, opener);
    if (!opened.card) throw new Error(`“${opener}” opened nothing: ${opened.words}`);
    const answer = await this.people.press(this.user(id), { card: opened.card }, title, changes);
    await this.settled();
    return { ...answer, words: saidBy(answer) };
  }

  /** A person writes to the bot; returns once all that follows is done. */
  async say(id: string, text: string): Promise<void> {
    await this.people.say(this.user(id), text);
    await this.settled();
  }

  /** The words of a person's newest card that holds these words. */
  async words(id: string, words: string | string[]): Promise<string> {
    return wordsOf((await this.card(id, words)).card);
  }

  /** A tutor saves a register: these marks by enrolment, the rest present. */
  async save(sessionId: string, marks: Record<string, string> = {}, tutor = 'T1'): Promise<string> {
    const register = await this.c.registers.findOne({ _id: sessionId });
    const inputs = Object.fromEntries(Object.entries(marks).map(([enrolment, mark]) => [`m_${enrolment}`, mark]));
    const answer = await this.people.invoke(this.user(tutor), 'register-save', {
      registerId: sessionId,
      version: register?.version ?? 1,
      page: 0,
      rest: 'present',
      ...inputs,
    });
    await this.settled();
    return saidBy(answer) || JSON.stringify(answer);
  }

  /** A tutor amends a saved register: what is picked anew, by name. */
  async amend(sessionId: string, marks: Record<string, string>, tutor = 'T1'): Promise<void> {
    const shown = await this.card(tutor, `"registerId":"${sessionId}"`);
    const form = await this.people.press(this.user(tutor), shown, 'Amend');
    await this.people.press(this.user(tutor), { card: form.card! }, 'Save changes', marks);
    await this.settled();
  }

  /** The office imports these files, by name and lines, while the bot runs; returns once all that follows is done. */
  async import(files: Record<string, string[]>): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'attendance-import-'));
    for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    const { world } = this.bot;
    const options = { packs: world.packs, now: world.clock.now(), dryRun: false };
    const { problems, notes } = await importCollege(this.c, folder, options);
    rmSync(folder, { recursive: true });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    world.wake();
    await this.settled();
    return notes;
  }

  /** A programme is given to another head or, if it is an apprenticeship, manager, by an import. */
  async passProgramme(id: 'BUS' | 'APP', to: string): Promise<void> {
    const { name, kind, pack } = (await this.c.programmes.findOne({ _id: id }))!;
    const whose = kind === 'apprenticeship' ? 'manager_id' : 'hosp_id';
    const lines = [`programme_id,name,kind,pack,${whose}`, [id, name, kind, pack, to].join()];
    await this.import({ 'programmes.csv': lines });
  }

  /** What has been sent by SMS and mail about a learner, as text. */
  async sent(learnerId: string): Promise<string[]> {
    const rows = await this.c.outbox
      .find({ about: learnerId, kind: { $in: ['sms', 'mail'] }, acceptedAt: { $exists: true } })
      .toArray();
    return rows.map((row) => `${row.to}: ${row.body}`);
  }

  /** The bot is stopped and another started on the same database, as after an upgrade. */
  async restart(): Promise<void> {
    await this.bot.stop();
    await this.startBot();
  }

  async settled(): Promise<void> {
    // Twice in a row: what one step does may fall due a moment after the count's own time.
    let quiet = 0;
    const look = async () => {
      if (this.bot.isBusy()) quiet = 0;
      // Asked in one large command, and so not while it is plain that something is.
      else quiet = isQuiet(await this.bot.due.firstAt(), this.bot.clock.now()) ? quiet + 1 : 0;
      return quiet === 2;
    };
    await until('nothing to be due', look);
    await this.#checkButtons();
    this.#tellFaults();
  }

  /** The newest card shown to a person that holds these words. */
  card(id: string, words: string | string[]): Promise<Shown> {
    return until(`a card for ${id} with "${words}"`, () => this.find(id, words));
  }

  /** The newest card shown to a person that holds all these words, if there is one. */
  find(id: string, words: string | string[]): Shown | undefined {
    const wanted = [words].flat();
    return this.teams
      .shownTo(this.user(id))
      .filter((one) => {
        const text = JSON.stringify(one.card ?? one.text ?? '');
        return wanted.every((word) => text.includes(word));
      })
      .at(-1);
  }

  daysAgo(count: number): Day {
    return addDays(monday, -count);
  }
}
