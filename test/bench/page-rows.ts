import { addDays, type Day, instantOf, isWorkingDay } from '../../src/domain/calendar.ts';
import { sumWeeks } from '../../src/store/migrate-weeks.ts';
import { askSession, tabToken } from '../support/tab-token.ts';
import { LoopbackTeams, type User } from '../teams/loopback-teams.ts';
import { BenchCollege, learnerOf, learnersEach, personOf, raw, type Stored, savedRegister } from './bench-college.ts';
import { stopChild } from './child.ts';
import { botFor, type Place, round } from './rows.ts';
import { atATime, Stopwatch } from './stopwatch.ts';

const programmes = 200;
const sessionsADay = 5;
const daysTaught = 80;
/** Pages asked for at a time, and for how long each kind of page. */
const atOnce = 4;
const pageMs = 4_000;
const perInsert = 20_000;

/** The last so many days of teaching before one. */
function taught(before: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let day = addDays(before, -1); days.length < count; day = addDays(day, -1))
    if (isWorkingDay(day, new Set())) days.push(day);
  return days;
}

async function insert(into: unknown, documents: readonly Stored[]): Promise<void> {
  for (let from = 0; from < documents.length; from += perInsert)
    await raw(into).insertMany(documents.slice(from, from + perInsert), { ordered: false, writeConcern: { w: 1 } });
}

/** A term behind each of the college's learners: sessions, saved registers of the last weeks, and all their marks. */
async function fillTerm(college: BenchCollege): Promise<number> {
  const days = taught(college.today, daysTaught);
  let marks = 0;
  for (const room of college.rooms) {
    const { programmeId } = room;
    const about = { programmeId, zone: 'Europe/London' };
    const sessions = days.flatMap((day) =>
      Array.from({ length: sessionsADay }, (_, n) => ({
        ...about,
        _id: `${programmeId}|${day}|${n}`,
        title: `Lesson ${n + 1}`,
        tutorIds: [room.tutorId],
        type: 'teaching',
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
  await sumWeeks(college.db);
  return marks;
}

/** Begins a session with a token as Teams would give it. */
async function enter(teams: LoopbackTeams, port: number, { entraId }: User): Promise<{ at: string; cookie: string }> {
  const base = `http://127.0.0.1:${port}`;
  const { status, cookie, body } = await askSession(base, tabToken(teams, entraId));
  if (status !== 200) throw new Error(`no session: ${status}`);
  return { at: `${base}${body.to ?? ''}`, cookie: cookie.split(';')[0] ?? '' };
}

/**
 * The pages of the tab with some million marks behind them, each asked for by the role that sees most of it. `p99` is of
 * the slowest page, in milliseconds from request to the whole page.
 */
export async function pages(place: Place) {
  const teams = await new LoopbackTeams().start();
  const college = await new BenchCollege(teams, 'bench-pages').open(place.uri, programmes);
  const people = { leader: 'X1', mentor: 'X2', learner: 'P1L1' };
  const users: Record<string, User> = {};
  for (const [role, id] of Object.entries(people)) users[role] = teams.addUser(role, { email: `${id}@bench.example` });
  await insert(college.c.people, [
    personOf(people.leader, 'Lee Der', 'leader', { entraId: users.leader?.entraId }),
    personOf(people.mentor, 'Men Tor', 'mentor', { entraId: users.mentor?.entraId }),
  ]);
  await raw(college.c.people).updateOne({ _id: people.learner }, { $set: { entraId: users.learner?.entraId } });
  // A mentor of 36 learners.
  await raw(college.c.enrolments).updateMany(
    { programmeId: { $in: ['P1', 'P2', 'P3'] } },
    { $set: { mentorId: people.mentor } },
  );
  const marks = await fillTerm(college);
  place.say(`${marks} marks of ${programmes * learnersEach} learners`);
  const bot = await botFor(place, teams, college.database);
  const asked: [string, string][] = [
    ['mentor', 'caseload'],
    ['mentor', `story/${people.learner}`],
    ['learner', 'me'],
    ['leader', 'programmes'],
    ['leader', 'programmes?by=group'],
    ['leader', 'programmes?columns=terms'],
    ['leader', 'registers'],
    ['leader', 'today'],
  ];
  let slowest = 0;
  const each: Record<string, { p50: number; p99: number }> = {};
  for (const [role, path] of asked) {
    const { at, cookie } = await enter(teams, bot.port, users[role] as User);
    const watch = new Stopwatch();
    const get = async () => {
      const answer = await fetch(`${at}${path}`, { headers: { cookie } });
      await answer.text();
      return answer.status;
    };
    const status = await get();
    if (status !== 200) {
      place.say(`${role} ${path}: ${status}, not measured`);
      continue;
    }
    await atATime(atOnce, pageMs, async () => void (await watch.time(get)));
    each[path] = { p50: round(watch.quantile(0.5), 0), p99: round(watch.quantile(0.99), 0) };
    slowest = Math.max(slowest, watch.quantile(0.99));
    place.say(`page ${path} ${JSON.stringify(each[path])}`);
  }
  await stopChild(bot);
  await college.close();
  await teams.stop();
  return { p99: round(slowest, 0), marks, each };
}
