import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AdaptiveCard, SerializationContext } from 'adaptivecards';
import { drawCard } from '../../src/teams/cards/draw-card.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import type { CardModel, CardName } from '../../src/usecases/core/card-model.ts';
import { samples } from './samples.ts';

const names = readdirSync(join(import.meta.dirname, '../../cards')).map(
  (name) => name.replace(/\.json$/, '') as CardName,
);
const knownVerbs = new Set(verbs.map((one) => one.verb));

function nodesOf(card: unknown): Record<string, unknown>[] {
  if (Array.isArray(card)) return card.flatMap(nodesOf);
  if (card === null || typeof card !== 'object') return [];
  return [card as Record<string, unknown>, ...Object.values(card).flatMap(nodesOf)];
}
const draw = (name: CardName, data: unknown = samples[name]) => drawCard({ card: name, data } as CardModel, 'key').card;

test('every template has a sample, a binding and the other way round', () => {
  expect(Object.keys(samples).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const card = draw(name);
  const nodes = nodesOf(card);

  test('expands whole and stays small', () => {
    expect(JSON.stringify(card)).not.toContain('${');
    expect(JSON.stringify(card).length).toBeLessThan(25_000);
  });

  test('parses in adaptivecards 3 with nothing unknown but Teams’ charts, which have a fallback', () => {
    const context = new SerializationContext();
    const parsed = new AdaptiveCard();
    parsed.parse(card, context);
    const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
    const charts = nodes.filter((node) => String(node.type).startsWith('Chart.'));
    expect(events.filter((message) => !/^Unknown element type "Chart\./.test(message))).toEqual([]);
    expect(events).toHaveLength(charts.length);
    for (const chart of charts) expect(chart.fallback).toBeDefined();
    expect(parsed.version.toString()).toBe('1.5');
  });

  test('every action has a registered verb, every input a label and an id of its own', () => {
    for (const action of nodes.filter((node) => String(node.type).startsWith('Action.'))) {
      if (action.type === 'Action.OpenUrl') {
        expect(String(action.url)).toMatch(/^https:/);
        continue;
      }
      // Folds a part of the card out, and does nothing else.
      if (action.type === 'Action.ShowCard') continue;
      expect(action.type).toBe('Action.Execute');
      expect(knownVerbs).toContain(action.verb);
    }
    for (const node of nodes) if (Array.isArray(node.actions)) expect(node.actions.length).toBeLessThanOrEqual(6);
    const inputs = nodes.filter((node) => String(node.type).startsWith('Input.'));
    for (const input of inputs) expect(input.label).toBeTruthy();
    expect(new Set(inputs.map((input) => input.id)).size).toBe(inputs.length);
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
          ['tone', 'flag', 'state', 'kind'].includes(key) ? one : poison(one),
        ]),
      );
    };
    const drawn = draw(name, poison(samples[name]));
    expect(JSON.stringify(drawn)).not.toContain('{{');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    expect(JSON.stringify(drawn)).toContain('${registerId}');
    for (const node of nodesOf(drawn).filter((one) => one.type === 'TextBlock' || one.type === 'FactSet')) {
      const isFallback = String(node.text).match(/^(Weeks from|Sep|Attended: )/);
      if (!isFallback) expect(JSON.stringify(node)).not.toContain('**bold**');
    }
  });
});
