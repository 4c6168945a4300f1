import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Flag } from '../../src/domain/standing.ts';
import { drawCard } from '../../src/teams/cards/draw-card.ts';
import { readPart, readPayload } from '../../src/teams/verbs/payload.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import type { CardModel, CardName } from '../../src/usecases/core/card-model.ts';
import { readChart } from '../../src/usecases/core/chart-code.ts';
import { chartsOf, sampleChartUrl } from '../support/chart-data.ts';
import { seenOn, wordsOf } from '../teams/client.ts';
import { AdaptiveCard, faultsOf, nodesOf, SerializationContext } from './check-card.ts';
import { samples } from './samples.ts';

const cards = join(import.meta.dirname, '../../cards');
const names = readdirSync(cards).map((name) => name.replace(/\.json$/, '') as CardName);
const knownVerbs = new Set(verbs.map((one) => one.verb));

/** Something a person could type or pick. */
function typedInto(input: Record<string, unknown>): unknown {
  const [choice] = (input.choices as { value: string }[] | undefined) ?? [];
  const typed = { 'Input.Date': '2026-11-24', 'Input.Time': '10:30', 'Input.Number': '12' };
  return input.value || choice?.value || typed[input.type as keyof typeof typed] || 'some words';
}
const draw = (name: CardName, data: unknown = samples[name]) =>
  drawCard({ card: name, data } as CardModel, { key: 'key', chartUrl: sampleChartUrl }).card;

test('the check of cards sees an input that keeps its card from being sent, and names both', () => {
  const withInput = (input: object) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: 'A form' },
      { id: 'x', label: 'X', ...input },
    ],
    actions: [{ type: 'Action.Execute', title: 'Send', verb: 'form-submit' }],
  });
  const choices = [{ title: 'A', value: 'a' }];
  expect(faultsOf(withInput({ type: 'Input.Number', min: 1, value: '' }))).toEqual([
    '"A form": x has the value "", which is none of its type',
    '"A form": x keeps “Send” from being sent',
  ]);
  for (const planted of [
    { type: 'Input.Number', max: 10, value: 11 },
    // Microsoft's renderer takes an empty number for one below any least.
    { type: 'Input.Number', min: 0 },
    { type: 'Input.Number', value: '5' },
    { type: 'Input.Text', regex: '^[a-z]+$', value: '1' },
    { type: 'Input.Date', value: 'Monday' },
    { type: 'Input.ChoiceSet', choices, value: 'b' },
    { type: 'Input.ChoiceSet', choices: [], isRequired: true, errorMessage: 'Pick one' },
    { type: 'Input.Text', isRequired: true },
  ])
    expect([planted, faultsOf(withInput(planted))[0]]).toEqual([planted, expect.stringMatching(/A form|at least one/)]);
  for (const sound of [
    { type: 'Input.Number', min: 1, value: 2 },
    { type: 'Input.ChoiceSet', choices, value: 'a' },
    { type: 'Input.Text', isRequired: true, errorMessage: 'Say why' },
  ])
    expect([sound, faultsOf(withInput(sound))]).toEqual([sound, []]);
});

test('the check of cards sees a button too long to stand whole on a phone, and lets the longest of ours pass', () => {
  const withButton = (title: string) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'A card' }],
    actions: [{ type: 'Action.Execute', title, verb: 'form-submit' }],
  });
  const cut = 'Refer to Head of Study Programme';
  expect(faultsOf(withButton(cut))).toEqual([`"A card": “${cut}” is too long to stand whole on a phone`]);
  expect(faultsOf(withButton('Send to learner and parent'))).toEqual([]);
});

