import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/universal';
import { addDays, mondayOf, sayDate, timeOf, weekdayOf } from '../../src/domain/calendar.ts';
import { count } from '../../src/domain/count.ts';
import { isRefusal, type Outcome } from '../../src/domain/failure.ts';
import { callName, type Person } from '../../src/domain/person.ts';
import { caseload } from '../../src/usecases/overview/caseload.ts';
import { college as collegePage } from '../../src/usecases/overview/college.ts';
import { heatMap } from '../../src/usecases/overview/heat-map.ts';
import { learnerStory } from '../../src/usecases/overview/learner-story.ts';
import { myApprentices } from '../../src/usecases/overview/my-apprentices.ts';
import { programmeWeeks } from '../../src/usecases/overview/programme-weeks.ts';
import { registerBoard } from '../../src/usecases/overview/register-board.ts';
import { today } from '../../src/usecases/overview/today.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { figuresOf, type GivenMark, givenMarks } from '../support/register-figures.ts';
import { fillTerm } from '../support/term.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** What was attended of what, in the policy's own units, by learner (or `everybody`), programme and week, and for the year (`all`), read from nothing but the registers and the timetable. */
async function sumsOf(college: College): Promise<Map<string, [part: number, whole: number]>> {
  const sessions = new Map((await college.c.sessions.find({}).toArray()).map((one) => [one._id, one]));
  const sums = new Map<string, [number, number]>();
  for (const register of await college.c.registers.find({ state: 'saved' }).toArray()) {
    const session = sessions.get(register._id);
    if (!session) continue;
    const minutes = (session.endsAt.getTime() - session.startsAt.getTime()) / 60_000;
    for (const { learnerId, mark } of register.rows) {
      if (!mark) continue;
      const isThere = mark.code === 'present' || mark.code === 'late';
      // The study programme counts minutes, the apprenticeship sessions.
      const whole = register.programmeId === 'BUS' ? minutes : 1;
      const part = !isThere ? 0 : register.programmeId === 'BUS' ? minutes - mark.minutesLate : 1;
      for (const week of [mondayOf(session.day), 'all'])
        for (const whose of [learnerId, 'everybody']) {
          const key = [whose, register.programmeId, week].join();
          const [a, b] = sums.get(key) ?? [0, 0];
          sums.set(key, [a + part, b + whole]);
        }
    }
  }
  return sums;
}

/** The same as whole percents. */
async function independent(college: College) {
  const sums = await sumsOf(college);
  return (learner: string, programme: string, week: string): number | null => {
    const [part, whole] = sums.get([learner, programme, week].join()) ?? [0, 0];
    return whole === 0 ? null : Math.floor((part * 100) / whole);
  };
}

/** What the owners of cases are called, in the order they stand in. */
const ownerTitles: Record<string, string> = {
  M1: 'Mentors',
  H1: 'Heads of Study Programme',
  A1: 'Programme managers',
  T1: 'Tutors and coaches',
};

