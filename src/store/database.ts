import { type Collection, type Db, type IndexDescription, MongoClient } from 'mongodb';
import type { AbsenceNotice } from '../domain/absence-notice.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { CalendarEvent } from '../domain/calendar-event.ts';
import type { Concern } from '../domain/concern.ts';
import type { Enrolment, Programme } from '../domain/enrolment.ts';
import type { GroupMember, GroupReading } from '../domain/group-member.ts';
import type { Incoming, Mailbox, Thread } from '../domain/incoming.ts';
import type { MeetingReport } from '../domain/meeting-report.ts';
import type { MisEvent, MisLane } from '../domain/mis-event.ts';
import type { OutboxRow } from '../domain/outbox-row.ts';
import type { Person, Role } from '../domain/person.ts';
import type { Register } from '../domain/register.ts';
import type { RiskCase } from '../domain/risk-case.ts';
import type { Session } from '../domain/session.ts';
import type { Site } from '../domain/site.ts';
import type { Slot } from '../domain/slot.ts';
import type { Task } from '../domain/task.ts';
import type { StoredFile } from '../usecases/core/records/notices.ts';
import type { TalkState } from '../usecases/core/records/people.ts';
import type { StoredReplay } from '../usecases/core/records/replays.ts';
import type {
  StoredLessons,
  StoredMark,
  StoredStanding,
  StoredTotals,
  StoredWeeks,
} from '../usecases/core/records/standing.ts';

/** How the worker holds a document; kept beside the domain's fields. */
export type Held = {
  lane?: string;
  /** Of slots and outbox rows: the highest is claimed first. */
  urgency?: number;
  lease?: { until: Date; owner: string };
  fence?: number;
  tries?: number;
  lastError?: string;
  dead?: { at: Date; error: string; step: string; dueAt: Date };
};

export type Collections = {
  people: Collection<Person & { addresses: string[] }>;
  programmes: Collection<Programme>;
  enrolments: Collection<Enrolment>;
  sites: Collection<Site>;
  sessions: Collection<Session & Held>;
  registers: Collection<Register & Held>;
  marks: Collection<StoredMark>;
  totals: Collection<StoredTotals>;
  weeks: Collection<StoredWeeks>;
  lessons: Collection<StoredLessons>;
  standings: Collection<StoredStanding>;
  notices: Collection<AbsenceNotice & Held>;
  cases: Collection<RiskCase>;
  concerns: Collection<Concern & Held>;
  tasks: Collection<Task & Held>;
  files: Collection<StoredFile>;
  slots: Collection<Slot & Held>;
  outbox: Collection<OutboxRow & Held>;
  /** Texts and mails that came in, by their provider's id, and what was asked at a number or address. */
  incoming: Collection<Incoming & Held>;
  threads: Collection<Thread & { at: Date }>;
  mailboxes: Collection<Mailbox & Held>;
  /** Numbers that answered STOP, in their one spelling, and addresses of learners' contacts that did. */
  stops: Collection<{ _id: string; at: Date }>;
  /** What the MIS is told: events in one order, and when each learner's are told. */
  misEvents: Collection<MisEvent & Held>;
  misLanes: Collection<MisLane & Held>;
  /** Agreed meetings in calendars outside, by task. */
  calendarEvents: Collection<CalendarEvent & Held>;
  /** Teams' reports of remote sessions, by session. */
  meetingReports: Collection<MeetingReport & Held>;
  /** Who is in the college's Entra groups and not known here, and how far they have been read. */
  groupMembers: Collection<GroupMember>;
  groupReadings: Collection<GroupReading & Held>;
  /** Activities seen, so that a redelivered one is not carried out again. */
  turns: Collection<{ _id: string; at: Date }>;
  /** What was last said to someone that is not said twice in a row, by person. */
  talks: Collection<TalkState & { _id: string }>;
  /** What somebody compares two policies on, by person. */
  replays: Collection<StoredReplay>;
  /** Messages counted by month and role; no words. */
  heard: Collection<{ _id: string; role: Role; month: string; heard: number; missed: number }>;
  /** Who saw and changed restricted things; added to, never changed. */
  audit: Collection<AuditEntry>;
  lanes: Collection<{ _id: string; until: Date }>;
  /** `schema` (version), `clock` (shift), `mis-away` (at: until when the MIS is let alone), and `pack|<id>|<version>` (the seal of a pack in force). */
  meta: Collection<{ _id: string; version?: number; shiftMs?: number; at?: Date; hash?: string }>;
};
type CollectionName = keyof Collections;

