import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { Incoming } from '../../domain/incoming.ts';
import type { MeetingReport } from '../../domain/meeting-report.ts';
import type { OutboxRow } from '../../domain/outbox-row.ts';
import type { Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Task } from '../../domain/task.ts';
import type { StoredFile } from '../../usecases/core/records/notices.ts';
import type { StoredMark } from '../../usecases/core/records/standing.ts';
import type { Collections } from '../database.ts';

/** All that is stored about one person, of every year, the oldest first; the Safeguarding Team's records apart (S11). */
export type AllAbout = {
  person: Person;
  enrolments: Enrolment[];
  marks: StoredMark[];
  /** About them, or told by them. */
  notices: AbsenceNotice[];
  cases: RiskCase[];
  /** About them, or asked of them. */
  tasks: Task[];
  files: StoredFile[];
  /** Texts and mails about or to them, but for the Safeguarding Team's. */
  messages: OutboxRow[];
  /** Texts and mails that were heard as theirs. */
  sentIn: Incoming[];
  /** Teams' reports of meetings in which they were seen. */
  reports: MeetingReport[];
};

/** Everything about one person; undefined when nobody has that id. */
export async function allAbout(c: Collections, id: string): Promise<AllAbout | undefined> {
  const person = await c.people.findOne({ _id: id });
  if (!person) return undefined;
  const theirs = { $or: [{ learnerId: id }, { byId: id }] };
  const messages = { $or: [{ about: id }, { toId: id }], lane: { $ne: 'safeguarding' as const } };
  return {
    person,
    enrolments: await c.enrolments.find({ learnerId: id }).toArray(),
    marks: await c.marks.find({ learnerId: id }).sort({ startsAt: 1 }).toArray(),
    notices: await c.notices.find(theirs).sort({ createdAt: 1 }).toArray(),
    cases: await c.cases.find({ learnerId: id }).sort({ openedAt: 1 }).toArray(),
    tasks: await c.tasks
      .find({ $or: [{ learnerId: id }, { ownerIds: id }] })
      .sort({ openedAt: 1 })
      .toArray(),
    files: await c.files.find({ learnerId: id }, { promoteBuffers: true }).toArray(),
    messages: await c.outbox.find(messages).sort({ createdAt: 1 }).toArray(),
    reports: await c.meetingReports.find({ 'seen.learnerId': id }).sort({ endsAt: 1 }).toArray(),
    sentIn: await c.incoming.find({ personId: id }).sort({ createdAt: 1 }).toArray(),
  };
}

/** What everybody is called, by id. */
export async function allNames(c: Collections): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for await (const one of c.people.find({}, { projection: { name: 1 } })) known.set(one._id, one.name);
  return known;
}
