import { addDays, mondayOf } from '../../src/domain/calendar.ts';
import { digestChanges } from '../../src/usecases/overview/digest-changes.ts';
import { askSession, tabToken } from '../support/tab-token.ts';
import { LoopbackTeams, type User } from '../teams/loopback-teams.ts';
import { BenchCollege, learnersEach, personOf, raw } from './bench-college.ts';
import { processorMs, stopChild } from './child.ts';
import { fillLines, fillTerm, fillTold, insert } from './page-term.ts';
import { botFor, countedWorld, type Place, round } from './rows.ts';
import { atATime, Stopwatch } from './stopwatch.ts';

const programmes = 200;
/** Pages asked for at a time, and for how long each kind of page. */
const atOnce = 4;
const pageMs = 2_000;
/** Pages asked for one after the other, for their processor time. */
const aloneTimes = 8;

/** Begins a session with a token as Teams would give it. */
async function enter(teams: LoopbackTeams, port: number, { entraId }: User): Promise<{ at: string; cookie: string }> {
  const base = `http://127.0.0.1:${port}`;
  const { status, cookie, body } = await askSession(base, tabToken(teams, entraId));
  if (status !== 200) throw new Error(`no session: ${status}`);
  return { at: `${base}${body.to ?? ''}`, cookie: cookie.split(';')[0] ?? '' };
}

type College = { teams: LoopbackTeams; college: BenchCollege; users: Record<string, User>; marks: number };
const people = {
  leader: 'X1',
  mentor: 'X2',
  office: 'X3',
  hosp: 'X4',
  safeguarding: 'X5',
  'data-protection-officer': 'X6',
  employer: 'E0',
  learner: 'P1L1',
};

/** A college with some million marks behind it, and somebody of each role. */
async function collegeOfPages(place: Place): Promise<College> {
  const teams = await new LoopbackTeams().start();
  const college = await new BenchCollege(teams, 'bench-pages').open(place.uri, programmes);
  const { c } = college;
  // Of the head's four programmes the mentor has three, 36 learners.
  const programmeIds = ['P1', 'P2', 'P3', 'P4'];
  await raw(c.programmes).updateMany({ _id: { $in: programmeIds } }, { $set: { hospId: people.hosp } });
  await raw(c.enrolments).updateMany(
    { programmeId: { $in: programmeIds.slice(0, 3) } },
    { $set: { mentorId: people.mentor } },
  );
  await fillLines(college, people.mentor);
  await fillTold(college, { mentor: people.mentor, head: people.hosp });
  const users: Record<string, User> = {};
  for (const [role, _id] of Object.entries(people)) {
    const user = teams.addUser(role, { email: `${_id}@bench.example` });
    users[role] = user;
    const { entraId } = user;
    const roles = [role === 'office' ? 'office-manager' : role];
    const known = await raw(c.people).updateOne({ _id }, { $set: { entraId, roles } });
    if (known.matchedCount === 0) await insert(c.people, [personOf(_id, `One ${_id}`, roles[0] ?? '', { entraId })]);
  }
  const marks = await fillTerm(college);
  place.say(`${marks} marks of ${programmes * learnersEach} learners`);
  return { teams, college, users, marks };
}

