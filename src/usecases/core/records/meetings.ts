import type { MeetingReport } from '../../../domain/meeting-report.ts';

/** Teams' own reports of remote sessions, of which the worker keeps what is known. */
export type Meetings = {
  /** Begins to look for a session's report at a time; twice is once. */
  watch(session: { _id: string; endsAt: Date }, at: Date): Promise<void>;
  of(sessionId: string): Promise<MeetingReport | null>;
};
