import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { wordTags } from '../../src/language/opinion.ts';
import { createLearnedReader, type LearnedReader, patientMs } from '../../src/reader/learned-reader.ts';
import { modelFolder, readModelFile } from '../../src/reader/model-file.ts';
import { opinionFrom } from '../../src/reader/opinions.ts';
import { windowLength, windowsOf } from '../../src/reader/windows.ts';
import { hearWords } from '../../src/usecases/core/hear-words.ts';
import { measure, type Row, readHeldOut } from './measure.ts';

let reader: LearnedReader;
beforeAll(async () => {
  reader = createLearnedReader({ waitMs: patientMs });
  expect(await reader.start()).toBeUndefined();
});
afterAll(() => reader.stop());

const calm = 'I will be off tomorrow because the car is at the garage and the bus does not go that early. ';
const cry = 'i took all of mums tablets, i want to die';

describe('sentences the reader was never shown', () => {
  let rows: Map<string, Row>;
  const missed: string[] = [];
  beforeAll(async () => {
    rows = await measure(reader, readHeldOut(join(import.meta.dirname, 'held-out.jsonl')), (line) => missed.push(line));
  });
  const sum = (groups: readonly string[], key: keyof Row) =>
    groups.reduce((n, one) => n + (rows.get(one)?.[key] ?? 0), 0);
  const worried = ['outright', 'sideways', 'third', 'second', 'welsh'];

  test('cries for help are heard, urgent ones first of all', () => {
    const [heard, urgent] = [sum(worried, 'heard'), sum(worried, 'urgentHeard')];
    expect(`${heard} of 47, ${urgent} of 30 urgent${heard < 44 ? missed.join('\n') : ''}`).toMatch(
      /^4[4-7] of 47, (29|30) of 30 urgent$/,
    );
  });

  test('what a message is for, and why, is read right in nine of ten and more', () => {
    const calmGroups = ['ordinary', 'lookalike'];
    expect(sum(calmGroups, 'kindsRight')).toBeGreaterThanOrEqual(67);
    expect(sum(calmGroups, 'reasonsRight')).toBeGreaterThanOrEqual(48);
    expect([sum(calmGroups, 'kinds'), sum(calmGroups, 'reasons')]).toEqual([71, 53]);
  });

  test('ordinary messages and look-alikes hardly ever alert', () => {
    expect(sum(['ordinary'], 'falseAlerts')).toBeLessThanOrEqual(1);
    expect(sum(['lookalike'], 'falseAlerts')).toBeLessThanOrEqual(4);
  });

  test('nor by another author, where look-alikes alert oftener', async () => {
    const other = await measure(reader, readHeldOut(join(import.meta.dirname, 'held-out-3.jsonl')));
    const of = (group: string) => other.get(group)?.falseAlerts ?? 99;
    expect(of('ordinary')).toBeLessThanOrEqual(1);
    expect(of('lookalike')).toBeLessThanOrEqual(13);
    expect(worried.reduce((n, one) => n + (other.get(one)?.heard ?? 0), 0)).toBeGreaterThanOrEqual(47);
    expect(worried.reduce((n, one) => n + (other.get(one)?.urgentHeard ?? 0), 0)).toBe(34);
  });

  test('Welsh is not taken for a worry because it is Welsh', async () => {
    const welsh = (await measure(reader, readHeldOut(join(import.meta.dirname, 'held-out-2.jsonl')))).get('welsh');
    expect(welsh?.falseAlerts).toBeLessThanOrEqual(1);
    expect(welsh?.urgentHeard).toBe(7);
  });
});

test('the bot makes of words what the training script made of them: nothing put before them, cut into the same pieces', async () => {
  const told: { text: string; z: number[] }[] = JSON.parse(
    readFileSync(join(import.meta.dirname, 'as-trained.json'), 'utf8'),
  );
  const { card } = readModelFile();
  const opinions = await reader.judge(told.map((one) => one.text));
  for (const [i, { z }] of told.entries()) {
    const want = opinionFrom([z], card);
    expect(opinions[i]).toMatchObject({ kind: want.kind, reason: want.reason, harm: want.harm });
    expect(opinions[i]?.kindSureness).toBeCloseTo(want.kindSureness, 1);
    expect(opinions[i]?.reasonSureness).toBeCloseTo(want.reasonSureness, 1);
  }
  expect(told.length).toBeGreaterThan(4);
});

