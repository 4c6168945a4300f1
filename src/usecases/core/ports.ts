import type { Holidays } from '../../domain/calendar.ts';
import type { HolidaysOf } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import type { Retention } from '../../domain/retention.ts';
import type { College } from '../../domain/sms-text.ts';
import type { TaskKind, TaskTraits } from '../../domain/task.ts';
import type { Opinion } from '../../language/opinion.ts';
import type { PackShelf } from '../../policy/pack-shelf.ts';
import type { Audit } from './records/audit.ts';
import type { CalendarEvents } from './records/calendar.ts';
import type { GroupMembers } from './records/groups.ts';
import type { IncomingRecords } from './records/incoming.ts';
import type { Meetings } from './records/meetings.ts';
import type { MisEvents } from './records/mis.ts';
import type { Files, Notices } from './records/notices.ts';
import type { People, Talks } from './records/people.ts';
import type { Registers } from './records/registers.ts';
import type { Replays } from './records/replays.ts';
import type { Ageing } from './records/retention.ts';
import type { Cases } from './records/risk.ts';
import type { Concerns } from './records/safeguarding.ts';
import type { Outbox, Slots } from './records/sending.ts';
import type { Marks } from './records/standing.ts';
import type { Tasks } from './records/tasks.ts';
import type { Enrolments, Sessions, Sites } from './records/timetable.ts';

/** Everything the use cases read and write. */
export type Records = {
  people: People;
  enrolments: Enrolments;
  sites: Sites;
  sessions: Sessions;
  registers: Registers;
  marks: Marks;
  notices: Notices;
  cases: Cases;
  concerns: Concerns;
  tasks: Tasks;
  files: Files;
  slots: Slots;
  outbox: Outbox;
  incoming: IncomingRecords;
  mis: MisEvents;
  calendar: CalendarEvents;
  meetings: Meetings;
  groups: GroupMembers;
  talks: Talks;
  replays: Replays;
  audit: Audit;
  ageing: Ageing;
};

/** The learners of one session, under one pack in one college year. */
export type ReadAhead = { learnerIds: readonly string[]; sessionId: string; packId: string; year: number };

/** Business time: the database server's clock plus the stored shift (zero in production). */
export type Clock = { now(): Date };

/** Something trained that reads people's words: an opinion a text, in order; undefined where it has none. Never throws. */
export type Reader = { judge(texts: readonly string[]): Promise<readonly (Opinion | undefined)[]> };

/** What a use case needs from outside. */
export type World = {
  records: Records;
  /**
   * Runs work as one transaction on the world inside it, again after a passing conflict or an ambiguous failure: it must
   * be idempotent. `ahead` names whom it is about: what it will ask about them is read in a few calls, what it writes is
   * sent together.
   */
  together<T>(work: (inside: World) => Promise<T>, ahead?: ReadAhead): Promise<T>;
  clock: Clock;
  packs: PackShelf;
  /** What each kind of task declares. */
  traits: Readonly<Record<TaskKind, TaskTraits>>;
  /** Days off where a programme is taught: its division's bank holidays (England and Wales' unless it names one), and its site's own. */
  holidays(programme: HolidaysOf | null | undefined): Holidays;
  /** By what messages can leave the building; all ways unless told otherwise. */
  sends?: readonly ('sms' | 'mail')[];
  /** True where agreed meetings are put into people's calendars. */
  keepsCalendar?: boolean;
  /** True where Teams' reports of remote sessions are read. */
  readsMeetings?: boolean;
  /** When somebody's calendar says they are busy, by their address; empty where it cannot be asked. Never throws. */
  busyAt?(address: string, from: Date, to: Date): Promise<readonly { startsAt: Date; endsAt: Date }[]>;
  /** A signed address on the bot's own web pages, or undefined where the bot has no public host. */
  link?(
    purpose: 'file' | 'form' | 'notice' | 'page' | 'register' | 'report' | 'task' | 'tell',
    id: string,
    viewerId: string,
    until: Date,
  ): string;
  /** Where a card's link to a page of the tab leads; undefined for who cannot look there. Not there where there are no pages to lead to. */
  pageLink?(path: string, viewer: Pick<Person, '_id' | 'entraId'>): string | undefined;
  /** The address of a chart's picture, by its code; undefined where the bot has no pages of its own. */
  chartUrl?(code: string): string;
  /** Whose name and phone stand on cards that say whom to call; a command draws none. */
  college?: College;
  /** How long each kind of data is kept; what is usual unless given. */
  retention?: Retention;
  /** A line in the log: ids, kinds and counts, never names or words. */
  note?(data: object, message: string): void;
  /** Without it words are read by grammar and rules alone. */
  reader?: Reader;
  /** For so many minutes a decision, a signature or a release can be undone, and nothing of it happens; without it nothing can. */
  undoMinutes?: number;
  /** Wakes the worker in this process; others notice within a second. */
  wake(): void;
};
