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

/**
 * What people told and were told: of each learner three notices, the last waiting for a decision, and four messages to
 * their family; of every twentieth a Conduct Review of these weeks; sixty concerns, every third with its hold still on.
 */
export async function fillTold(college: BenchCollege, owners: { mentor: string; head: string }): Promise<void> {
  const { c, rooms, today } = college;
  const notices: Stored[] = [];
  const sent: Stored[] = [];
  const reviews: Stored[] = [];
  const concerns: Stored[] = [];
  for (const [at, room] of rooms.entries())
    for (const [n, enrolmentId] of room.enrolmentIds.entries()) {
      const learnerId = learnerOf(enrolmentId);
      const number = at * room.enrolmentIds.length + n;
      for (const back of [40, 20, 2]) {
        const day = addDays(today, -back);
        const createdAt = instantOf(day, '07:30');
        const decided = { packId: 'green-labyrinth', state: 'accepted', byId: owners.mentor, at: createdAt };
        notices.push({
          ...{ _id: `told-${learnerId}-${back}`, learnerId, byId: learnerId, kind: 'absence', days: [day] },
          ...{ reason: 'sickness', state: 'confirmed', presses: [], version: 2, createdAt, confirmedAt: createdAt },
          ...{ zone: 'Europe/London', ...(back > 2 ? { decisions: [decided] } : {}) },
        });
      }
      for (const back of [41, 30, 21, 3]) {
        const createdAt = instantOf(addDays(today, -back), '10:30');
        sent.push({
          ...{ _id: `sent-${learnerId}-${back}`, kind: back === 3 ? 'mail' : 'sms', to: '07700900000' },
          ...{ about: learnerId, body: 'was not in class today', createdAt, acceptedAt: createdAt },
          ...(back === 30 ? {} : { deliveredAt: createdAt }),
        });
      }
      const openedAt = instantOf(addDays(today, -10), '09:00');
      if (number % 20 === 0)
        reviews.push({
          ...{ _id: `conduct-review|${learnerId}`, kind: 'conduct-review', learnerId, programmeId: room.programmeId },
          ...{ ownerIds: [owners.mentor], watcherIds: [owners.head], state: 'running', isOpen: true, isShown: true },
          ...{ history: [{ at: openedAt, act: 'opened' }], presses: [], version: 3, openedAt, pack: college.pack },
          data: {
            ...{ packId: 'green-labyrinth', causes: [], comments: [], from: addDays(today, -9), to: addDays(today, 3) },
            targets: ['a', 'b', 'c'].map((words) => ({ code: 'own', words })),
          },
        });
      if (number % 40 === 0 && concerns.length < 60) {
        const isOver = concerns.length % 3 > 0;
        const at = instantOf(addDays(today, -number % 50), '11:00');
        concerns.push({
          ...{ _id: `concern-${learnerId}`, holds: [{ learnerId, since: at, figures: [] }], level: 'possible', at },
          messages: [{ id: `m-${learnerId}`, fromId: learnerId, words: 'words of a worry', level: 'possible', at }],
          ...{ state: isOver ? 'released' : 'acknowledged', ownerId: 'X5', log: [], rangAt: at, version: 2 },
          ...(isOver ? { released: { byId: 'X5', at, outcome: 'talked' } } : {}),
        });
      }
    }
  await insert(c.notices, notices);
  await insert(c.outbox, sent);
  await insert(c.tasks, reviews);
  await insert(c.concerns, concerns);
}
