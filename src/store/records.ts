import type { ClientSession } from 'mongodb';
import type { Records } from '../usecases/core/ports.ts';
import type { Collections } from './database.ts';
import { accessTo } from './records/access.ts';
import { auditOf } from './records/audit.ts';
import { calendarOf } from './records/calendar.ts';
import { groupsOf } from './records/groups.ts';
import { incomingOf } from './records/incoming.ts';
import { meetingsOf } from './records/meetings.ts';
import { misOf } from './records/mis.ts';
import { filesOf, noticesOf } from './records/notices.ts';
import { peopleOf } from './records/people.ts';
import { registersOf } from './records/registers.ts';
import { replaysOf } from './records/replays.ts';
import { ageingOf } from './records/retention.ts';
import { casesOf } from './records/risk.ts';
import { concernsOf } from './records/safeguarding.ts';
import { outboxOf, slotsOf } from './records/sending.ts';
import { marksOf } from './records/standing.ts';
import { talksOf } from './records/talks.ts';
import { tasksOf } from './records/tasks.ts';
import { enrolmentsOf, sessionsOf, sitesOf } from './records/timetable.ts';

/** The use cases' records on MongoDB; with a session, all of them belong to its transaction. */
export function createRecords(c: Collections, session?: ClientSession): Records {
  const access = accessTo(c, session);
  return {
    people: peopleOf(access),
    enrolments: enrolmentsOf(access),
    sites: sitesOf(access),
    sessions: sessionsOf(access),
    registers: registersOf(access),
    marks: marksOf(access),
    notices: noticesOf(access),
    cases: casesOf(access),
    concerns: concernsOf(access),
    tasks: tasksOf(access),
    files: filesOf(access),
    slots: slotsOf(access),
    outbox: outboxOf(access),
    incoming: incomingOf(access),
    mis: misOf(access),
    calendar: calendarOf(access),
    meetings: meetingsOf(access),
    groups: groupsOf(access),
    talks: talksOf(access),
    replays: replaysOf(access),
    audit: auditOf(access),
    ageing: ageingOf(access),
  };
}
