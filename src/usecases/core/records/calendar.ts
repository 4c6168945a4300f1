/** Events in calendars outside, of which the worker keeps what is known. */
export type CalendarEvents = {
  /** The task has moved: its event is looked at again. */
  want(taskId: string, at: Date): Promise<void>;
};
