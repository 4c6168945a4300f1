import { z } from 'zod';
import type { PayloadTexts } from '../../usecases/safeguarding/screen-words.ts';

/**
 * What a text of a payload is. `words`: somebody typed it, so it is looked at for hints at harm (S11). `team`: the
 * Safeguarding Team typed it on its own card. `code`: ours, nobody types it. A test walks every payload and fails on a
 * text that is not marked; on an object that takes keys nobody knows beforehand the mark is of their values.
 */
export const textMarks = z.registry<{ text: 'words' | 'team' | 'code' }>();
type TextMark = 'words' | 'team' | 'code';

/** The schema inside optional, default and the like. */
function bareSchema(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType ? bareSchema(innerType) : schema;
}

/** Every field of a payload with its mark; `unmarked` for a text without one, undefined for what holds no text. */
export function marksOf(payload: z.ZodType): Map<string, TextMark | 'unmarked' | undefined> {
  const { shape } = bareSchema(payload) as z.ZodObject;
  return new Map(Object.entries(shape).map(([key, field]) => [key, markOf(bareSchema(field as z.ZodType))]));
}

const textless = new Set(['enum', 'literal', 'number', 'boolean', 'date', 'null', 'undefined']);

function markOf(schema: z.ZodType): TextMark | 'unmarked' | undefined {
  return textMarks.get(schema)?.text ?? (textless.has(schema.def.type) ? undefined : 'unmarked');
}

/** True when an object takes keys that its shape does not name. */
export function isLoose(payload: z.ZodType): boolean {
  const { catchall } = bareSchema(payload).def as { catchall?: z.ZodType };
  return catchall !== undefined && catchall.def.type !== 'never';
}

/** The texts of a payload that has the right shape, by what they are. What is not marked counts as words. */
export function textsOf(
  schema: z.ZodType,
  payload: Record<string, unknown>,
): Required<Omit<PayloadTexts, 'isMessage'>> {
  const marks = marksOf(schema);
  const loose = textMarks.get(bareSchema(schema))?.text ?? 'unmarked';
  const found = { words: {} as Record<string, string>, team: {} as Record<string, string>, codes: [] as string[] };
  for (const [key, value] of Object.entries(payload)) {
    if (typeof value !== 'string') continue;
    const mark = marks.has(key) ? marks.get(key) : loose;
    if (mark === 'team') found.team[key] = value;
    else if (mark === 'words' || mark === 'unmarked') found.words[key] = value;
    else found.codes.push(value);
  }
  return found;
}

/** Every text in data of any shape: a press that is refused may hold a cry for help all the same (S11). */
export function textsIn(data: unknown): PayloadTexts {
  const words: Record<string, string> = {};
  const walk = (node: unknown, path: string, depth: number): void => {
    if (typeof node === 'string') words[path] = node;
    else if (node !== null && typeof node === 'object' && depth < 8)
      for (const [key, child] of Object.entries(node)) walk(child, `${path}.${key}`, depth + 1);
  };
  walk(data, '', 0);
  return { words, codes: [] };
}