/** "2 with Mentors, 1 with Tutors and coaches": whose cases of these owners are. */
function whereOf(ownerIds: readonly string[]): string {
  return Object.entries(ownerTitles)
    .map(([id, role]) => ({ role, count: ownerIds.filter((one) => one === id).length }))
    .filter((one) => one.count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map((one) => `${one.count} with ${one.role}`)
    .join(', ');
}

const packs = join(import.meta.dirname, '../../src/policy/packs');

function taken<T>(outcome: Outcome<T>): T {
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome;
}

/**
 * One term is always the same, one in which an amber learner fell by a hundred and a red one stayed; another is thrown anew
 * each time, and can be had again by its number.
 */
const thrown = Number(process.env.TERM_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe.each([8992691, thrown])('figures on pages are those of the registers (term %i)', (seed) => {
  let college: College;
  let truth: Awaited<ReturnType<typeof independent>>;
  let leader: Person;
  const person = async (id: string) => (await college.c.people.findOne({ _id: id })) as Person;

  beforeAll(async () => {
    college = await College.open();
    // 49 days, so that shares of them are no whole percents.
    await fillTerm(college, 69, seed);
    // Lessons of two types, some of them taught by two; no register of the last five weeks, which the board shows.
    const early = { $lt: addDays(monday, -35) };
    await college.c.sessions.updateMany({ programmeId: 'BUS', day: /[13579]$/ }, { $set: { type: 'practical' } });
    await college.c.sessions.updateMany({ day: { ...early, $regex: /[05]$/ } }, { $set: { tutorIds: ['T2', 'T1'] } });
    // A subcontracted programme; two groups, and one learner who went from one to the other.
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { subcontractor: 'Northside Training' } });
    const since = { from: '2026-08-01' };
    const changed = [
      { name: 'A', ...since, to: '2026-10-14' },
      { name: 'B', from: '2026-10-15' },
    ];
    for (const [ids, groups] of [
      [['BUS-L1', 'BUS-L2', 'BUS-L3'], [{ name: 'A', ...since }]],
      [['BUS-L4', 'BUS-L5'], [{ name: 'B', ...since }]],
      [['BUS-L6'], changed],
    ] as const)
      await college.c.enrolments.updateMany({ _id: { $in: [...ids] } }, { $set: { groups: [...groups] } });
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.addSession({ _id: 's2', at: '09:30', tutorIds: ['T2'] });
    await college.say('L5', 'not in today, dentist');
    await college.say('L5', 'yes');
    await college.moveTo('09:31');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'late:10' });
    await college.moveTo('10:30');
    await college.addPerson('D1', 'Dana Head', ['leader']);
    leader = await person('D1');
    truth = await independent(college);
  });
  afterAll(() => college.close());

  test('a story: every week and the year, under each policy', async () => {
    for (const id of ['L1', 'L2', 'L3', 'L7'])
      for (const year of taken(await learnerStory(college.bot.world, await person('O1'), id)).years) {
        const programme = year.title === 'Level 2 Business' ? 'BUS' : 'APP';
        expect(year.weeks.length).toBeGreaterThan(9);
        expect([id, year.percent]).toEqual([id, truth(id, programme, 'all')]);
        for (const week of year.weeks)
          expect([id, programme, week.monday, week.percent]).toEqual([
            id,
            programme,
            week.monday,
            truth(id, programme, week.monday),
          ]);
      }
  });

  test('a story: everything in date order, the newest first, with each lesson missed, late or amended on the registers', async () => {
    const { c } = college;
    for (const id of ['L1', 'L2', 'L3']) {
      const { rows } = taken(await learnerStory(college.bot.world, await person('O1'), id));
      const at = rows.map((one) => one.at.getTime());
      expect(at).toEqual(at.toSorted((a, b) => b - a));
      const registers = await c.registers.find({ state: 'saved', 'rows.learnerId': id }).toArray();
      const marks = registers.flatMap((one) => one.rows.filter((row) => row.learnerId === id).map((row) => row.mark));
      const wanted = {
        absence: marks.filter((one) => one && !/present|late/.test(one.code)).length,
        lateness: marks.filter((one) => one?.code === 'late').length,
      };
      const shown = { absence: 0, lateness: 0 };
      for (const { kind } of rows) if (kind === 'absence' || kind === 'lateness') shown[kind] += 1;
      expect([id, shown]).toEqual([id, wanted]);
      expect(wanted.absence + wanted.lateness).toBeGreaterThan(5);
    }
  });

  test('a caseload: this year, this week, the weeks before; who waits for the viewer first', async () => {
    const { rows } = taken(await caseload(college.bot.world, await person('H1')));
    expect(rows.map((row) => row.learnerId).sort()).toEqual(Array.from({ length: 10 }, (_, i) => `L${i + 1}`).sort());
    for (const row of rows) {
      expect([row.learnerId, row.week]).toEqual([row.learnerId, truth(row.learnerId, 'BUS', monday)]);
      for (const week of row.weeks)
        expect([row.learnerId, week.monday, week.percent]).toEqual([
          row.learnerId,
          week.monday,
          truth(row.learnerId, 'BUS', week.monday),
        ]);
      expect([row.learnerId, row.percent]).toEqual([row.learnerId, truth(row.learnerId, 'BUS', 'all')]);
    }
    const { c } = college;
    const sessions = new Map((await c.sessions.find({ programmeId: 'BUS' }).toArray()).map((one) => [one._id, one]));
    const registers = await c.registers.find({ programmeId: 'BUS', state: 'saved' }).toArray();
    const standings = await c.standings.find({ packId: 'green-labyrinth', year: 2026 }).toArray();
    for (const row of rows) {
      const before = row.weeks.findLast((one) => one.monday < monday && one.percent !== null)?.percent ?? null;
      const points = (row.week ?? 0) - (before ?? 0);
      expect([row.learnerId, row.change]).toMatchObject([row.learnerId, { points, isLast: true }]);
      const days = registers
        .filter((one) =>
          one.rows.some((of) => of.learnerId === row.learnerId && /present|late/.test(of.mark?.code ?? '')),
        )
        .map((one) => sessions.get(one._id)?.day ?? '');
      expect([row.learnerId, row.lastSeen]).toEqual([row.learnerId, days.sort().at(-1)]);
      expect([row.learnerId, row.flag]).toEqual([
        row.learnerId,
        standings.find((one) => one.learnerId === row.learnerId)?.flag,
      ]);
    }
    // What waits for the mentor to be decided is theirs to do; the head sees with whom it lies.
    const cases = await c.cases.find({ state: 'open', programmeId: 'BUS', ownerId: 'M1' }).toArray();
    expect(cases.length).toBeGreaterThan(0);
    const mentors = taken(await caseload(college.bot.world, await person('M1'))).rows;
    for (const { learnerId } of cases) {
      expect(mentors.find((one) => one.learnerId === learnerId)?.next).toMatchObject({ label: 'Decide', isMine: true });
      const heads = rows.find((one) => one.learnerId === learnerId)?.next;
      expect(heads?.isMine || heads?.withWhom === 'Maya Patel').toBe(true);
    }
    const order = rows.map((row) => [row.is.mine ? 0 : 1, { red: 0, amber: 1, none: 2 }[row.flag]] as const);
    expect(order).toEqual(order.toSorted(([a, b], [c, d]) => a - c || b - d));
  });

  test('a board: each register’s state and delay, by session and by tutor', async () => {
    const board = taken(await registerBoard(college.bot.world, await person('H1')));
    const registers = new Map((await college.c.registers.find({}).toArray()).map((one) => [one._id, one]));
    for (const one of board.facts) {
      const register = registers.get(one.id);
      const after = register?.savedAt ? (register.savedAt.getTime() - one.startsAt.getTime()) / 60_000 : undefined;
      const wanted = after === undefined ? 'overdue' : after <= 30 ? 'in-time' : after < 600 ? 'late' : 'later-day';
      expect([one.id, one.state]).toEqual([one.id, wanted]);
    }
    expect(board.shown.filter((one) => one.state === 'overdue')).toMatchObject([
      { id: 's2', minutes: 60, unmarked: { unknown: 9, told: 1, elsewhere: 0 } },
    ]);
    const later = [...registers.values()].filter(
      (one) => one.programmeId === 'BUS' && one.savedAt && one.savedAt.getTime() - one.openedAt.getTime() > 36e6,
    );
    const shown = board.facts.filter((one) => one.state === 'later-day').map((one) => one.id);
    expect(shown.every((id) => later.some((one) => one._id === id))).toBe(true);
    expect(board.tutors.reduce((all, one) => all + one.laterDay, 0)).toBe(shown.length);
  });

  test('a board: how long those late on their day usually took, how many were not known on the day of one saved later, and each tutor’s own sessions', async () => {
    const { c } = college;
    const days = Array.from({ length: 28 }, (_, i) => addDays(monday, -i));
    const sessions = await c.sessions.find({ programmeId: 'BUS', day: { $in: days } }).toArray();
    const savedOf = async () =>
      new Map((await c.registers.find({ state: 'saved' }).toArray()).map((one) => [one._id, one]));
    const before = await savedOf();
    // Some late on their day, by more and more; two saved later, three learners of one of them marked on its day.
    const minutesOf = (id: string, registers: typeof before, startsAt: Date) =>
      ((registers.get(id)?.savedAt?.getTime() ?? 0) - startsAt.getTime()) / 60_000;
    const inTime = sessions.filter((one) => before.has(one._id) && minutesOf(one._id, before, one.startsAt) <= 30);
    for (const [i, { _id, startsAt }] of inTime.slice(0, 6).entries())
      await c.registers.updateOne(
        { _id },
        { $set: { savedAt: new Date(startsAt.getTime() + (35 + i * i * 4) * 60_000) } },
      );
    const [later] = inTime.slice(6);
    for (const { _id, startsAt } of inTime.slice(6, 8)) {
      const at = new Date(startsAt.getTime() + 26 * 3_600_000);
      const changes = before.get(_id)?.rows.map(({ enrolmentId, mark }) => ({ enrolmentId, to: mark })) ?? [];
      const soon = _id === later?._id ? 3 : 0;
      const history = [
        { version: 1, byId: 'T1', at: startsAt, changes: changes.slice(0, soon) },
        { version: 2, byId: 'T1', at, changes: changes.slice(soon) },
      ];
      await c.registers.updateOne({ _id }, { $set: { savedAt: at, history: history as never } });
    }

    const registers = await savedOf();
    const late = sessions.flatMap(({ _id, startsAt, tutorIds }) => {
      const minutes = minutesOf(_id, registers, startsAt);
      return minutes > 30 && minutes < 600 ? [{ minutes, tutorIds }] : [];
    });
    const middle = (of: typeof late) =>
      of.map((one) => one.minutes).sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? null;
    const head = await person('H1');
    const board = taken(await registerBoard(college.bot.world, head, { span: 'late' }));
    expect(late.length).toBeGreaterThan(5);
    expect(board.delay).toBe(middle(late));
    for (const one of board.tutors)
      expect([one.id, one.delay]).toEqual([one.id, middle(late.filter(({ tutorIds }) => tutorIds.includes(one.id)))]);
    const unknown = board.shown.flatMap((one) =>
      one.state === 'later-day' ? [[one.id, one.unmarkedThen?.unknown]] : [],
    );
    expect(unknown.length).toBeGreaterThan(1);
    for (const [id, count] of unknown)
      expect([id, count]).toEqual([id, (registers.get(String(id))?.rows.length ?? 0) - (id === later?._id ? 3 : 0)]);

    // A tutor's name leads to their sessions alone, in the same span.
    const visit = visitorOf(college);
    for (const { id, name } of board.tutors) {
      const all = await visit.see('H1', 'registers?show=week');
      const [, href = ''] = all.text.match(new RegExp(`<a href="/p/[\\w-]+/([^"]+)">${name}</a>`)) ?? [];
      const own = pageWords((await visit.see('H1', href.replaceAll('&amp;', '&'))).text);
      expect(own).toContain(`Registers: ${name} `);
      const theirs = sessions.filter(
        (one) => one.tutorIds.includes(id) && one.day >= addDays(monday, -6) && one.day <= monday,
      );
      expect(own).toContain(`Last 7 days ${theirs.length} `);
      const rows = await visit.see('H1', `${href.replaceAll('&amp;', '&')}&export=csv`);
      expect(rows.text.trim().split('\r\n')).toHaveLength(theirs.length + 1);
    }
    const words = pageWords((await visit.see('H1', 'registers?show=late')).text);
    expect(words).toContain('10 learners, 7 not known on the day');
    expect(words).toContain(`Usual delay of those late on their day, four weeks: ${middle(late)} min.`);
  });

  test('programmes by week: the learners of one, and all together, are those of the registers', async () => {
    const head = await person('H1');
    const { lines, mondays } = taken(
      await programmeWeeks(college.bot.world, head, { by: 'learner', programmeId: 'BUS' }),
    );
    expect(lines.length).toBe(10);
    for (const line of lines)
      for (const [i, week] of mondays.entries())
        expect([line.key, week, line.cells[i]?.percent]).toEqual([line.key, week, truth(line.key, 'BUS', week)]);
    const office = taken(await programmeWeeks(college.bot.world, await person('O1'), { by: 'programme' }));
    expect(office.lines.map((line) => [line.key, line.learners])).toEqual([
      ['BUS', 10],
      ['APP', 3],
    ]);
    for (const line of office.lines) {
      const registers = await college.c.registers.find({ programmeId: line.key, state: 'saved' }).toArray();
      const sessions = new Map(
        (await college.c.sessions.find({ programmeId: line.key }).toArray()).map((one) => [one._id, one]),
      );
      for (const [i, week] of office.mondays.entries()) {
        const rows = registers
          .filter((one) => mondayOf(sessions.get(one._id)?.day ?? '') === week)
          .flatMap((one) => one.rows);
        const there = rows.filter(({ mark }) => mark?.code === 'present' || mark?.code === 'late');
        const punctual =
          there.length === 0
            ? null
            : Math.floor((there.filter(({ mark }) => mark?.minutesLate === 0).length * 100) / there.length);
        expect([line.key, week, line.cells[i]?.punctual, line.cells[i]?.sessions]).toEqual([
          line.key,
          week,
          punctual,
          rows.length,
        ]);
      }
    }
    expect(isRefusal(await programmeWeeks(college.bot.world, head, { by: 'programme', programmeId: 'APP' }))).toBe(
      true,
    );
  });

  test.each(['programme', 'tutor', 'type', 'subcontractor', 'group', 'employer'] as const)(
    'programmes by week, by %s: attendance, punctuality and marks of each line, of each week and of all together are those of the registers',
    async (by) => {
      const { lines, mondays, whole } = taken(await programmeWeeks(college.bot.world, await person('O1'), { by }));
      const names = new Map((await college.c.people.find({}).toArray()).map((one) => [one._id, one.name]));
      const programmes = { BUS: 'Level 2 Business', APP: 'Level 3 Team Leader' } as Record<string, string>;
      const titlesOf = ({ session, enrolment: { programmeId, employerId, groups } }: GivenMark) => {
        // A week is that of the group they were in on its Friday.
        const friday = addDays(mondayOf(session.day), 4);
        const group = groups.find((one) => one.from <= friday && (!one.to || one.to >= friday))?.name;
        return {
          programme: [programmes[programmeId]],
          tutor: session.tutorIds.map((id) => names.get(id)),
          type: [session.type === 'practical' ? 'Practical' : 'Teaching'],
          subcontractor: [programmeId === 'APP' ? 'Northside Training' : 'Not subcontracted'],
          group: [`${programmes[programmeId]}, ${group ?? 'no group'}`],
          employer: [names.get(employerId ?? '') ?? 'No employer'],
        }[by];
      };
      const given = await givenMarks(college);
      const wanted = (of: readonly GivenMark[]) => ({
        all: figuresOf(of),
        weeks: mondays.map((week) => figuresOf(of.filter(({ session }) => mondayOf(session.day) === week))),
      });
      const shown = (line: (typeof lines)[number]) => ({ all: line.all, weeks: line.cells });
      const titles = [...new Set(given.flatMap(titlesOf))].sort();
      expect(lines.map((one) => one.title).sort()).toEqual(titles);
      for (const line of lines) {
        const own = given.filter((one) => titlesOf(one).includes(line.title));
        expect([line.title, shown(line)]).toEqual([line.title, wanted(own)]);
      }
      // What two teach together would count twice, so tutors have no sum.
      if (by === 'tutor') expect(whole).toBeUndefined();
      else if (!whole) throw new Error(`no sum of all by ${by}`);
      else expect(shown(whole)).toEqual(wanted(given));
      // Every figure leads to those who made it: their marks of that week are its marks.
      for (const line of lines)
        for (const [i, column] of [...mondays.entries()].slice(-3)) {
          const cell = { by, key: line.key, column };
          const behind = taken(await programmeWeeks(college.bot.world, await person('O1'), { by: 'learner', cell }));
          const at = behind.mondays.indexOf(column);
          const of = (one: (typeof lines)[number] | undefined) => one?.cells[at] ?? { sessions: 0 };
          const made = behind.lines.reduce((all, one) => all + of(one).sessions, 0);
          expect([by, line.title, column, made]).toEqual([by, line.title, column, line.cells[i]?.sessions]);
          expect(behind.lines.every((one) => of(one).sessions > 0)).toBe(true);
          if (behind.lines.length > 1) expect(of(behind.whole)).toEqual(line.cells[i]);
        }
    },
  );

  test.each([{}, { programmeId: 'BUS' }, { tutorId: 'T2' }])(
    'when sessions are missed (%j): every mark at its weekday and time, and the others beside it',
    async (of) => {
      const found = taken(await heatMap(college.bot.world, await person('O1'), of));
      const sessions = new Map((await college.c.sessions.find({}).toArray()).map((one) => [one._id, one]));
      const sums = new Map<string, Record<'own' | 'others', { missed: number; of: number }>>();
      for (const register of await college.c.registers.find({ state: 'saved' }).toArray()) {
        const session = sessions.get(register._id);
        if (!session || (of.programmeId && register.programmeId !== of.programmeId)) continue;
        const key = `${weekdayOf(session.day)}|${timeOf(session.startsAt)}`;
        const sum = sums.get(key) ?? { own: { missed: 0, of: 0 }, others: { missed: 0, of: 0 } };
        sums.set(key, sum);
        const whose = of.tutorId && !session.tutorIds.includes(of.tutorId) ? sum.others : sum.own;
        for (const { mark } of register.rows) {
          whose.of += 1;
          if (mark?.code !== 'present' && mark?.code !== 'late') whose.missed += 1;
        }
      }
      const wanted = [...sums].flatMap(([key, { own, others }]) =>
        own.of > 0 ? [[key, { own, others }] as const] : [],
      );
      expect(wanted.length).toBeGreaterThan(4);
      expect(
        new Map(found.cells.map(({ weekday, time, own, others }) => [`${weekday}|${time}`, { own, others }])),
      ).toEqual(new Map(wanted));
    },
  );

  test('programmes by term: each mark stands in the term of its day, or outside; a term leads to its learners', async () => {
    const terms = [
      { from: '2026-09-14', to: '2026-10-23' },
      { from: '2026-11-02', to: '2026-12-18' },
    ];
    await college.c.programmes.updateMany({}, { $set: { terms } });
    const office = await person('O1');
    const given = await givenMarks(college);
    const termOf = (day: string) => terms.find((one) => one.from <= day && day <= one.to)?.from ?? '';
    const sessions = new Map((await college.c.sessions.find({}).toArray()).map((one) => [one._id, one]));
    for (const by of ['programme', 'group', 'tutor', 'type'] as const) {
      const found = taken(await programmeWeeks(college.bot.world, office, { by, columns: 'terms' }));
      expect(found.mondays).toEqual(['2026-09-14', '2026-11-02', '']);
      const counts = new Map<string, number>();
      for (const register of await college.c.registers.find({ state: 'saved' }).toArray()) {
        const session = sessions.get(register._id);
        const times = by === 'tutor' ? (session?.tutorIds.length ?? 0) : 1;
        const term = termOf(session?.day ?? '');
        counts.set(term, (counts.get(term) ?? 0) + register.rows.length * times);
      }
      const shown = found.mondays.map((term, i): [string, number] => [
        term,
        found.lines.reduce((all, one) => all + (one.cells[i]?.sessions ?? 0), 0),
      ]);
      expect([by, new Map(shown)]).toEqual([by, counts]);
      if (found.whole)
        expect([by, found.whole.cells]).toEqual([
          by,
          found.mondays.map((term) => figuresOf(given.filter((one) => termOf(one.session.day) === term))),
        ]);
      const [line] = found.lines;
      const cell = { by, key: line?.key ?? '', column: '2026-11-02' };
      const behind = taken(await programmeWeeks(college.bot.world, office, { by: 'learner', columns: 'terms', cell }));
      const at = behind.mondays.indexOf('2026-11-02');
      expect(behind.lines.reduce((all, one) => all + (one.cells[at]?.sessions ?? 0), 0)).toBe(line?.cells[1]?.sessions);
    }
    const page = await visitorOf(college).see('O1', 'programmes?columns=terms');
    const words = pageWords(page.text);
    expect(words).toContain('Term from 14 Sep');
    expect(words).toContain('Outside term');
    await college.c.programmes.updateMany({}, { $unset: { terms: '' } });
  });

  test('programmes by week: how many marks are on time, late, absent with and without leave, of each group, each week and all, on the page and in its export', async () => {
    const visit = visitorOf(college);
    const given = await givenMarks(college);
    const words = pageWords((await visit.see('O1', 'programmes?by=group')).text);
    const bytes = (await visit.see('O1', 'programmes?by=group&export=xlsx')).bytes;
    const [heads = [], ...rows] = (await readSheet(new Blob([new Uint8Array(bytes)]))) as unknown[][];
    const titleOf = ({ session, enrolment: { programmeId, groups } }: GivenMark) => {
      const friday = addDays(mondayOf(session.day), 4);
      const group = groups.find((one) => one.from <= friday && (!one.to || one.to >= friday))?.name ?? 'no group';
      return `${programmeId === 'BUS' ? 'Level 2 Business' : 'Level 3 Team Leader'}, ${group}`;
    };
    const counts = (of: readonly GivenMark[]) => Object.values(figuresOf(of).given);
    const lines = [...Map.groupBy(given, titleOf), ['Together', given] as const];
    expect(lines.length).toBe(5);
    const kinds = ['on time', 'late', 'absent, authorised', 'absent, unauthorised', 'absent, not decided yet'];
    const byLine = words.split('Marks by groups, all these weeks together').at(-1) ?? '';
    for (const [title, own] of lines) {
      expect(byLine).toContain(`${title} ${counts(own).join(' ')} ${own.length}`);
      const row = rows.find((one) => one[0] === title) ?? [];
      expect([title, kinds.map((kind) => row[heads.indexOf(`All ${kind}`)])]).toEqual([title, counts(own)]);
      for (const [week, marks] of Map.groupBy(own, ({ session }) => mondayOf(session.day))) {
        const shown = kinds.map((kind) => row[heads.indexOf(`${week} ${kind}`)]);
        expect([title, week, shown]).toEqual([title, week, counts(marks)]);
      }
    }
    const byWeek = words.split('Marks by week, all shown here together').at(-1) ?? '';
    for (const [week, own] of Map.groupBy(given, ({ session }) => mondayOf(session.day))) {
      const [, month, date] = week.split('-').map(Number);
      const name = `${date} ${['Aug', 'Sep', 'Oct', 'Nov'][(month ?? 0) - 8]}${week === monday ? ' so far' : ''}`;
      expect(byWeek).toContain(`${name} ${counts(own).join(' ')} ${own.length}`);
    }
    // Every kind is there to be counted, what waits to be decided too.
    expect(counts(given).every((one) => one > 0)).toBe(true);
  });

  test('programmes by week: the target of 100% is drawn and said, a figure leads on for those who may see names alone', async () => {
    const visit = visitorOf(college);
    const { text } = await visit.see('H1', 'programmes?of=punctual');
    expect(text).toMatch(/role="img" aria-label="Percent on time each week, target 100%: week of [^"]+ so far/);
    const [, href = ''] = text.match(/<td><a class="t\d+" href="\/p\/[\w-]+\/([^"]+)"/) ?? [];
    const behind = pageWords((await visit.see('H1', href.replaceAll('&amp;', '&'))).text);
    expect(behind).toMatch(/Learners: Level 2 Business, week of Monday \d+ \w+/);
    expect(behind).toContain('Ben Carter');
    expect((await visit.see('D1', 'programmes')).text).not.toMatch(/<td><a class="t\d+"/);
    expect((await visit.see('D1', href.replaceAll('&amp;', '&'))).status).toBe(403);
  });

  test('today: each learner stands once, where their registers and what was told put them', async () => {
    const found = taken(await today(college.bot.world, await person('O1')));
    const known = new Map<string, string[]>();
    for (const register of await college.c.registers.find({ _id: { $in: ['s1', 's2'] } }).toArray())
      for (const { learnerId, mark } of register.rows) {
        const isThere = mark?.code === 'present' || mark?.code === 'late';
        const isTold = (await college.c.notices.findOne({ learnerId, days: monday, state: 'confirmed' })) !== null;
        const what = isThere ? 'here' : isTold ? 'told' : mark?.code === 'unauthorised' ? 'missing' : 'unknown';
        known.set(learnerId, [...(known.get(learnerId) ?? []), what]);
      }
    const of = (what: string) => [...known].filter(([, all]) => all.includes(what)).map(([id]) => id);
    expect(found.missing.map((one) => one.learnerId)).toEqual(of('missing'));
    expect(found.told.map((one) => one.learnerId)).toEqual(of('told'));
    expect(found.unknown.map((one) => [one.sessionId, one.learners.length])).toEqual([['s2', of('unknown').length]]);
    expect(of('missing')).toEqual(['L2']);
    expect(of('told')).toEqual(['L5']);
    const counted = (what: string, before: string[]) =>
      of(what).filter((id) => !before.some((one) => known.get(id)?.includes(one))).length;
    expect(found.counts).toEqual({
      missing: counted('missing', []),
      unknown: counted('unknown', ['missing']),
      told: counted('told', ['missing', 'unknown']),
      here: counted('here', ['missing', 'unknown', 'told']),
      later: 0,
    });
  });

  test('my apprentices: attended of all sessions, and the percent, of each on the programme of their employer', async () => {
    const { apprentices } = taken(await myApprentices(college.bot.world, await person('E1')));
    const given = await givenMarks(college);
    expect(apprentices.map((one) => one.learnerId).sort()).toEqual(['L1', 'L2', 'L3']);
    const words = pageWords((await visitorOf(college).see('E1', 'apprentices')).text);
    for (const { learnerId, name, programmes } of apprentices) {
      const own = given.filter((one) => one.enrolment._id === `APP-${learnerId}`);
      const attended = own.filter(({ mark }) => mark.code === 'present' || mark.code === 'late').length;
      const { percent, sessions } = figuresOf(own);
      expect([name, programmes]).toEqual([name, [{ name: 'Level 3 Team Leader', percent, attended, sessions }]]);
      expect(words).toContain(`${percent}% Level 3 Team Leader, ${attended} of ${sessions} sessions attended`);
    }
  });

  test('the college: programmes, flags, open cases, registers and what changed, and nobody’s name', async () => {
    const found = taken(await collegePage(college.bot.world, leader));
    const standings = await college.c.standings.find({ year: 2026 }).toArray();
    for (const line of found.lines) {
      const pack = line.key === 'BUS' ? 'green-labyrinth' : 'sts';
      const of = (flag: string) => standings.filter((one) => one.packId === pack && one.flag === flag).length;
      expect([line.key, line.red, line.amber]).toEqual([line.key, of('red'), of('amber')]);
    }
    expect(found.lines[0]?.red).toBeGreaterThan(0);
    const open = await college.c.cases.countDocuments({ state: 'open' });
    expect(found.cases.flatMap((one) => one.ages).reduce((all, one) => all + one, 0)).toBe(open);
    expect(open).toBeGreaterThan(0);
    const board = taken(await registerBoard(college.bot.world, leader));
    const begun = board.facts.filter((one) => one.state !== 'to-come' && one.state !== 'open');
    for (const { monday: week, due, inTime } of found.registers) {
      const own = begun.filter((one) => mondayOf(one.day) === week);
      expect([week, due, inTime]).toEqual([week, own.length, own.filter((one) => one.state === 'in-time').length]);
    }
    // The weeks before this one, both programmes together, by minutes since one of them counts minutes.
    const minutes = new Map<string, [number, number]>();
    const sessions = new Map((await college.c.sessions.find({}).toArray()).map((one) => [one._id, one]));
    for (const register of await college.c.registers.find({ state: 'saved' }).toArray()) {
      const session = sessions.get(register._id);
      if (!session) continue;
      const planned = (session.endsAt.getTime() - session.startsAt.getTime()) / 60_000;
      for (const { mark } of register.rows) {
        const isThere = mark?.code === 'present' || mark?.code === 'late';
        const [part, whole] = minutes.get(mondayOf(session.day)) ?? [0, 0];
        const there = isThere ? planned - (mark?.minutesLate ?? 0) : 0;
        minutes.set(mondayOf(session.day), [part + there, whole + planned]);
      }
    }
    for (const { monday: week, percent } of found.weeks) {
      const [part, whole] = minutes.get(week) ?? [0, 1];
      expect([week, percent]).toEqual([week, Math.floor((part * 100) / whole)]);
    }
    const [last, before] = [found.weeks.at(-2)?.percent ?? 0, found.weeks.at(-3)?.percent ?? 0];
    const move =
      last === before
        ? 'the same as'
        : `${last > before ? 'up' : 'down'} ${count(Math.abs(last - before), 'point')} on`;
    const told = `Attendance was ${last}% in the week of ${sayDate(found.weeks.at(-2)?.monday ?? '')}`;
    expect(found.changes[0]).toBe(`${told}, ${move} the week before.`);
    // The two weeks before this one, of each programme, in its own unit.
    const falls = (await college.c.programmes.find({}).sort({ name: 1 }).toArray()).map(({ _id, name }) => {
      const [now, was] = [-7, -14].map((days) => truth('everybody', _id, addDays(monday, days)));
      return { name, now, was, fall: was! - now! };
    });
    const worst = Math.max(...falls.map((one) => one.fall));
    const said = falls
      .filter((one) => one.fall === worst)
      .map((one) => `${one.name} fell most, ${one.was} to ${one.now}%.`);
    expect(worst <= 0 ? ['No programme fell on the week before.'] : said).toContain(found.changes[1]);
    const day = (at: Date) => Math.floor(at.getTime() / 86_400_000);
    const longOpen = (await college.c.cases.find({ state: 'open' }).toArray()).filter(
      (one) => day(college.bot.clock.now()) - day(one.reopenedAt ?? one.openedAt) > 7,
    );
    const old = longOpen.length;
    const week = begun.filter((one) => mondayOf(one.day) === addDays(monday, -7));
    const inTime = Math.floor((week.filter((one) => one.state === 'in-time').length * 100) / week.length);
    const cases = old === 0 ? 'No case is' : old === 1 ? '1 case is' : `${old} cases are`;
    const where = old === 0 ? '' : `: ${whereOf(longOpen.map((one) => one.ownerId))}`;
    expect(found.changes[2]).toBe(`${cases} open over 7 days${where}. ${inTime}% of registers were in time.`);
    const names = (await college.c.people.find({ roles: 'learner' }).toArray()).map((one) => one.name);
    const page = (await visitorOf(college).see('D1', 'college')).text;
    for (const name of names) expect(page).not.toContain(name);
  });

  test('the college: registers due and in time each week, of all and of a head who teaches beside their own programmes', async () => {
    const { c } = college;
    const now = college.bot.clock.now();
    // Of the last four weeks: one cancelled, one never opened, one still open, one that H1 teaches elsewhere; today one nobody opened, and one to come.
    const days = Array.from({ length: 28 }, (_, i) => addDays(monday, -i));
    const recent = await c.sessions.find({ day: { $in: days, $ne: monday } }).toArray();
    const of = (programmeId: string, i: number) =>
      recent.filter((one) => one.programmeId === programmeId)[i]?._id ?? '';
    await c.sessions.updateOne({ _id: of('BUS', 0) }, { $set: { cancelled: { why: 'snow' } as never } });
    await c.registers.deleteOne({ _id: of('BUS', 1) });
    await c.registers.updateOne({ _id: of('BUS', 2) }, { $set: { state: 'open' }, $unset: { savedAt: '' } });
    await c.sessions.updateOne({ _id: of('APP', 3) }, { $set: { tutorIds: ['H1'] } });
    await college.addSession({ _id: 'unopened', at: '09:10', next: undefined as never });
    await college.addSession({ _id: 'to-come', at: '16:00' });
    const sessions = await c.sessions.find({ day: { $in: days } }).toArray();
    const registers = new Map((await c.registers.find({}).toArray()).map((one) => [one._id, one]));
    const counted = (isTheirs: (session: (typeof sessions)[number]) => boolean) => {
      const weeks = new Map<string, { due: number; inTime: number }>();
      for (const session of sessions.filter((one) => !one.cancelled && isTheirs(one))) {
        const register = registers.get(session._id);
        const dueAt = new Date(session.startsAt.getTime() + 30 * 60_000);
        const isSaved = register?.state === 'saved';
        if (!isSaved && (dueAt > now || (!register && session.day !== monday))) continue;
        const week = weeks.get(mondayOf(session.day)) ?? { due: 0, inTime: 0 };
        week.due += 1;
        if (isSaved && register.savedAt && register.savedAt <= dueAt) week.inTime += 1;
        weeks.set(mondayOf(session.day), week);
      }
      return [...weeks].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([week, sums]) => ({ monday: week, ...sums }));
    };
    const shown = async (viewer: Person) => taken(await collegePage(college.bot.world, viewer)).registers;
    expect(await shown(leader)).toEqual(counted(() => true));
    const own = counted((one) => one.programmeId === 'BUS' || one.tutorIds.includes('H1'));
    expect(await shown(await person('H1'))).toEqual(own);
    expect(own.length).toBeGreaterThan(3);
    expect(own.reduce((sum, one) => sum + one.due - one.inTime, 0)).toBeGreaterThan(3);
  });

  test('the college: open cases by age and owner’s role, decisions by programme, as stored, of all and of a head', async () => {
    const { c } = college;
    const owners = ['M1', 'H1', 'A1', 'T1'];
    const options: Record<string, [string, string][]> = {};
    for (const file of ['green-labyrinth/1.0', 'sts/1.2']) {
      const pack = JSON.parse(readFileSync(join(packs, `${file}.json`), 'utf8'));
      for (const [kind, own] of Object.entries<{ code: string; label: string }[]>(pack.options))
        options[`${pack.id}|${kind}`] = own.map((one) => [one.code, one.label]);
    }
    const [model] = await c.cases.find({ state: 'open', programmeId: 'BUS' }).toArray();
    if (!model) throw new Error('the term left no case');
    const daysAgo = (days: number, time = '09:00') => new Date(`${addDays(monday, -days)}T${time}:00Z`);
    const noon = (one: Date) => Math.floor(one.getTime() / 86_400_000);
    // At every edge of an age, for each kind of owner; some put to their owner anew; on the other programme too.
    const open = [0, 2, 3, 7, 8, 30].flatMap((days, i) =>
      owners.slice(0, 2 + (i % 3)).map((ownerId, j) => ({
        ownerId,
        programmeId: ownerId === 'A1' || j === 1 ? 'APP' : 'BUS',
        openedAt: daysAgo(days, '07:30'),
        ...(i === 5 && j === 0 ? { reopenedAt: daysAgo(1) } : {}),
      })),
    );
    const made = [1, 2, 2, 9, 20].flatMap((days, i) =>
      (['BUS', 'APP'] as const).map((programmeId) => {
        const pack = programmeId === 'BUS' ? model.pack : { ...model.pack, id: 'sts', version: '1.2' };
        const kind: 'fall' | 'report' = programmeId === 'BUS' ? 'fall' : 'report';
        const own = options[`${pack.id}|${kind}`] ?? [];
        const [code = ''] = own[(i + (programmeId === 'APP' ? 1 : 0)) % own.length] ?? [];
        const decision = { option: code, byId: 'M1', at: daysAgo(12 - i), pack, evidence: model.evidence };
        // One was decided twice, the second time after it was put anew; one of them a year ago.
        const twice = i === 1 ? [{ ...decision, at: daysAgo(400) }, decision] : [decision];
        return {
          programmeId,
          pack,
          kind,
          state: 'decided' as const,
          ownerId: 'M1',
          openedAt: new Date(daysAgo(12 - i).getTime() - days * 86_400_000),
          decisions: twice,
        };
      }),
    );
    const { next: _, ...rest } = model as typeof model & { next?: unknown };
    await c.cases.insertMany([...open, ...made].map((one, i) => ({ ...rest, ...one, _id: `counted-${i}` })));

    const counted = async (programmeIds: string[]) => {
      const stored = (await c.cases.find({}).toArray()).filter((one) => programmeIds.includes(one.programmeId));
      const ages: Record<string, number[]> = {};
      for (const one of stored.filter(({ state }) => state === 'open')) {
        const days = noon(college.bot.clock.now()) - noon(one.reopenedAt ?? one.openedAt);
        const role = ownerTitles[one.ownerId] ?? 'Others';
        const at = days > 7 ? 2 : days > 2 ? 1 : 0;
        ages[role] = (ages[role] ?? [0, 0, 0]).map((sum, i) => sum + (i === at ? 1 : 0));
      }
      const decided: Record<string, Record<string, number>> = {};
      const waits: Record<string, number[]> = {};
      for (const one of stored)
        for (const { option, at } of one.decisions.filter((each) => each.at >= new Date('2026-08-01T00:00:00+01:00'))) {
          const programme = one.programmeId === 'BUS' ? 'Level 2 Business' : 'Level 3 Team Leader';
          const label = options[`${one.pack.id}|${one.kind}`]?.find(([code]) => code === option)?.[1] ?? '?';
          const own = decided[programme] ?? {};
          decided[programme] = { ...own, [label]: (own[label] ?? 0) + 1 };
          const days = (at.getTime() - one.openedAt.getTime()) / 86_400_000;
          waits[programme] = [...(waits[programme] ?? []), days];
        }
      const middle = Object.entries(waits).map(([programme, all]) => {
        const sorted = all.sort((a, b) => a - b);
        return [programme, Math.floor(sorted[Math.floor(sorted.length / 2)] ?? 0)];
      });
      return { ages, decided, days: Object.fromEntries(middle) };
    };
    const shown = async (viewer: Person) => {
      const { cases, decisions } = taken(await collegePage(college.bot.world, viewer));
      return {
        ages: Object.fromEntries(cases.map((one) => [one.role, one.ages])),
        decided: Object.fromEntries(
          decisions.map((one) => [
            one.programme,
            Object.fromEntries(one.options.map((each) => [each.label, each.count])),
          ]),
        ),
        days: Object.fromEntries(decisions.map((one) => [one.programme, one.days])),
      };
    };
    const whole = await counted(['BUS', 'APP']);
    expect(await shown(leader)).toEqual(whole);
    expect(await shown(await person('H1'))).toEqual(await counted(['BUS']));
    expect(Object.keys(whole.ages).toSorted()).toEqual(Object.values(ownerTitles).toSorted());
    expect(Object.values(whole.decided).map((one) => Object.keys(one).length > 1)).toEqual([true, true]);
    const words = pageWords((await visitorOf(college).see('D1', 'college')).text);
    // The third sentence says with whom those lie that are open for long.
    const old = (await c.cases.find({ state: 'open' }).toArray()).filter(
      (one) => noon(college.bot.clock.now()) - noon(one.reopenedAt ?? one.openedAt) > 7,
    );
    expect(new Set(old.map((one) => one.ownerId)).size).toBe(4);
    expect(words).toContain(`${old.length} cases are open over 7 days: ${whereOf(old.map((one) => one.ownerId))}.`);
    for (const [role, ages] of Object.entries(whole.ages)) expect(words).toContain(`${role} ${ages.join(' ')}`);
    for (const own of Object.values(whole.decided))
      for (const [label, count] of Object.entries(own)) expect(words).toContain(`${label}: ${count}`);
    await c.cases.deleteMany({ _id: /^counted-/ });
  });

  test('each exports what it shows, as a sheet that opens again', async () => {
    const visit = visitorOf(college);
    for (const [who, path, column] of [
      ['M1', 'caseload', 'Learner'],
      ['H1', 'registers?show=week', 'Day'],
      ['H1', 'programmes?by=learner', 'Learners'],
      ['O1', 'today', 'Where'],
      ['D1', 'college', 'Programme'],
      ['E1', 'apprentices', 'Apprentice'],
    ] as const) {
      const query = path.includes('?') ? '&' : '?';
      const csv = await visit.see(who, `${path}${query}export=csv`);
      const rows = (await readSheet(
        new Blob([new Uint8Array((await visit.see(who, `${path}${query}export=xlsx`)).bytes)]),
      )) as unknown[][];
      expect(rows[0]?.[0]).toBe(column);
      expect([path, rows.length]).toEqual([path, csv.text.trim().split('\r\n').length]);
      expect(rows.length).toBeGreaterThan(3);
    }
  });
});

