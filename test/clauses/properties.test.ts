import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { addDays, addMinutes } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';

const sessions = ['09:00', '11:00', '13:00', '15:00'];
const learners = ['L1', 'L2', 'L3'];
const codes = ['present', 'late:5', 'late:30', 'unauthorised', 'notice-pending'];

let college: College;
let folder: string;
beforeAll(async () => {
  college = await College.open({ learners: 3 });
  for (const [i, at] of sessions.entries())
    await college.addSession({ _id: `p${i}`, at, minutes: 60, on: addDays(monday, i) });
  for (const id of learners)
    await college.addHistory(
      id,
      Array.from({ length: 11 }, (_, i) => ({ code: i < 9 ? 'present' : 'authorised', on: addDays(monday, -14 + i) })),
    );
  await recount(college.bot.world, true);
  await college.moveTo('15:00', addDays(monday, 3));
  folder = mkdtempSync(join(tmpdir(), 'properties-'));
  const rows = sessions.map(
    (at, i) => `p${i},BUS,T1,Renamed ${i},teaching,face-to-face,${addDays(monday, i)},${at},${at.slice(0, 2)}:59`,
  );
  writeFileSync(
    join(folder, 'sessions.csv'),
    ['session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends', ...rows].join('\n'),
  );
  const enrolments = learners.map((id) => `BUS-${id},${id},BUS,2026-08-01,M1`);
  writeFileSync(
    join(folder, 'enrolments.csv'),
    ['enrolment_id,learner_id,programme_id,from,mentor_id', ...enrolments].join('\n'),
  );
});
afterAll(() => college.close());

type Step =
  | { do: 'mark'; session: number; choices: [number, string][] }
  | { do: 'import' }
  | { do: 'set-aside'; learner: number }
  | { do: 'count-again'; learner: number };

async function carryOut(step: Step): Promise<void> {
  const { world } = college.bot;
  if (step.do === 'import') {
    const report = await importCollege(college.c, folder, {
      packs: world.packs,
      now: world.clock.now(),
      dryRun: false,
    });
    expect(report.problems).toEqual([]);
  } else if (step.do === 'mark') {
    const marks = Object.fromEntries(step.choices.map(([learner, code]) => [`m_BUS-${learners[learner]}`, code]));
    const register = await college.c.registers.findOne({ _id: `p${step.session}` });
    await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: `p${step.session}`,
      version: register?.version,
      page: 0,
      rest: 'present',
      ...marks,
    });
  } else {
    const id = learners[step.learner] ?? '';
    const standing = await college.c.standings.findOne({ learnerId: id, packId: 'green-labyrinth' });
    const aside = (await college.c.people.findOne({ _id: id }))?.setAside?.find((one) => !one.ended)?.day;
    const day = step.do === 'set-aside' ? standing?.occurrences[0]?.day : aside;
    if (!day) return;
    const what = `${step.do === 'set-aside' ? 'aside' : 'count'}:green-labyrinth:${day}`;
    await college.people.invoke(college.user('H1'), 'form-submit', {
      id: `set-fairness|${id}`,
      version: 1,
      act: 'set',
      f_what: what,
      f_why: 'looked at',
    });
  }
  await college.settled();
}

/** What must hold whatever happened: sums, flags, and that nothing was decided or dropped by itself. */
async function holds(): Promise<void> {
  expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
  for (const id of learners) {
    const standing = await college.c.standings.findOne({ learnerId: id, packId: 'green-labyrinth' });
    const count = standing?.occurrences.length ?? 0;
    expect(standing?.percent).toBeGreaterThanOrEqual(0);
    expect(standing?.percent).toBeLessThanOrEqual(100);
    expect(new Set(standing?.occurrences.map((one) => one.day)).size).toBe(count);
    expect(standing?.flag).toBe(count >= 3 ? 'red' : count === 2 ? 'amber' : 'none');
    for (const n of [1, 2, 3]) {
      const own = await college.c.tasks.findOne({ kind: 'occurrence-steps', learnerId: id, 'data.n': n });
      // Counts are never held back: each counted occurrence has its steps planned; one that fell away says so.
      if (count >= n) expect(own?.state).toMatch(/waiting|offered/);
      else if (own) expect([own.state, own.history.at(-1)?.act]).toEqual(['withdrawn', 'withdrawn']);
      for (const stepId of (own?.data as { steps?: string[] } | undefined)?.steps ?? []) {
        const step = await college.c.tasks.findOne({ _id: stepId });
        expect(step?.isOpen).toBe(count >= n);
        expect(step?.ownerIds.length).toBeGreaterThan(0);
      }
    }
  }
  // Nobody pressed anything about a learner here, so nothing may have been decided.
  const decided = await college.c.tasks.countDocuments({
    kind: { $in: ['step', 'meeting', 'conduct-review', 'serious-review', 'place-decision', 'removal'] },
    state: { $nin: ['open', 'draft', 'to-arrange', 'withdrawn'] },
  });
  expect(decided).toBe(0);
  expect(await college.c.cases.countDocuments({ 'decisions.0': { $exists: true } })).toBe(0);
}

test('whatever is marked, amended, imported, set aside: sums agree, flags follow with a note, nothing is decided by itself', async () => {
  const learner = fc.nat(learners.length - 1);
  const mark = fc.record({
    do: fc.constant('mark' as const),
    session: fc.nat(sessions.length - 1),
    choices: fc.array(fc.tuple(learner, fc.constantFrom(...codes)), { minLength: 1, maxLength: 3 }),
  });
  const other = fc.oneof(
    fc.record({ do: fc.constant('import' as const) }),
    fc.record({ do: fc.constant('set-aside' as const), learner }),
    fc.record({ do: fc.constant('count-again' as const), learner }),
  );
  const steps = fc.array(fc.oneof({ weight: 4, arbitrary: mark }, { weight: 1, arbitrary: other }), {
    minLength: 2,
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(steps as fc.Arbitrary<Step[]>, async (all) => {
      for (const step of all) await carryOut(step);
      // What is marked late is asked once it has settled.
      await college.bot.clock.moveTo(addMinutes(college.bot.clock.now(), 25));
      college.bot.world.wake();
      await college.settled();
      await holds();
    }),
    { numRuns: 14 },
  );
});
