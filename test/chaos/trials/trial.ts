import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMisWebhook } from '../../../src/channels/mis-webhook.ts';
import { createSmsWebhook } from '../../../src/channels/sms-webhook.ts';
import { addMinutes, type Day, instantOf, timeOf } from '../../../src/domain/calendar.ts';
import type { Sender } from '../../../src/usecases/core/delivery.ts';
import { LoopbackSms, webhookSecret } from '../../providers/loopback-sms.ts';
import { College, type CollegeOptions, monday } from '../../support/college.ts';
import { LoopbackMis } from '../../support/loopback-mis.ts';
import { until } from '../../support/until.ts';
import { BotFleet } from '../bot-fleet.ts';
import type { Providers } from '../bot-process.ts';
import type { Say } from '../disasters.ts';
import { ReplicaSet } from '../replica-set.ts';
import { WriteGate } from './write-gate.ts';

/** This machine does not allow what the trial needs. */
export class NotHere extends Error {}

/** Where and how a trial runs. `isShort`: a cheap share of it, within `npm test`. */
export type Setting = { binary: string; directory: string; isShort: boolean; say: Say };

const learnersEach = 6;
const lessonMinutes = 40;
/** After so many lessons of the same learners come others: a third absence would bring another text than the parent's. */
const lessonsEach = 12;
/** A lease that a frozen or killed process leaves behind ends this soon. */
const leaseMs = 3_000;
/** A tutor presses again until the card says saved, at most for so long. */
const patienceMs = 180_000;
const signals = ['SIGINT', 'SIGTERM'] as const;

type TrialOptions = {
  mongods?: number;
  /** Where the files of the database are, if not beside the others. */
  databaseIn?: string;
  /** How many lessons there may be, if more than a dozen. */
  lessons?: number;
  /** How texts leave, if not by the provider on loopback. */
  sms?: Sender;
  college?: CollegeOptions;
};

/**
 * A small college on a replica set of its own, with an SMS provider and an MIS on loopback, whose tutor saves one register
 * after the other. What was said to be saved is kept, to be counted in the end against everything that should follow.
 */
export class Trial {
  readonly sms = new LoopbackSms();
  mis!: LoopbackMis;
  college!: College;
  readonly set: ReplicaSet;
  readonly #setting: Setting;
  readonly #fleets: BotFleet[] = [];
  #gate: WriteGate | undefined;
  #lessons = 0;
  #taken = 0;
  /** What the tutor was told is saved, by session: each learner's mark. */
  readonly saved = new Map<string, Map<string, string>>();

  private constructor(setting: Setting) {
    this.#setting = setting;
    this.set = new ReplicaSet(setting.binary);
  }

  /** Runs `work` on a fresh trial and clears it away. */
  static async run<T>(setting: Setting, options: TrialOptions, work: (trial: Trial) => Promise<T>): Promise<T> {
    const trial = new Trial(setting);
    const end = () => void trial.#close().finally(() => process.exit(130));
    for (const signal of signals) process.once(signal, end);
    try {
      await trial.#open(options);
      return await work(trial);
    } finally {
      for (const signal of signals) process.off(signal, end);
      await trial.#close();
    }
  }

  async #open({ mongods = 1, databaseIn, lessons = lessonsEach, sms, college = {} }: TrialOptions): Promise<void> {
    const place = databaseIn ?? join(this.#setting.directory, 'database');
    mkdirSync(place, { recursive: true });
    await this.set.start(place, ['a', 'b', 'c'].slice(0, mongods));
    await this.sms.start();
    this.mis = await LoopbackMis.open();
    process.env.TEST_MONGODB_URI = this.set.uri;
    const { mis, ...providers } = this.providers;
    const senders = {
      sms: sms ?? createSmsWebhook(providers.sms),
      mis: createMisWebhook({ url: mis.url, keys: [mis.key] }),
    };
    const learners = Math.ceil(lessons / lessonsEach) * learnersEach;
    this.college = await College.open({ learners, leaseMs, rulesAlone: true, senders, ...college });
  }

  get providers(): Providers {
    const { url, key } = this.mis;
    return { sms: { url: `${this.sms.url}/hook`, secrets: [webhookSecret] }, mis: { url, key } };
  }