/** A year before is added, which the learners' stories count too, so it has a college of its own. */
describe.each([3, thrown])('the college beside the year before (term %i)', (seed) => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.c.enrolments.updateMany({}, { $set: { from: '2025-08-01' } });
    await fillTerm(college, 69, seed);
    // Of last year two weeks fewer, and the one of today whole.
    await fillTerm(college, 55, seed + 1, addDays(monday, 7 - 364));
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:20');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'late:10' });
    await college.addPerson('D1', 'Dana Head', ['leader']);
  });
  afterAll(() => college.close());

  test.each(['D1', 'H1'])(
    '%s: each week and the same week last year, in panel, chart, first sentence and export',
    async (id) => {
      const given = (await givenMarks(college)).filter((one) => id === 'D1' || one.session.programmeId === 'BUS');
      const percentOf = (week: string) => figuresOf(given.filter((one) => mondayOf(one.session.day) === week)).percent;
      const viewer = (await college.c.people.findOne({ _id: id })) as Person;
      const found = taken(await collegePage(college.bot.world, viewer));
      expect(found.mondays.length).toBeGreaterThan(9);
      expect(found.weeks.map((one) => one.percent)).toEqual(found.mondays.map(percentOf));
      const then = found.mondays.map((week) => percentOf(addDays(week, -364)));
      expect(found.lastYear).toEqual(then);
      expect(then.slice(0, 3).includes(null) && then.slice(3).every((one) => one !== null)).toBe(true);

      const [now, last, before] = [0, -7, -14].map((days) => percentOf(addDays(monday, days)));
      const [nowThen, lastThen] = [0, -7].map((days) => percentOf(addDays(monday, days - 364)));
      const move = (a = 0, b = 0) =>
        a === b ? 'the same as' : `${a > b ? 'up' : 'down'} ${count(Math.abs(a - b), 'point')} on`;
      const said = `Attendance was ${last}% in the week of ${sayDate(addDays(monday, -7))}, ${move(last!, before!)} the week before and ${move(last!, lastThen!)} the same week last year.`;
      const { text } = await visitorOf(college).see(id, 'college');
      const words = pageWords(text);
      expect(words).toContain(said);
      expect(words).toContain(`This week so far ${now}% ${nowThen}% Week of 16 Nov ${last}% ${lastThen}%`);
      const each = found.mondays.flatMap((week, i) => {
        const [, month, date] = week.split('-').map(Number);
        return then[i] == null ? [] : [`${date} ${['Sep', 'Oct', 'Nov'][(month ?? 0) - 9]} ${then[i]}%`];
      });
      expect(text).toContain(`The same weeks last year: ${each.join(', ')}.`);
      const csv = (await visitorOf(college).see(id, 'college?export=csv')).text;
      expect(csv).toContain(`"All together, same week last year",,${then.map((one) => one ?? '').join(',')}`);
    },
  );
});

