import { expect, test } from '@jest/globals';
import { chartColors, chartPicture, drawChart } from '../../src/http/chart-picture.ts';
import { type Chart, chartCode, readChart, sayChart } from '../../src/usecases/core/chart-code.ts';

const toneOf = (value: number) => (value < 85 ? 'attention' : value < 90 ? 'warning' : 'good');
const week = (label: string, value: number, more = {}) =>
  ({ label, value, tone: toneOf(value), line: 90, ...more }) as const;
const chart: Chart = {
  of: 'week',
  bars: [
    week('12/10', 100),
    week('19/10', 90),
    week('2/11', 89, { isAfterGap: true }),
    week('9/11', 0),
    week('16/11', 7),
    week('23/11', 50, { isNow: true }),
  ],
};

type Drawn = { tag: string; of: Record<string, string>; text: string };
function drawnIn(svg: string): Drawn[] {
  return [...svg.matchAll(/<(rect|path|text) ([^>]*?)\/?>([^<]*)/g)].map(
    ([, tag = '', attributes = '', text = '']) => ({
      tag,
      of: Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
      text: text.trim(),
    }),
  );
}

test('a chart has its title, each figure once, 0 as 0, the date under each bar, and the policy’s line by name', () => {
  const words = drawnIn(drawChart(chart)).flatMap(({ tag, text }) => (tag === 'text' ? [text] : []));
  expect(words).toEqual([
    'Attended each week, %',
    'policy’s line 90%',
    'this week so far',
    ...['0', '50', '100'],
    ...['100', '12/10', '90', '19/10', 'no marks', '89', '2/11', '0', '9/11', '7', '16/11', '50', '23/11'],
  ]);
});

test('bars are as tall as their percent, the policy’s line where it belongs; below it a bar is darker, what still runs is hatched, weeks without marks are grey', () => {
  const all = drawnIn(drawChart(chart));
  const heightOf = (percent: number) => percent * 1.22;
  const bars = all.filter(
    ({ tag, of }) =>
      tag === 'rect' && of.width !== '400' && of.rx === undefined && of.x !== '170' && of.x !== undefined,
  );
  expect(bars.map(({ of }) => [of.fill, Math.round(Number(of.height))])).toEqual([
    [chartColors.over, Math.round(heightOf(100))],
    [chartColors.over, Math.round(heightOf(90))],
    [chartColors.gap, Math.round(heightOf(100))],
    [chartColors.below, Math.round(heightOf(89))],
    [chartColors.below, Math.round(heightOf(7))],
    ['url(#running)', Math.round(heightOf(50))],
  ]);
  const bottom = Number(bars[0]?.of.y) + Number(bars[0]?.of.height);
  const dashes = all.filter(({ of }) => of['stroke-dasharray'] === '5 4').at(-1);
  expect(Number(/^M[\d.]+ ([\d.]+)H/.exec(dashes?.of.d ?? '')?.[1])).toBeCloseTo(bottom - heightOf(90), 0);
});

test('a figure is underlined where the pack says that it calls for attention, and no other', () => {
  const lined = drawnIn(drawChart(chart)).filter(({ of }) => of['text-decoration'] === 'underline');
  expect(lined.map(({ text }) => text)).toEqual(['0', '7', '50']);
});

test('a single month stands beside the aim and takes no whole chart', () => {
  const drawn = drawnIn(drawChart({ of: 'month', bars: [week('Sep', 99)], aim: 100 }));
  const bars = drawn.filter(({ tag, of }) => tag === 'rect' && Number(of.width) < 60 && Number(of.height) > 100);
  expect(bars).toHaveLength(2);
  expect(
    drawn
      .filter(({ tag }) => tag === 'text')
      .map(({ text }) => text)
      .slice(-4),
  ).toEqual(['99', 'Sep', '100', 'Aim']);
});

test('words stand out from their ground by 4.5 to 1, lines and bars by 3', () => {
  const light = (color: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, i) => sum + part * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const ratio = (a: string, b: string) => {
    const [low = 0, high = 0] = [light(a), light(b)].toSorted((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const { ground, words, detail, line, below, over, outline, gap } = chartColors;
  for (const [text, behind] of [
    [words, ground],
    [detail, ground],
    [words, over],
    [detail, gap],
    ['#FFFFFF', below],
    [words, '#FFFFFF'],
  ] as const)
    expect([text, behind, ratio(text, behind) >= 4.5]).toEqual([text, behind, true]);
  for (const drawn of [line, below, outline]) expect([drawn, ratio(drawn, ground) >= 3]).toEqual([drawn, true]);
});

test('its picture is a PNG, 1,000 pixels wide for sharp screens', async () => {
  const bytes = await chartPicture(chart);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1_000, 500]);
});

test('its sentence says all of it', () => {
  expect(sayChart(chart)).toBe(
    'Attended each week: 12/10 100%, 19/10 90%, no marks, then 2/11 89%, 9/11 0%, 16/11 7%, 23/11 50% so far; the policy’s line is 90%.',
  );
});

test('a code is read back whole; what is none, or of more than a card has room for, is no chart', () => {
  expect(readChart(chartCode(chart))).toEqual(chart);
  // A policy may draw its line between two whole percents.
  const between: Chart = { of: 'month', bars: [{ label: 'Sep', value: 92, tone: 'warning', line: 92.5 }], aim: 97.5 };
  expect(readChart(chartCode(between))).toEqual(between);
  const broken = (data: unknown) => readChart(Buffer.from(JSON.stringify(data)).toString('base64url'));
  expect(broken(['week', null, [week('1/1', 101)]])).toBeUndefined();
  expect(broken(['week', null, []])).toBeUndefined();
  expect(broken(['week', null, Array.from({ length: 17 }, () => week('1/1', 1))])).toBeUndefined();
  expect(broken(['week', null, [week('a long label', 1)]])).toBeUndefined();
  expect(readChart('%%%')).toBeUndefined();
});