test('of many windows, each must be surer than one alone', () => {
  const { card } = readModelFile();
  const calmest = [-9, -9, ...card.kinds.map(() => 0), ...card.reasons.map(() => 0)];
  const unsure = [Math.log(card.thresholds.possible / (1 - card.thresholds.possible)) + 0.1, -9, ...calmest.slice(2)];
  const sure = [9, 9, ...calmest.slice(2)];
  const twelve = (one: number[]) => [one, ...Array.from({ length: 11 }, () => calmest)];
  expect(opinionFrom([unsure], card).harm).toBe('possible');
  expect(opinionFrom(twelve(unsure), card).harm).toBe('none');
  expect(opinionFrom(twelve(sure), card).harm).toBe('urgent');
});

describe('long messages', () => {
  test('a cry for help after 1,900 ordinary characters is heard, the same message without it is calm', async () => {
    const ordinary = readHeldOut(join(import.meta.dirname, 'held-out-3.jsonl')).filter(
      (one) => one.group === 'ordinary',
    );
    const before = ordinary
      .map((one) => one.text)
      .join('. ')
      .slice(0, 1_900);
    const [heard, quiet] = await reader.judge([`${before}. ${cry}. ${calm}`.slice(0, 2_000), before]);
    expect(before.length).toBe(1_900);
    expect(heard?.harm).toBe('urgent');
    expect(quiet?.harm).toBe('none');
  });

  test('a worry in the midst of a dozen ordinary sentences is mostly heard; they alone alert in a quarter of such messages at most', async () => {
    const lines = readHeldOut(join(import.meta.dirname, 'held-out-3.jsonl'));
    const ordinary = lines.filter((one) => one.group === 'ordinary').map((one) => one.text);
    const urgent = lines.filter((one) => one.harm === 'urgent').map((one) => one.text);
    const day = (i: number) => [...ordinary, ...ordinary].slice(i, i + 12);
    const long = urgent.map((text, i) => day(i).toSpliced(6, 0, text).join('. '));
    const calmDays = ordinary.map((_, i) => day(i).join('. '));
    const alerts = async (texts: string[]) => (await reader.judge(texts)).filter((one) => one?.harm !== 'none').length;
    expect(await alerts(long)).toBeGreaterThanOrEqual(28);
    expect(await alerts(calmDays)).toBeLessThanOrEqual(15);
    expect([long.length, calmDays.length]).toEqual([34, 60]);
  });

  test('windows overlap, lose nothing, and are not without end', () => {
    const ids = Array.from({ length: 500 }, (_, i) => i);
    const windows = windowsOf(ids, -1, -2);
    expect([...new Set(windows.flat())].filter((id) => id >= 0)).toEqual(ids);
    for (const [i, one] of windows.slice(1).entries()) expect(windows[i]?.slice(-21, -1)).toEqual(one.slice(1, 21));
    expect(new Set(windows.slice(0, -1).map((one) => one.length)).size).toBe(1);
    expect(Math.max(...windows.map((one) => one.length))).toBeLessThanOrEqual(windowLength + 2);
    expect(
      windowsOf(
        Array.from({ length: 100_000 }, () => 1),
        -1,
        -2,
      ).length,
    ).toBeLessThanOrEqual(120);
    expect(windowsOf([], -1, -2)).toEqual([[-1, -2]]);
  });

  test('the event loop turns while a message of 20,000 characters is read', async () => {
    let turns = 0;
    let isRead = false;
    const turn = () => {
      turns += 1;
      if (!isRead) setImmediate(turn);
    };
    setImmediate(turn);
    await reader.judge([calm.repeat(220)]);
    isRead = true;
    expect(turns).toBeGreaterThan(100);
  });
});

