import { run, thumbHeight } from './fold.ts';

type Json = Record<string, unknown>;

const restId = 'rest';

/**
 * A card on which nothing is asked any more, in two lines and what came of it; pressed, they unfold the rest. `stays`: what
 * of it stands open all the same; `waits`: the line that then takes the place of the second.
 */
export function shrunk(card: Json, stays: readonly Json[] = [], waits: readonly Json[] = []): Json {
  const [head, ...others] = card.body as Json[];
  // In plain words: a ground of its own is as tall as another line.
  const isSaid = (one: Json) => one.style === 'emphasis';
  const words = others.filter(isSaid).flatMap((one) => one.items as Json[]);
  const lines = words.length > 0 ? [] : others.slice(0, 1).filter((one) => one.type === 'RichTextBlock');
  const rest = others.filter((one) => !isSaid(one) && !lines.includes(one));
  if (!head || rest.length === 0) return card;
  const said = [...words, ...lines];
  const [title, ...second] = head.items as { inlines: Json[] }[];
  const who = waits.length > 0 ? waits : second;
  if (waits.length > 0) rest.unshift(...second);
  const name = (title?.inlines ?? []).map(({ text }) => String(text)).join('');
  for (const one of title?.inlines ?? []) delete one.size;
  title?.inlines.push(run('  ▾', { isSubtle: true }));
  const unfold = { type: 'Action.ToggleVisibility', title: `Unfold: ${name}`, targetElements: [restId] };
  const body = [
    { ...head, minHeight: `${thumbHeight}px`, selectAction: unfold, items: [title, ...who, ...said] },
    ...stays,
    { type: 'Container', id: restId, isVisible: false, spacing: 'Small', items: rest },
  ];
  return { ...card, body };
}
