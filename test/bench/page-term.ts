import { addDays, type Day, instantOf, isWorkingDay } from '../../src/domain/calendar.ts';
import { sumLessons, sumWeeks } from '../../src/store/migrate-weeks.ts';
import { type BenchCollege, learnerOf, personOf, raw, type Stored, savedRegister } from './bench-college.ts';

const sessionsADay = 5;
const sessionTypes = ['teaching', 'practical', 'tutorial'];
const daysTaught = 80;
const perInsert = 20_000;

/** The last so many days of teaching before one. */
function taught(before: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let day = addDays(before, -1); days.length < count; day = addDays(day, -1))
    if (isWorkingDay(day, new Set())) days.push(day);
  return days;
}

/** Writes many documents, a few thousand at a time. */
export async function insert(into: unknown, documents: readonly Stored[]): Promise<void> {
  for (let from = 0; from < documents.length; from += perInsert)
    await raw(into).insertMany(documents.slice(from, from + perInsert), { ordered: false, writeConcern: { w: 1 } });
}

/** A term behind each of the college's learners: sessions of two tutors and three types, saved registers of the last weeks, and all their marks. */
export async function fillTerm(college: BenchCollege): Promise<number> {
  const days = taught(college.today, daysTaught);
  let marks = 0;
  for (const [at, room] of college.rooms.entries()) {
    const { programmeId } = room;
    const tutors = [room.tutorId, college.rooms[(at + 1) % college.rooms.length]?.tutorId];
    const about = { programmeId, zone: 'Europe/London' };
    const sessions = days.flatMap((day) =>
      Array.from({ length: sessionsADay }, (_, n) => ({
        ...about,
        _id: `${programmeId}|${day}|${n}`,
        title: `Lesson ${n + 1}`,
        tutorIds: [tutors[n % 2]],
        type: sessionTypes[n % sessionTypes.length],
        mode: 'face-to-face',
        groups: [],
        startsAt: instantOf(day, `${String(9 + n).padStart(2, '0')}:00`),
        endsAt: instantOf(day, `${String(9 + n).padStart(2, '0')}:50`),
        day,
      })),
    );
    const rows = room.enrolmentIds.flatMap((enrolmentId, learner) =>
      sessions.map((session, n) => ({
        _id: `${session._id}|${enrolmentId}`,
        sessionId: session._id,
        enrolmentId,
        learnerId: learnerOf(enrolmentId),
        programmeId,
        packId: 'green-labyrinth',
        year: college.year,
        code: (n + learner) % 17 === 0 ? 'unauthorised' : 'present',
        minutesLate: (n + learner) % 11 === 0 ? 5 : 0,
        plannedMinutes: 50,
        startsAt: session.startsAt,
        day: session.day,
        version: 2,
      })),
    );
    const registers = sessions.slice(0, 10 * sessionsADay).map((session) =>
      savedRegister(college, room, {
        _id: session._id,
        at: session.endsAt,
        openedAt: session.startsAt,
        projected: 2,
      }),
    );
    await insert(college.c.sessions, sessions);
    await insert(college.c.registers, registers);
    await insert(college.c.marks, rows);
    marks += rows.length;
  }
  await sumWeeks(college.db, { check: () => undefined });
  await sumLessons(college.db, { check: () => undefined });
  return marks;
}

/**
 * What lines of the pages go by: every second programme has two groups, one learner of whom changed them; eight learners
 * an employer; every fourth programme is a subcontractor's; every tenth learner has a flag, and a case for the mentor.
 */
export async function fillLines(college: BenchCollege, mentorId: string): Promise<void> {
  const { c, rooms, year, today } = college;
  const employers: Stored[] = [];
  const standings: Stored[] = [];
  const cases: Stored[] = [];
  for (const [at, room] of rooms.entries()) {
    if (at % 4 === 0)
      await raw(c.programmes).updateOne({ _id: room.programmeId }, { $set: { subcontractor: `Partner ${at % 5}` } });
    const set = room.enrolmentIds.map((_id, n) => {
      const number = at * room.enrolmentIds.length + n;
      const employerId = `E${Math.floor(number / 8)}`;
      if (number % 8 === 0) employers.push(personOf(employerId, `Employer ${employerId}`, 'employer'));
      const own = [{ name: n % 2 ? 'A' : 'B', from: '2026-08-01', ...(n === 0 ? { to: addDays(today, -30) } : {}) }];
      const groups = n === 0 ? [...own, { name: 'A', from: addDays(today, -29) }] : own;
      const learnerId = learnerOf(_id);
      const flag = number % 20 === 0 ? 'red' : number % 10 === 0 ? 'amber' : 'none';
      const tally = { sessions: 400, attended: 376, late: 36, plannedMinutes: 20_000, attendedMinutes: 18_620 };
      const evidence = { percent: 88.1, punctualityPercent: 90.4, rank: null, flag, occurrences: [], sessions: 400 };
      const lost = { lostToLateness: 180, lostToAbsence: 1_200 };
      const figures = { ...tally, ...lost };
      standings.push({
        _id: `${learnerId}|green-labyrinth|${year}`,
        ...{ learnerId, packId: 'green-labyrinth', year, flag, percent: 88.1, rank: null, tally: figures },
        ...{ occurrences: [], falls: [], noticed: [] },
      });
      if (flag !== 'none')
        cases.push({
          _id: `case-${learnerId}`,
          ...{ kind: 'fall', learnerId, programmeId: room.programmeId, ownerId: mentorId, state: 'open' },
          ...{ causes: [], pack: college.pack, askedAt: flag, decisions: [], presses: [], version: 1 },
          evidence: { ...evidence, ...lost, plannedMinutes: 20_000 },
          openedAt: instantOf(addDays(today, -number % 40), '12:00'),
        });
      return { updateOne: { filter: { _id }, update: { $set: { employerId, ...(at % 2 ? { groups } : {}) } } } };
    });
    await raw(c.enrolments).bulkWrite(set);
  }
  await insert(c.people, employers);
  await insert(c.standings, standings);
  await insert(c.cases, cases);
}