/** Sessions ahead are added, which other pages count too, so it has a college of its own. */
describe.each([3, thrown])('what a learner reads of themself (term %i)', (seed) => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await fillTerm(college, 70, seed);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.say('L5', 'not in today, dentist');
    await college.say('L5', 'yes');
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'late:10' });
    await college.moveTo('10:30');
  });
  afterAll(() => college.close());

  test('a learner’s own page: attendance by programme, what is missed, what is still reachable, and what was told of them', async () => {
    const { c } = college;
    // Of every length the same, so that it is plain how many may be missed.
    const ahead = { BUS: 30, APP: 12 };
    for (const programmeId of ['BUS', 'APP'] as const)
      for (let i = 0; i < ahead[programmeId]; i++) {
        const session = { _id: `ahead-${programmeId}-${i}`, programmeId, on: addDays(monday, i + 1), at: '15:00' };
        await college.addSession({ ...session, minutes: 60, ...(programmeId === 'APP' ? { title: 'Workshop' } : {}) });
      }
    await college.say('L2', 'not in on Wednesday, dentist');
    await college.say('L2', 'yes');
    await college.say('E1', 'Aisha Khan is off sick tomorrow');
    await college.say('E1', 'yes');
    const names = { BUS: 'Level 2 Business', APP: 'Level 3 Team Leader' };
    const levels = {
      BUS: [
        ['Excellent', 95],
        ['Good', 90],
        ['Adequate', 85],
      ],
      APP: [['The aim', 100]],
    } as const;
    const sums = await sumsOf(college);
    for (const id of ['L1', 'L2', 'L3', 'L7']) {
      const words = pageWords((await visitorOf(college).see(id, 'me')).text);
      const own = id === 'L7' ? (['BUS'] as const) : (['BUS', 'APP'] as const);
      const registers = await c.registers.find({ state: 'saved', 'rows.learnerId': id }).toArray();
      for (const programmeId of own) {
        const [part, whole] = sums.get([id, programmeId, 'all'].join()) ?? [0, 0];
        const on = own.length > 1 ? ` on ${names[programmeId]}` : '';
        expect(words).toMatch(new RegExp(`\\b${Math.floor((part * 100) / whole)}%${on}[^.]* so far this year\\.`));
        const marks = registers
          .filter((one) => one.programmeId === programmeId)
          .flatMap(({ rows }) => rows.filter((one) => one.learnerId === id).flatMap(({ mark }) => mark ?? []));
        const missed = marks.filter(({ code }) => code !== 'present' && code !== 'late').length;
        expect(words).toContain(`${missed} of ${marks.length} sessions missed`);
        const unit = programmeId === 'BUS' ? 60 : 1;
        const coming = ahead[programmeId] * unit;
        const mostOf = (misses: number) => part + coming - misses * unit;
        const best = Math.floor((mostOf(0) * 100) / (whole + coming));
        const said = levels[programmeId].map(([title, from]) => {
          const isKept = (misses: number) => mostOf(misses) * 100 >= from * (whole + coming);
          let may = 0;
          while (may < ahead[programmeId] && isKept(may + 1)) may += 1;
          const how = may === 0 ? 'reachable if you miss none' : `reachable if you miss at most ${may}`;
          return `${title}, ${from}% : ${isKept(0) ? how : 'not reachable any more this year'}`;
        });
        const reach = `Come to all of them, and you are at ${best}% . ${said.join(' ')}`;
        expect([id, words]).toEqual([id, expect.stringContaining(reach)]);
        expect(words).toContain(`${ahead[programmeId]} sessions ahead, in the timetable until `);
      }
    }
    // What each is told they told us is what they, or whoever may, told.
    const told = async (id: string) => {
      const words = pageWords((await visitorOf(college).see(id, 'me')).text);
      const panel = /What you told us (.*?) Something wrong here\?/.exec(words)?.[1] ?? '';
      return { panel, count: panel.match(/ said it, /g)?.length ?? 0 };
    };
    for (const id of ['L1', 'L2', 'L3', 'L5'])
      expect([id, (await told(id)).count]).toEqual([
        id,
        await c.notices.countDocuments({ learnerId: id, state: 'confirmed' }),
      ]);
    expect((await told('L1')).panel).toMatch(/Not in, Tuesday 24 November .*Jordan Blake said it/);
    expect((await told('L2')).panel).toMatch(/Not in, Wednesday 25 November .*you said it/);
    expect((await told('L3')).panel).toContain('Nothing in the last four weeks.');
    expect((await told('L5')).panel).toMatch(/Not in, Monday 23 November .*you said it/);
  });
});

