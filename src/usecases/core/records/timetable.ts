import type { Day } from '../../../domain/calendar.ts';
import type { Enrolment, Programme } from '../../../domain/enrolment.ts';
import type { Session } from '../../../domain/session.ts';
import type { Site } from '../../../domain/site.ts';

export type Enrolments = {
  ofProgramme(programmeId: string): Promise<Enrolment[]>;
  ofProgrammes(programmeIds: readonly string[]): Promise<Enrolment[]>;
  ofLearner(learnerId: string): Promise<Enrolment[]>;
  ofLearners(learnerIds: readonly string[]): Promise<Enrolment[]>;
  ofEmployer(personId: string): Promise<Enrolment[]>;
  ofCoach(personId: string): Promise<Enrolment[]>;
  ofMentor(personId: string): Promise<Enrolment[]>;
  programme(id: string): Promise<Programme | null>;
  programmes(): Promise<Programme[]>;
  addStatus(id: string, status: NonNullable<Enrolment['statuses']>[number]): Promise<void>;
  setBreaks(id: string, breaks: NonNullable<Enrolment['breaks']>): Promise<void>;
};

/** The college's sites; none where it is one. */
export type Sites = { all(): Promise<Site[]> };

/** Sessions of one programme, type and groups together: how many, their planned minutes, the last day of one. */
export type SessionSum = Pick<Session, 'programmeId' | 'type' | 'groups'> & {
  sessions: number;
  minutes: number;
  lastDay: Day;
};

/** Of a session what says when it was, and whose it was to mark: far less to read where there are thousands. */
export type SessionTimes = Pick<
  Session,
  '_id' | 'programmeId' | 'tutorIds' | 'startsAt' | 'endsAt' | 'zone' | 'day' | 'cancelled'
>;

/** Of a session no more than what type it is of, and in which week. */
export type SessionKind = Pick<Session, '_id' | 'programmeId' | 'type' | 'day'>;

export type Sessions = {
  byId(id: string): Promise<Session | null>;
  byIds(ids: readonly string[]): Promise<Session[]>;
  /** Programmes on which someone has sessions from that day on. */
  programmesTaught(personId: string, from: Day): Promise<string[]>;
  ofProgrammes(programmeIds: readonly string[], from: Day, to: Day): Promise<Session[]>;
  timesOf(programmeIds: readonly string[], from: Day, to: Day): Promise<SessionTimes[]>;
  typesOf(programmeIds: readonly string[], from: Day, to: Day): Promise<SessionKind[]>;
  ofTutor(personId: string, from: Day, to: Day): Promise<Session[]>;
  /** Sessions of these programmes still to start, at the latest on that day, added up by the database; those for named learners only where this one is named. */
  sumsAhead(programmeIds: readonly string[], learnerId: string, span: { after: Date; to: Day }): Promise<SessionSum[]>;
  clearNext(id: string): Promise<void>;
  /** Writes what staff change in the day: tutors, room, cancellation, times of what comes next. */
  change(
    id: string,
    set: Partial<Pick<Session, 'tutorIds' | 'room' | 'cancelled' | 'changes' | 'next'>>,
  ): Promise<void>;
  /** Inserts unless it exists: a session agreed in chat (S4). */
  add(session: Session): Promise<void>;
};