test('the check of cards sees a row to press that is too low for a thumb; one that only unfolds may be lower', () => {
  const unfold = { type: 'Action.ToggleVisibility', title: 'Unfold', targetElements: ['x'] };
  const press = { type: 'Action.Execute', title: 'Press', verb: 'form-submit' };
  const withRow = (selectAction: object, more: object) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'Container', selectAction, items: [{ type: 'TextBlock', id: 'x', text: 'A card' }], ...more }],
  });
  for (const low of [{}, { minHeight: '36px' }])
    expect([low, faultsOf(withRow(press, low))]).toEqual([low, ['"A card": the row “Press” is too low for a thumb']]);
  expect(faultsOf(withRow(press, { minHeight: '44px' }))).toEqual([]);
  expect(faultsOf(withRow(unfold, {}))).toEqual(['"A card": the row “Unfold” is too low for a thumb']);
  expect(faultsOf(withRow(unfold, { minHeight: '36px' }))).toEqual([]);
});

test('every template has a sample, a binding and the other way round', () => {
  expect(Object.keys(samples).sort()).toEqual([...names].sort());
});

test('a decision comes first: what is asked, then its buttons, then the figures', () => {
  const text = JSON.stringify(draw('case-decide'));
  const places = ['You decide, by Friday 27 November.', '"case-decide"', '"Figures"', '"altText"'].map((one) =>
    text.indexOf(one),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test('a risk flag has a sign of its own shape before its word, wherever a card shows it in colour', () => {
  const { parts, ...rest } = samples['learner-follow'];
  const flagged = (flag: Flag) => wordsOf(draw('learner-follow', { ...rest, parts: parts.slice(1, 2), flag }));
  expect(flagged('red')).toContain('🛑 Red risk');
  expect(flagged('amber')).toContain('⚠ Amber risk');
  expect(flagged('none')).not.toMatch(/🛑|⚠|risk/);
});

test('an input that is folded away is drawn as one that is not', () => {
  const template = readFileSync(join(cards, 'form-plain.json'), 'utf8');
  const isOfInputs = /^\$\{(fields|folded)\}$/;
  const each = nodesOf(JSON.parse(template)).filter((node) => isOfInputs.test(String(node.$data)));
  const [open, folded] = each.map(({ $data: _, ...node }) => node);
  expect(each).toHaveLength(2);
  expect(folded).toEqual(open);
});

test('a card about a learner stays small, however much is open: every part has its row, behind one that counts them', () => {
  const { parts, ...rest } = samples['learner-follow'];
  const many = Array.from({ length: 14 }, (_, i) => ({
    ...(parts[1] as (typeof parts)[number]),
    key: `p000000${i + 10}`,
  }));
  const text = JSON.stringify(draw('learner-follow', { ...rest, parts: [parts[0], ...many] }));
  expect(text.length).toBeLessThan(25_000);
  expect(text.match(/○ Open: /g)).toHaveLength(14);
  expect(text).toContain('"part-show"');
  expect(text).toContain('"text":"○ 14 open"');
  // Hidden until that one is pressed.
  expect(text).toMatch(/"id":"more-parts","isVisible":false/);
  const few = JSON.stringify(draw('learner-follow', { ...rest, parts: [parts[0], ...many.slice(0, 1)] }));
  expect(few).not.toContain('more-parts');
});

test('a card about a learner: what is the reader’s own to press stays in sight, what waits for others is counted apart', () => {
  const { parts, ...rest } = samples['learner-follow'];
  const [, open, done] = parts as [(typeof parts)[0], (typeof parts)[1], (typeof parts)[2]];
  const short = { ...samples['form-plain'], facts: [], rows: [], chart: [], fields: [] };
  const next = {
    ...open,
    key: 'p00000040',
    state: 'next' as const,
    card: { card: 'form-plain' as const, data: short },
  };
  const waits = Array.from({ length: 9 }, (_, i) => ({
    ...open,
    key: `p0000004${i}`,
    title: `Meeting ${i}`,
    state: 'waits' as const,
    waits: { for: 'Ruth Adeyemi', since: 'Monday 23 November' },
  }));
  const seen = seenOn(draw('learner-follow', { ...rest, parts: [next, open, ...waits, done] }));
  expect(seen).toContain('○ Open: \nNext steps');
  expect(seen).toContain('◷ 9 waiting, ✓ 1 done');
  expect(seen).not.toContain('Meeting 0');
});

test('a card about a learner on which nothing is asked says in a line for whom it waits since when, and what is the reader’s own', () => {
  const { parts, why, name, ...rest } = samples['learner-follow'];
  const [, open, done] = parts as [(typeof parts)[0], (typeof parts)[1], (typeof parts)[2]];
  const waits = {
    ...open,
    key: 'p00000041',
    title: 'Conduct Review proposed',
    state: 'waits' as const,
    waits: { for: 'Ruth Adeyemi', since: 'Monday 23 November' },
  };
  const drawn = (...shown: unknown[]) => seenOn(draw('learner-follow', { ...rest, why, name, parts: shown }));
  const line = '◷ Waits for Ruth Adeyemi since Monday 23 November: Conduct Review proposed';
  const one = drawn(waits, done);
  for (const words of [name, line]) expect(one).toContain(words);
  for (const words of [why, 'Figures', done.title]) expect(one).not.toContain(words);
  expect(drawn(waits, { ...waits, key: 'p00000042', title: 'A meeting' })).toContain(`${line}, and 1 more`);
  const both = drawn(open, waits, done);
  expect(both).toContain('○ Open: \nNext steps');
  expect(both).toContain(line);
});

test('a card about a learner has one filled button at most, whatever is unfolded', () => {
  const filled = (card: unknown) => nodesOf(card).filter((node) => node.style === 'positive').length;
  const { parts, ...rest } = samples['learner-follow'];
  const open = parts[1] as (typeof parts)[1];
  expect(filled(draw('form-plain'))).toBe(1);
  const asked = { ...open, state: 'next' };
  const others = ['open', 'waits'].map((state, i) => ({ ...open, key: `p0000005${i}`, state }));
  expect(filled(draw('learner-follow', { ...rest, parts: [asked, ...others] }))).toBe(1);
  expect(filled(draw('learner-follow', { ...rest, parts: others }))).toBe(0);
});

test('a card about a learner: name, why and what is asked next are seen at once, its figures behind a row', () => {
  const seen = seenOn(draw('learner-follow'));
  const { why, name, parts, figures } = samples['learner-follow'];
  for (const words of [why, name, parts[0]?.title ?? '']) expect(seen).toContain(words);
  const figure = figures[0]?.facts[0]?.value ?? '';
  expect(figure).not.toBe('');
  expect(seen).not.toContain(figure);
  expect(JSON.stringify(draw('learner-follow'))).toContain(figure);
});

test('a learner’s own chart ends with the aim', () => {
  const [own] = chartsOf(draw('attendance-mine'));
  expect(own?.altText).toBe('Attended each month: Sep 99%, aim 100%; the policy’s line is 90%.');
});

test('a learner of two policies unfolds the chart of each, one of one policy sees it', () => {
  const { parts, ...rest } = samples['attendance-mine'];
  const [first] = parts;
  const shown = (all: unknown[]) =>
    chartsOf(draw('attendance-mine', { ...rest, parts: all })).map((one) => one.isVisible);
  expect(shown([first])).toEqual([true]);
  expect(shown([first, { ...first, name: 'Level 3 Team Leader' }])).toEqual([false, false]);
});

test('where the bot has no pages of its own a card has the sentence instead of the chart', () => {
  const { card } = drawCard({ card: 'attendance-mine', data: samples['attendance-mine'] });
  expect(JSON.stringify(card)).not.toMatch(/"Image"|chart:/);
  expect(wordsOf(card)).toContain('Attended each month: Sep 99%, aim 100%; the policy’s line is 90%.');
});

describe.each(names)('%s', (name) => {
  const card = draw(name);
  const nodes = nodesOf(card);

  test('expands whole and stays small', () => {
    expect(JSON.stringify(card)).not.toContain('${');
    expect(JSON.stringify(card).length).toBeLessThan(25_000);
  });

  test('parses in adaptivecards 3 with nothing unknown', () => {
    const context = new SerializationContext();
    const parsed = new AdaptiveCard();
    parsed.parse(card, context);
    const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
    expect(events).toEqual([]);
    expect(parsed.version.toString()).toBe('1.5');
  });

  test('no words in Teams’ yellow or light green, which are too pale to read on white', () => {
    const pale = nodes.filter((node) => 'text' in node && ['Good', 'Warning'].includes(String(node.color)));
    expect(pale).toEqual([]);
  });

  test('a chart has its sentence as alternative text: every figure, 0 too, which still runs, and the policy’s line', () => {
    for (const { url, altText } of chartsOf(card)) {
      const chart = readChart(/\/chart\/([\w-]+)\.png$/.exec(String(url))?.[1] ?? '');
      expect(chart?.bars.length).toBeGreaterThan(0);
      for (const { label, value, line, isNow } of chart?.bars ?? []) {
        expect(altText).toContain(`${label} ${value}%${isNow ? ' so far' : ''}`);
        expect(altText).toContain(`the policy’s line is ${line}%.`);
      }
    }
  });

  test('every action has a registered verb, every input a label and an id of its own', () => {
    for (const action of nodes.filter((node) => String(node.type).startsWith('Action.'))) {
      if (action.type === 'Action.OpenUrl') {
        expect(String(action.url)).toMatch(/^(https:|tel:\d+$)/);
        continue;
      }
      // Folds a part of the card out, and does nothing else.
      if (action.type === 'Action.ShowCard') continue;
      if (action.type === 'Action.ToggleVisibility') {
        for (const id of action.targetElements as string[]) expect(nodes.some((node) => node.id === id)).toBe(true);
        continue;
      }
      expect(action.type).toBe('Action.Execute');
      expect(knownVerbs).toContain(action.verb);
    }
    for (const node of nodes) if (Array.isArray(node.actions)) expect(node.actions.length).toBeLessThanOrEqual(6);
    const inputs = nodes.filter((node) => String(node.type).startsWith('Input.'));
    for (const input of inputs) expect(input.label).toBeTruthy();
    expect(new Set(inputs.map((input) => input.id)).size).toBe(inputs.length);
  });

  test('can be sent as it is drawn, with values of the schema’s types', () => {
    expect(faultsOf(card)).toEqual([]);
  });

  test('every input of the card sent with any of its buttons is taken or left aside, as Teams on iOS sends them', () => {
    const inputs = nodes.filter((node) => String(node.type).startsWith('Input.'));
    const all = Object.fromEntries(inputs.map((input) => [String(input.id), String(typedInto(input))]));
    for (const action of nodes.filter((node) => node.type === 'Action.Execute')) {
      const verb = verbs.find((one) => one.verb === action.verb)!;
      const sent = { ...all, ...(action.data as object), [`x${action.title}`]: 'not asked for' };
      const read = readPayload(verb, readPart(sent).own);
      expect([action.title, read.error?.issues]).toEqual([action.title, undefined]);
      // What is read with all inputs holds at least what is read as Teams elsewhere sends it.
      const own = action.associatedInputs === 'none' ? {} : all;
      expect(read.data).toMatchObject(
        readPayload(verb, readPart({ ...own, ...(action.data as object) }).own).data ?? {},
      );
    }
  });

  test('people’s words are never expanded, and stand only where no markdown is drawn', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that it stays as written is the point
    const hostile = '**bold** [link](https://evil.example) {{DATE(2026-11-23T09:00:00Z)}} ${registerId} <b>x</b>';
    const poison = (value: unknown): unknown => {
      if (typeof value === 'string') return `${value} ${hostile}`;
      if (Array.isArray(value)) return value.map(poison);
      if (value === null || typeof value !== 'object') return value;
      // Codes that choose a look or a branch are ours, never people's words.
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          ['tone', 'flag', 'state', 'kind', 'card'].includes(key) ? one : poison(one),
        ]),
      );
    };
    const drawn = draw(name, poison(samples[name]));
    expect(JSON.stringify(drawn)).not.toContain('{{');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    expect(JSON.stringify(drawn)).toContain('${registerId}');
    for (const node of nodesOf(drawn).filter((one) => one.type === 'TextBlock' || one.type === 'FactSet'))
      expect(JSON.stringify(node)).not.toContain('**bold**');
  });
});
