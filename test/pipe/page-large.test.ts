import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays, instantOf } from '../../src/domain/calendar.ts';
import { sumLessons, sumWeeks } from '../../src/store/migrate-weeks.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** So many learners have come to the study programme that no figure of theirs is a list to read. */
const many = 320;
const week = addDays(monday, -7);

let college: College;
beforeAll(async () => {
  college = await College.open({ rulesAlone: true });
  const { c } = college;
  const ids = Array.from({ length: many }, (_, i) => `Z${i}`);
  await c.people.insertMany(
    ids.map((_id) => ({ _id, ref: _id, name: `Learner ${_id}`, roles: ['learner'], addresses: [] }) as never),
  );
  await c.enrolments.insertMany(
    ids.map(
      (learnerId) =>
        ({ _id: `BUS-${learnerId}`, learnerId, programmeId: 'BUS', groups: [], from: '2026-09-01' }) as never,
    ),
  );
  await c.enrolments.updateOne({ programmeId: 'APP', employerId: { $exists: true } }, { $unset: { employerId: '' } });
  const enrolments = await c.enrolments.find({}).toArray();
  for (let n = 0; n < 20; n++) {
    const on = addDays(week, n % 5);
    const programmeId = n < 17 ? 'BUS' : 'APP';
    const at = `${String(9 + Math.floor(n / 5)).padStart(2, '0')}:00`;
    const session = await college.addSession({ _id: `past-${n}`, programmeId, on, at, next: undefined as never });
    const packId = programmeId === 'BUS' ? 'green-labyrinth' : 'sts';
    const own = enrolments.filter((one) => one.programmeId === programmeId);
    await c.marks.insertMany(
      own.map(({ _id: enrolmentId, learnerId }, i) => ({
        ...{
          _id: `${session._id}|${enrolmentId}`,
          sessionId: session._id,
          enrolmentId,
          learnerId,
          programmeId,
          packId,
        },
        ...{ year: 2026, code: (n + i) % 9 === 0 ? 'unauthorised' : 'present', minutesLate: 0, plannedMinutes: 60 },
        ...{ startsAt: instantOf(on, at), day: on, version: 2 },
      })),
    );
  }
  const db = college.client.db(college.database);
  await sumWeeks(db, { check: () => undefined });
  await sumLessons(db, { check: () => undefined });
});
afterAll(() => college.close());

/** What of the study programme's sessions was attended, in whole percent, read from the marks alone. */
async function attended(isTheirs: (employerId: string | undefined) => boolean): Promise<number> {
  const employers = new Map((await college.c.enrolments.find({}).toArray()).map((one) => [one._id, one.employerId]));
  const marks = await college.c.marks.find({ programmeId: 'BUS' }).toArray();
  const own = marks.filter((one) => isTheirs(employers.get(one.enrolmentId)));
  return Math.floor((own.filter((one) => one.code === 'present').length * 100) / own.length);
}

test.each([
  ['type', 'Teaching', ['Level 2 Business', 'Level 3 Team Leader'], () => true],
  [
    'employer',
    '',
    ['Level 2 Business', 'Level 3 Team Leader'],
    (employerId: string | undefined) => employerId === undefined,
  ],
] as const)(
  'SPEC P: a figure by %s of too many learners leads to its programmes, and one of these to its learners',
  async (line, key, programmes, isTheirs) => {
    const visit = visitorOf(college);
    const figure = `programmes?${new URLSearchParams({ line, key, column: week })}`;
    const { text } = await visit.see('O1', figure);
    const words = pageWords(text);
    expect(words).toMatch(/Programmes: (Teaching|No employer), week of Monday 16 November/);
    for (const one of programmes) expect(words).toContain(one);
    expect(words).not.toContain('Learner Z7');
    const links = [...text.matchAll(/<td><a class="t\d+" href="\/p\/[\w-]+\/([^"]+)">(\d+)</g)];
    const [, to = '', percent] = links.find(([, href]) => href?.includes('in=BUS')) ?? [];
    expect(Number(percent)).toBe(await attended(isTheirs));
    const behind = await visit.see('O1', to.replaceAll('&amp;', '&'));
    expect(pageWords(behind.text)).toContain(', Level 2 Business, week of Monday 16 November');
    const rows = behind.text.match(/<th scope="row"><a href="[^"]*story\/Z\d+"/g) ?? [];
    expect(rows).toHaveLength(many);
    const [, back = ''] = behind.text.match(/<a href="\/p\/[\w-]+\/([^"]+)">Back to programmes/) ?? [];
    expect(pageWords((await visit.see('O1', back.replaceAll('&amp;', '&'))).text)).toContain('Programmes: ');
  },
);