describe('a session that is somebody else’s after its register was saved', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:30');
    await college.save('s1', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  /** Marks that the page shows this week, by tutor and by type. */
  const shown = async () => {
    const office = (await college.c.people.findOne({ _id: 'O1' }))!;
    const found: Record<string, number | undefined> = {};
    for (const by of ['tutor', 'type'] as const)
      for (const line of taken(await programmeWeeks(college.bot.world, office, { by })).lines)
        found[line.title] = line.all.sessions;
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
    return found;
  };
  const nameOf = async (id: string) => callName((await college.c.people.findOne({ _id: id }))!);

  test('S7: handed over, its marks stand with who has it now', async () => {
    expect(await shown()).toEqual({ [await nameOf('T1')]: 3, Teaching: 3 });
    await college.say('T1', 'cover');
    await college.press('T1', 'Cover or hand over', 'Hand over', { What: 's1', To: 'T2' });
    expect(await shown()).toEqual({ [await nameOf('T2')]: 3, Teaching: 3 });
  });

  test('S17: imported with other tutors or another type, its marks stand there', async () => {
    const row = 's1,BUS,T1;T2,Business communication,practical,face-to-face,2026-11-23,09:00,12:00';
    await college.import({
      'sessions.csv': ['session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends', row],
    });
    expect(await shown()).toEqual({ [await nameOf('T1')]: 3, [await nameOf('T2')]: 3, Practical: 3 });
  });
});

