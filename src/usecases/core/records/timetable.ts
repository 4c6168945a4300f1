import type { Day } from '../../../domain/calendar.ts';
import type { Enrolment, Programme } from '../../../domain/enrolment.ts';
import type { Session } from '../../../domain/session.ts';

export type Enrolments = {
  ofProgramme(programmeId: string): Promise<Enrolment[]>;
  ofProgrammes(programmeIds: readonly string[]): Promise<Enrolment[]>;
  ofLearner(learnerId: string): Promise<Enrolment[]>;
  ofEmployer(personId: string): Promise<Enrolment[]>;
  ofCoach(personId: string): Promise<Enrolment[]>;
  ofMentor(personId: string): Promise<Enrolment[]>;
  programme(id: string): Promise<Programme | null>;
  programmes(): Promise<Programme[]>;
  addStatus(id: string, status: NonNullable<Enrolment['statuses']>[number]): Promise<void>;
  setBreaks(id: string, breaks: NonNullable<Enrolment['breaks']>): Promise<void>;
};

export type Sessions = {
  byId(id: string): Promise<Session | null>;
  byIds(ids: readonly string[]): Promise<Session[]>;
  /** Programmes on which someone has sessions from that day on. */
  programmesTaught(personId: string, from: Day): Promise<string[]>;
  ofProgrammes(programmeIds: readonly string[], from: Day, to: Day): Promise<Session[]>;
  ofTutor(personId: string, from: Day, to: Day): Promise<Session[]>;
  clearNext(id: string): Promise<void>;
  /** Writes what staff change in the day: tutors, room, cancellation, times of what comes next. */
  change(
    id: string,
    set: Partial<Pick<Session, 'tutorIds' | 'room' | 'cancelled' | 'changes' | 'next'>>,
  ): Promise<void>;
  /** Inserts unless it exists: a session agreed in chat (S4). */
  add(session: Session): Promise<void>;
};
