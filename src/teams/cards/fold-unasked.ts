import { fold, run } from './fold.ts';

type Json = Record<string, unknown>;

const title = 'Change something else';

/** The ids of the inputs in a part of a card. */
function inputsIn(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  const { type, id } = node as Json;
  if (typeof type === 'string' && type.startsWith('Input.')) return [String(id)];
  return Object.values(node).flatMap(inputsIn);
}

/** Where one thing is asked, the inputs that do not answer it wait behind a row: filled in with what was understood, they are sent along. */
export function foldUnasked(card: Json, asks: readonly string[]): void {
  if (asks.length === 0) return;
  const body = card.body as Json[];
  const isOther = (part: Json) => {
    const ids = inputsIn(part);
    return ids.length > 0 && !ids.some((id) => asks.includes(id));
  };
  const others = body.filter(isOther);
  card.body = [
    ...body.filter((part) => !isOther(part)),
    ...fold('not-asked', { title, words: run(title, { isSubtle: true }) }, others),
  ];
}
