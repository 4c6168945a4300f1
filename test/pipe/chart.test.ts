import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { createLinks } from '../../src/http/links.ts';
import { readChart } from '../../src/usecases/core/chart-code.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { chartsOf } from '../support/chart-data.ts';
import { College, monday } from '../support/college.ts';

describe('charts on cards', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    // Two weeks, one without marks, one more; then today's.
    const days = [-28, -27, -21, -20, -7, -6].map((n) => addDays(monday, n));
    await college.addHistory(
      'L2',
      days.map((on, i) => ({ code: i % 2 ? 'unauthorised' : 'present', on })),
    );
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  /** The chart on the mentor's card about Ben, and its address. */
  async function shown(): Promise<{ url: string; altText: string }> {
    const { card } = await college.card('M1', ['risk', 'Ben Carter']);
    const [image] = chartsOf(card ?? {});
    return { url: String(image?.url), altText: String(image?.altText) };
  }

  test('a card about a learner shows the weeks as a picture: what was missed, a week without marks between, this one so far', async () => {
    const { url, altText } = await shown();
    expect(altText).toBe(
      'Attended each week: 26/10 50%, 2/11 50%, no marks, then 16/11 50%, 23/11 0% so far; the policy’s line is 90%.',
    );
    const answer = await fetch(url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, bytes.subarray(1, 4).toString()]).toEqual([200, 'PNG']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  test('its address holds figures and dates, and nobody’s name', async () => {
    const code = /\.([\w-]+)\.png$/.exec((await shown()).url)?.[1] ?? '';
    expect(readChart(code)?.bars).toHaveLength(4);
    expect(Buffer.from(code, 'base64url').toString()).not.toMatch(/Ben|Carter|L2|BUS/);
  });

  test('nobody gets a chart of their own drawn, nor one that was changed', async () => {
    const { url } = await shown();
    const [, base, key, , code = ''] = /^(.*\/chart\/)([^.]*)\.([^.]*)\.([^.]*)\.png$/.exec(url) ?? [];
    const other = createLinks(['somebody-elses-secret-of-32-letters'], new URL(url).origin, () => new Date());
    const changed = Buffer.from(Buffer.from(code, 'base64url').toString().replace('50', '99')).toString('base64url');
    for (const asked of [
      url.replace(code, changed),
      other.chartUrl(code),
      `${base}${key}.${code}.png`,
      `${base}${code}.png`,
      `${base}.png`,
      // A link to a page is no chart, whatever it is sealed with.
      college.bot.world.link?.('page', 'story/L2', 'M1', new Date()).replace('/l/', '/chart/') ?? '',
    ])
      expect([asked, (await fetch(asked)).status]).toEqual([asked, 404]);
  });

  test('an address goes on working when the secret is changed, as long as the one before is accepted', () => {
    const [old, fresh] = ['the-secret-that-was-used-until-now', 'the-secret-that-is-used-from-now-on'] as const;
    const before = createLinks([old], 'https://bot.example', () => new Date());
    const name = /\/chart\/(.*)\.png$/.exec(before.chartUrl('abc'))?.[1] ?? '';
    expect(before.chartUrl('abc')).toBe(before.chartUrl('abc'));
    expect(createLinks([fresh, old], '', () => new Date()).openChart(name)).toBe('abc');
    expect(createLinks([fresh], '', () => new Date()).openChart(name)).toBeUndefined();
  });
});