  /** Bots of their own processes that do what is due, and nothing else; each by its own wall clock. `uri`: how they reach the database. */
  async startWorkers(clocks: readonly number[], uri = this.set.uri): Promise<BotFleet> {
    const { url, appId, tenantId } = this.college.teams;
    const mongo = { uri, database: this.college.database };
    const half = { only: 'work' as const, isTimeMovable: true, leaseMs, blindTo: [] };
    const place = { url, appId, tenantId };
    const settings = { place, mongo, directory: this.#setting.directory, providers: this.providers, ...half };
    const fleet = new BotFleet(settings, clocks);
    this.#fleets.push(fleet);
    await fleet.start();
    return fleet;
  }

  /** A gate before the first mongod, for a bot of its own process. */
  async openGate(): Promise<WriteGate> {
    this.#gate = await new WriteGate(this.set.members[0]?.port ?? 0).open();
    return this.#gate;
  }

  /** Lessons of a day, at most a dozen, one after the other from nine, each with six learners. Their ids. */
  async addLessons(count: number, on: Day = monday): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const at = timeOf(addMinutes(instantOf(on, '09:00'), i * lessonMinutes), 'Europe/London');
      const _id = `lesson-${on.slice(-2)}-${i + 1}`;
      const lesson = { title: `Lesson ${on.slice(-2)}/${i + 1}`, at, on, minutes: lessonMinutes };
      await this.college.addSession({ _id, ...lesson, learnerIds: this.#learnersOf(this.#lessons++) });
      ids.push(_id);
    }
    return ids;
  }

  /** Moves business time to a lesson's start, so many minutes later, without waiting for what then falls due. */
  async timeOf(sessionId: string, minutes = 0): Promise<void> {
    const session = await this.college.c.sessions.findOne({ _id: sessionId });
    if (!session) throw new Error(`no session ${sessionId}`);
    await this.college.bot.clock.moveTo(addMinutes(session.startsAt, minutes));
    this.college.bot.world.wake();
  }

  #learnersOf(lesson: number): string[] {
    const first = Math.floor(lesson / lessonsEach) * learnersEach;
    return Array.from({ length: learnersEach }, (_, i) => `L${first + i + 1}`);
  }

  /** The tutor gets the register of a lesson, marks one learner absent, one late, the rest present, and presses until it is saved. */
  async takeRegister(sessionId: string): Promise<void> {
    const number = this.#taken++;
    const enrolments = this.#learnersOf(number).map((id) => `BUS-${id}`);
    const isThere = () => this.college.c.registers.findOne({ _id: sessionId }).catch(() => null);
    await until(`the register of ${sessionId}`, isThere, patienceMs);
    const nth = (n: number) => enrolments[(number + n) % learnersEach] as string;
    const marks = new Map<string, string>([
      [nth(0), 'unauthorised'],
      [nth(1), `late:${5 + (number % 10)}`],
    ]);
    await until(`${sessionId} to be saved`, () => this.#press(sessionId, marks), patienceMs);
    for (const one of enrolments) if (!marks.has(one)) marks.set(one, 'present');
    this.saved.set(sessionId, marks);
  }

  async #press(sessionId: string, marks: Map<string, string>): Promise<boolean> {
    const inputs = Object.fromEntries([...marks].map(([enrolment, mark]) => [`m_${enrolment}`, mark]));
    const payload = { registerId: sessionId, version: 1, page: 0, rest: 'present', ...inputs };
    const { people } = this.college;
    const answer = await people.invoke(this.college.user('T1'), 'register-save', payload).catch(() => undefined);
    return answer?.status === 200 && JSON.stringify(answer.body.value ?? '').includes('register-amend');
  }

  /** Waits until nothing is due and the MIS has everything. */
  async settled(): Promise<void> {
    await this.college.settled();
    const waits = async () => (await this.college.c.misEvents.countDocuments({ waits: true })) === 0;
    await until('the MIS to have everything', waits);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#fleets.map((fleet) => fleet.stop()));
    await this.#gate?.close();
    await this.college?.close().catch(() => undefined);
    await this.mis?.close();
    await this.sms.stop().catch(() => undefined);
    await this.set.stop();
  }
}