const due: IndexDescription = {
  key: { 'next.at': 1 },
  name: 'due',
  partialFilterExpression: { 'next.at': { $exists: true } },
};
const urgent: IndexDescription = {
  key: { urgency: -1, 'next.at': 1 },
  name: 'urgent',
  partialFilterExpression: { 'next.at': { $exists: true } },
};
const dead: IndexDescription = {
  key: { 'dead.at': 1 },
  name: 'dead',
  partialFilterExpression: { 'dead.at': { $exists: true } },
};

/** Every index the bot relies on; `readyz` and `doctor` compare them with the database. */
export const indexes: Record<CollectionName, IndexDescription[]> = {
  people: [
    { key: { entraId: 1 }, name: 'entraId', unique: true, partialFilterExpression: { entraId: { $type: 'string' } } },
    { key: { addresses: 1 }, name: 'addresses' },
    { key: { roles: 1 }, name: 'roles' },
    { key: { mobile: 1 }, name: 'mobile', sparse: true },
    { key: { 'contacts.mobile': 1 }, name: 'contactMobile', sparse: true },
    { key: { 'contacts.email': 1 }, name: 'contactEmail', sparse: true },
    { key: { 'away.deputyId': 1 }, name: 'deputy', sparse: true },
    { key: { 'unreachable.since': 1 }, name: 'unreachable', sparse: true },
    // Who has none has never written.
    { key: { 'chat.conversationId': 1 }, name: 'chat' },
  ],
  programmes: [],
  enrolments: [
    { key: { programmeId: 1 }, name: 'programme' },
    { key: { learnerId: 1 }, name: 'learner' },
    { key: { employerId: 1 }, name: 'employer', sparse: true },
    { key: { mentorId: 1 }, name: 'mentor', sparse: true },
    { key: { coachId: 1 }, name: 'coach', sparse: true },
  ],
  sites: [],
  sessions: [
    due,
    dead,
    { key: { programmeId: 1, day: 1 }, name: 'programmeDay' },
    { key: { tutorIds: 1, day: 1 }, name: 'tutorDay' },
    { key: { startsAt: 1, _id: 1 }, name: 'starts' },
  ],
  registers: [
    due,
    dead,
    { key: { 'rows.told.noticeId': 1 }, name: 'told', sparse: true },
    { key: { 'rows.learnerId': 1 }, name: 'learner' },
    // All that the register board asks of registers, so that it reads none of them.
    { key: { programmeId: 1, openedAt: 1, state: 1, savedAt: 1, savedById: 1, _id: 1 }, name: 'saved' },
  ],
  marks: [
    { key: { sessionId: 1 }, name: 'session' },
    { key: { learnerId: 1, packId: 1, year: 1, startsAt: 1 }, name: 'learnerYear' },
    { key: { enrolmentId: 1, startsAt: -1 }, name: 'enrolment' },
    { key: { programmeId: 1, day: 1 }, name: 'programmeDay' },
  ],
  totals: [
    { key: { learnerId: 1 }, name: 'learner' },
    { key: { year: 1 }, name: 'year' },
  ],
  weeks: [
    { key: { enrolmentId: 1, year: 1 }, name: 'enrolmentYear' },
    { key: { programmeId: 1, year: 1 }, name: 'programmeYear' },
    { key: { year: 1 }, name: 'year' },
    { key: { learnerId: 1 }, name: 'learner' },
  ],
  lessons: [{ key: { programmeId: 1, year: 1 }, name: 'programmeYear' }],
  standings: [
    { key: { learnerId: 1 }, name: 'learner' },
    { key: { year: 1, flag: 1 }, name: 'flag' },
  ],
  notices: [
    due,
    dead,
    { key: { learnerId: 1, days: 1 }, name: 'learnerDays' },
    { key: { byId: 1, kind: 1, days: 1 }, name: 'byKind' },
    { key: { messageId: 1 }, name: 'message', sparse: true },
  ],
  cases: [
    { key: { ownerId: 1, openedAt: -1 }, name: 'owner' },
    { key: { learnerId: 1, 'pack.id': 1 }, name: 'learner' },
    { key: { state: 1, programmeId: 1, openedAt: 1 }, name: 'open' },
    { key: { 'decisions.at': 1 }, name: 'decided', sparse: true },
  ],
  tasks: [
    due,
    dead,
    { key: { ownerIds: 1, isOpen: 1 }, name: 'owner' },
    { key: { sessionId: 1, kind: 1 }, name: 'session', sparse: true },
    { key: { learnerId: 1, kind: 1 }, name: 'learner', sparse: true },
    { key: { kind: 1, openedAt: 1 }, name: 'kind' },
    {
      key: { kind: 1, ownerIds: 1, 'data.day': 1 },
      name: 'reports',
      partialFilterExpression: { kind: 'mentor-report' },
    },
  ],
  files: [{ key: { at: 1 }, name: 'at' }],
  concerns: [
    due,
    dead,
    { key: { 'holds.learnerId': 1, state: 1 }, name: 'held' },
    { key: { 'messages.fromId': 1, state: 1 }, name: 'writer' },
    { key: { 'messages.id': 1 }, name: 'message' },
    { key: { state: 1, at: 1 }, name: 'state' },
  ],
  slots: [
    due,
    urgent,
    dead,
    { key: { kind: 1, subjectId: 1 }, name: 'subject' },
    { key: { lane: 1 }, name: 'lane' },
    { key: { parked: 1 }, name: 'parked', sparse: true },
  ],
  outbox: [
    due,
    urgent,
    dead,
    { key: { about: 1, kind: 1, createdAt: -1 }, name: 'about' },
    { key: { ref: 1 }, name: 'ref', sparse: true },
    { key: { 'failed.at': 1 }, name: 'failed', sparse: true },
    { key: { createdAt: 1 }, name: 'created' },
    // Words that are still there, so that years of rows whose words are gone are not looked through each night.
    { key: { purgedAt: 1, createdAt: 1 }, name: 'words' },
  ],
  incoming: [
    due,
    dead,
    { key: { kind: 1, from: 1, createdAt: 1 }, name: 'from' },
    { key: { personId: 1 }, name: 'person', sparse: true },
    { key: { createdAt: 1 }, name: 'forOffice', partialFilterExpression: { why: { $exists: true } } },
  ],
  threads: [{ key: { at: 1 }, name: 'at' }],
  mailboxes: [due, dead],
  stops: [],
  misEvents: [
    due,
    dead,
    { key: { seq: 1 }, name: 'seq', unique: true, partialFilterExpression: { seq: { $exists: true } } },
    { key: { type: 1, seq: 1 }, name: 'typeSeq', partialFilterExpression: { seq: { $exists: true } } },
    { key: { learnerId: 1, seq: 1 }, name: 'waiting', partialFilterExpression: { waits: true } },
    { key: { learnerId: 1 }, name: 'held', partialFilterExpression: { held: true } },
    { key: { waits: 1, seq: 1 }, name: 'oldestWaiting', partialFilterExpression: { waits: true } },
    { key: { subject: 1, seq: 1 }, name: 'refusedOf', partialFilterExpression: { 'refused.at': { $exists: true } } },
    { key: { 'refused.at': 1 }, name: 'refused', sparse: true },
    { key: { createdAt: 1 }, name: 'created' },
  ],
  misLanes: [due, dead, { key: { lastCode: 1 }, name: 'failing', sparse: true }],
  calendarEvents: [due, dead],
  meetingReports: [due, dead, { key: { 'seen.learnerId': 1 }, name: 'learner', sparse: true }],
  groupMembers: [{ key: { name: 1 }, name: 'name' }],
  groupReadings: [due, dead],
  turns: [{ key: { at: 1 }, name: 'seen', expireAfterSeconds: 2 * 86_400 }],
  talks: [],
  replays: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 3_600 }],
  heard: [],
  audit: [
    { key: { at: -1, _id: 1 }, name: 'at' },
    { key: { byId: 1, at: -1, _id: 1 }, name: 'by', sparse: true },
    { key: { aboutIds: 1, at: -1, _id: 1 }, name: 'about' },
  ],
  lanes: [{ key: { until: 1 }, name: 'until', expireAfterSeconds: 3_600 }],
  meta: [],
};

/** Opens a client with majority writes. `appName` shows in the server's log. */
export async function connect(uri: string): Promise<MongoClient> {
  const client = new MongoClient(uri, {
    appName: 'attendance-bot',
    writeConcern: { w: 'majority', journal: true },
    readConcernLevel: 'majority',
    ignoreUndefined: true,
    serverSelectionTimeoutMS: 8_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 20_000,
  });
  return client.connect();
}

/** True for a replica set or a sharded cluster; transactions need one, and a single server is none until told. */
export async function hasTransactions(db: Db): Promise<boolean> {
  const hello = await db.command({ hello: 1 });
  return hello.setName !== undefined || hello.msg === 'isdbgrid';
}

/** The collections of a database, typed. */
export function collectionsOf(db: Db): Collections {
  return Object.fromEntries(Object.keys(indexes).map((name) => [name, db.collection(name)])) as unknown as Collections;
}

/** Creates what is missing; existing indexes are left alone. */
export async function ensureIndexes(db: Db): Promise<void> {
  for (const [name, wanted] of Object.entries(indexes)) {
    await db.createCollection(name).catch((error: { code?: number }) => {
      if (error.code !== 48) throw error;
    });
    if (wanted.length > 0) await db.collection(name).createIndexes(wanted);
  }
}
