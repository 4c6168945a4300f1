import type { Enrolment } from '../../src/domain/enrolment.ts';
import type { Mark } from '../../src/domain/register.ts';
import type { Session } from '../../src/domain/session.ts';
import type { College } from './college.ts';

/** A mark of a saved register, with what it was given in and to whom. */
export type GivenMark = { mark: Mark; session: Session; enrolment: Enrolment };

/** Every mark of the saved registers, read from these and the timetable alone. */
export async function givenMarks(college: College): Promise<GivenMark[]> {
  const sessions = new Map((await college.c.sessions.find({}).toArray()).map((one) => [one._id, one]));
  const enrolments = new Map((await college.c.enrolments.find({}).toArray()).map((one) => [one._id, one]));
  const registers = await college.c.registers.find({ state: 'saved' }).toArray();
  return registers.flatMap(({ _id, rows }) =>
    rows.flatMap(({ enrolmentId, mark }): GivenMark[] => {
      const [session, enrolment] = [sessions.get(_id), enrolments.get(enrolmentId)];
      return mark && session && enrolment ? [{ mark, session, enrolment }] : [];
    }),
  );
}

const cut = (part: number, whole: number) => (whole === 0 ? null : Math.floor((part * 100) / whole));

/** What a table must say of these marks together: by minutes if the study programme, which counts them, is among them. */
export function figuresOf(marks: readonly GivenMark[]) {
  const isThere = ({ mark }: GivenMark) => mark.code === 'present' || mark.code === 'late';
  const minutes = ({ session }: GivenMark) => (session.endsAt.getTime() - session.startsAt.getTime()) / 60_000;
  const sum = (of: readonly GivenMark[], what: (one: GivenMark) => number) =>
    of.reduce((all, one) => all + what(one), 0);
  const there = marks.filter(isThere);
  const late = there.filter(({ mark }) => mark.minutesLate > 0).length;
  const byMinutes = marks.some(({ session }) => session.programmeId === 'BUS');
  return {
    percent: byMinutes
      ? cut(
          sum(there, (one) => minutes(one) - one.mark.minutesLate),
          sum(marks, minutes),
        )
      : cut(there.length, marks.length),
    punctual: cut(there.length - late, there.length),
    sessions: marks.length,
    given: {
      onTime: there.length - late,
      late,
      authorised: marks.filter(({ mark }) => mark.code === 'authorised').length,
      unauthorised: marks.filter(({ mark }) => mark.code === 'unauthorised').length,
      undecided: marks.filter(({ mark }) => mark.code === 'notice-pending').length,
    },
  };
}