/** Every page, asked for by the role that sees most of it. */
function pagesOf(college: BenchCollege): [string, string][] {
  const week = mondayOf(addDays(college.today, -7));
  const cell = (line: string, key: string, more: Record<string, string> = {}) =>
    `programmes?${new URLSearchParams({ line, key, column: week, ...more })}`;
  const term = { columns: 'terms', column: '' };
  const by = (of: string) => `programmes?by=${of}`;
  return [
    ['mentor', 'caseload'],
    ['mentor', `story/${people.learner}`],
    ['learner', 'me'],
    ['employer', 'apprentices'],
    ...['programme', 'group', 'tutor', 'employer', 'subcontractor', 'type'].map((of): [string, string] => [
      'leader',
      by(of),
    ]),
    ['leader', `${by('programme')}&columns=terms`],
    ['leader', `${by('employer')}&columns=terms`],
    ['leader', `${by('tutor')}&columns=terms`],
    ['hosp', by('learner')],
    ['office', cell('programme', 'P1')],
    ['office', cell('tutor', 'P1T')],
    ['office', cell('tutor', 'P1T', term)],
    ['office', cell('type', 'Teaching')],
    ['office', cell('type', 'Teaching', term)],
    ['office', cell('type', 'Teaching', { in: 'P1' })],
    ['office', cell('subcontractor', '')],
    ['leader', 'when-missed'],
    ['office', 'when-missed?programme=P1'],
    ['leader', 'registers'],
    ['leader', 'registers?show=week'],
    ['office', 'today'],
    ['leader', 'college'],
    ['hosp', 'reviews'],
    ['safeguarding', 'safeguarding'],
    ['data-protection-officer', 'audit'],
    ['office', 'not-confirmed'],
    ['office', 'cannot-reach'],
    // Last: what it works out goes on beside the pages after it.
    ['leader', 'try-policy'],
  ];
}

/** `cpu`: processor time of bot and database for one page alone, in milliseconds. */
type PageRow = { p50: number; p99: number; cpu: number };

/**
 * Each page asked for alone, for its processor time, then several times at once. `p99` is of the slowest page, in
 * milliseconds from request to the whole page; so is `cpu`, whatever else the machine does.
 */
async function measurePages(place: Place, { teams, college, users }: College) {
  const bot = await botFor(place, teams, college.database);
  const admin = college.db.admin();
  const databaseMs = async () => {
    const { extra_info: info } = await admin.serverStatus();
    return (info.user_time_us + info.system_time_us) / 1_000;
  };
  const each: Record<string, PageRow> = {};
  for (const [role, path] of pagesOf(college)) {
    const { at, cookie } = await enter(teams, bot.port, users[role] as User);
    const watch = new Stopwatch();
    const get = async () => {
      const answer = await fetch(`${at}${path}`, { headers: { cookie } });
      await answer.text();
      return answer.status;
    };
    for (let i = 0; i < 3; i++) {
      const status = await get();
      if (status !== 200) throw new Error(`${role} ${path}: ${status}`);
    }
    const [before, database] = [processorMs(bot.process.pid), await databaseMs()];
    for (let i = 0; i < aloneTimes; i++) await get();
    const spent = processorMs(bot.process.pid) - before + ((await databaseMs()) - database);
    await atATime(atOnce, pageMs, async () => void (await watch.time(get)));
    const row = { p50: watch.quantile(0.5), p99: watch.quantile(0.99), cpu: spent / aloneTimes };
    each[path] = { p50: round(row.p50, 0), p99: round(row.p99, 0), cpu: round(row.cpu, 0) };
    place.say(`page ${path} ${JSON.stringify(each[path])}`);
  }
  await stopChild(bot);
  const { world, close } = await countedWorld(place, college);
  for (const role of ['mentor', 'leader'] as const) {
    const person = await world.records.people.byId(people[role]);
    if (!person) continue;
    const watch = new Stopwatch();
    await digestChanges(world, person);
    const [before, database] = [processorMs(process.pid), await databaseMs()];
    for (let i = 0; i < aloneTimes; i++) await watch.time(() => digestChanges(world, person));
    const cpu = (processorMs(process.pid) - before + ((await databaseMs()) - database)) / aloneTimes;
    const name = `digest of a ${role}`;
    each[name] = { p50: round(watch.quantile(0.5), 0), p99: round(watch.quantile(0.99), 0), cpu: round(cpu, 0) };
    place.say(`${name} ${JSON.stringify(each[name])}`);
  }
  await close();
  const most = (of: keyof PageRow) => Math.max(...Object.values(each).map((one) => one[of]));
  return { p99: most('p99'), cpu: most('cpu'), each };
}

/** The pages of the tab at a million marks. */
export async function pages(place: Place) {
  const filled = await collegeOfPages(place);
  const measured = await measurePages(place, filled);
  await filled.college.close();
  await filled.teams.stop();
  return { ...measured, marks: filled.marks };
}