describe('what words are taken for', () => {
  /** The tag that the reader finds likeliest for a word, and where its pieces stand. */
  const tagsOf = async (text: string) => {
    const [opinion] = await reader.judge([text]);
    return (opinion?.pieces ?? []).map(({ start, stop, scores }) => ({
      words: text.slice(start, stop),
      tag: wordTags[scores.indexOf(Math.max(...scores))],
    }));
  };

  test('the bot’s tags are those that the training script saw, on the same pieces', async () => {
    const told: { text: string; tags: number[][] }[] = JSON.parse(
      readFileSync(join(import.meta.dirname, 'as-tagged.json'), 'utf8'),
    );
    const opinions = await reader.judge(told.map((one) => one.text));
    for (const [i, { text, tags }] of told.entries()) {
      const pieces = opinions[i]?.pieces ?? [];
      // A sign that is in no vocabulary has no place in the text.
      expect(pieces.length).toBeGreaterThanOrEqual(tags.length - (/\p{Emoji_Presentation}/u.test(text) ? 1 : 0));
      for (const [j, { scores }] of pieces.entries())
        for (const [k, score] of scores.entries()) expect(Math.abs(score - tags[j]![k]!)).toBeLessThan(0.6);
    }
    expect(told.length).toBeGreaterThan(2);
  });

  test('days that are missed, days of a story and days of coming back are told apart; so are who is away and who is not', async () => {
    const tags = await tagsOf('josh is off monday, he fell over at the party on saturday. back wednesday, ask dave');
    const tagOf = (words: string) => tags.find((one) => one.words === words)?.tag;
    expect(['josh', 'monday', 'saturday', 'wednesday', 'dave'].map(tagOf)).toEqual([
      'who',
      'on',
      'other',
      'back',
      'else',
    ]);
  });

  test('each piece of a long message is tagged once, in order, where it stands', async () => {
    const text = `${calm.repeat(6)}Also my brother Sam is getting married on Friday so I am off then.`;
    const tags = await tagsOf(text);
    expect(tags.map((one) => one.words).join('')).toBe(text.replaceAll(' ', ''));
    expect(tags.find((one) => one.words === 'Sam')?.tag).toBe('else');
  });
});

describe('a model file that cannot be used', () => {
  const folderWith = (change: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'attendance-reader-'));
    for (const name of ['reader.onnx', 'letters.bin', 'reader.json', 'tokenizer.json'])
      copyFileSync(join(modelFolder, name), join(folder, name));
    change(folder);
    return folder;
  };
  test.each([
    ['missing', (folder: string) => rmSync(join(folder, 'reader.onnx')), /missing: reader\.onnx/],
    [
      'changed',
      (folder: string) => {
        const bytes = readFileSync(join(folder, 'reader.onnx'));
        bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1;
        writeFileSync(join(folder, 'reader.onnx'), bytes);
      },
      /broken: reader\.onnx/,
    ],
    [
      'with letters of another',
      (folder: string) => writeFileSync(join(folder, 'letters.bin'), 'x'),
      /broken: letters\.bin/,
    ],
    ['without its card', (folder: string) => writeFileSync(join(folder, 'reader.json'), '{'), /broken: reader\.json/],
  ])('%s: it says so, and words are read by rules', async (_, change, words) => {
    const broken = createLearnedReader({ folder: folderWith(change) });
    expect(await broken.start()).toMatch(words);
    expect(await hearWords({ reader: broken }, 'i want to kill myself')).toMatchObject({ harm: 'urgent' });
    expect((await hearWords({ reader: broken }, 'not in tomorrow')).opinionOf('not in tomorrow')).toBeUndefined();
  });

  test('a reader that is too slow is not waited for', async () => {
    const slow = createLearnedReader({ waitMs: 1 });
    await slow.start();
    expect(await slow.judge([calm.repeat(200)])).toEqual([undefined]);
    await slow.stop();
    expect(await slow.judge(['late'])).toEqual([undefined]);
  });

  test('what was learned is at most 30 MB', () => {
    const sizes = ['reader.onnx', 'letters.bin'].map((name) => statSync(join(modelFolder, name)).size);
    expect(sizes[0]! + sizes[1]!).toBeLessThanOrEqual(30_000_000);
  });
});