describe('a name that looks like a formula', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { name: '=HYPERLINK("http://evil.example","x")' } });
  });
  afterAll(() => college.close());

  test('stays text in CSV and in a workbook, and on the page', async () => {
    const visit = visitorOf(college);
    expect((await visit.see('M1', 'caseload?export=csv')).text).toContain(`"'=HYPERLINK(`);
    const rows = (await readSheet(
      new Blob([new Uint8Array((await visit.see('M1', 'caseload?export=xlsx')).bytes)]),
    )) as unknown[][];
    expect(rows.some((row) => row[0] === '=HYPERLINK("http://evil.example","x")')).toBe(true);
    expect((await visit.see('M1', 'caseload')).text).toContain(
      '=HYPERLINK(&quot;http://evil.example&quot;,&quot;x&quot;)',
    );
  });
});

test('pages that are not theirs are refused to every role', async () => {
  const college = await College.open({ learners: 2 });
  const visit = visitorOf(college);
  const may: Record<string, string[]> = {
    today: ['A1', 'H1', 'O1'],
    college: ['A1', 'H1', 'D1'],
    caseload: ['T1', 'M1', 'A1', 'H1'],
    registers: ['T1', 'A1', 'H1', 'O1', 'D1'],
    programmes: ['A1', 'H1', 'O1', 'D1'],
    'when-missed': ['A1', 'H1', 'O1', 'D1'],
    'try-policy': ['O1', 'D1'],
    reviews: ['M1', 'A1', 'H1'],
    safeguarding: ['S1'],
    audit: ['P1'],
    'not-confirmed': ['O1'],
    'cannot-reach': ['O1'],
    me: ['L1'],
    apprentices: ['E1'],
  };
  await college.addPerson('D1', 'Dana Head', ['leader']);
  await college.addPerson('I1', 'Ivo Mis', ['mis-officer']);
  await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
  for (const [path, allowed] of Object.entries(may))
    for (const id of ['T1', 'E1', 'M1', 'A1', 'H1', 'O1', 'S1', 'L1', 'D1', 'I1', 'P1'])
      expect([path, id, (await visit.see(id, path)).status]).toEqual([path, id, allowed.includes(id) ? 200 : 403]);
  await college.close();
});
