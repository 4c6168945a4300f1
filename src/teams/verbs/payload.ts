import { z } from 'zod';
import { isDay } from '../../domain/calendar.ts';
import { visibleText } from '../plain-text.ts';
import { textMarks } from './payload-texts.ts';

/** A text of ours that nobody types. */
export function code<Schema extends z.ZodType>(schema: Schema): Schema {
  textMarks.add(schema, { text: 'code' });
  return schema;
}

/** Ids as they are imported or made here; anything else is no id of ours. */
export const id = code(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _.:|@-]{0,199}$/));
/** Card inputs are strings; data written by us may come back as numbers. */
const whole = (most: number) => z.coerce.number().int().min(0).max(most);
export const version = whole(1_000_000);
export const page = whole(50);
export const day = code(z.string().refine(isDay));
export const time = code(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** What somebody typed: looked at for hints at harm (S11). */
export const words = z.string().overwrite(visibleText).max(400).register(textMarks, { text: 'words' });
/** What the Safeguarding Team typed on its own card. */
export const teamWords = z.string().overwrite(visibleText).max(1_000).register(textMarks, { text: 'team' });

/** Inputs whose ids carry what they are about: how such an id looks, how long a value may be. Some clients send numbers. */
type Inputs = { id: RegExp; value: z.ZodType<string> };
const input = (most: number) =>
  z.union([z.string(), z.number()]).transform(String).pipe(z.string().overwrite(visibleText).max(most));

/** A register's `m_<enrolment>`: a mark or minutes late; `e_<enrolment>`: minutes left early. */
export const marks: Inputs = { id: /^[me]_[A-Za-z0-9][A-Za-z0-9 _.:@-]{0,99}$/, value: input(60) };
/** A form's `f_<field>`. */
export const fields: Inputs = { id: /^f_[a-z][a-zA-Z]{0,30}$/, value: input(4_000) };
const mostInputs = 60;

/** What stands on a part of the card about a learner has the part's name before its own. */
const partInput = /^p[0-9a-f]{8}_/;

/**
 * What a press of a part's button sends: its own inputs by their own names (`own`), and what stands on the other parts
 * (`others`), which is none of it and must not be lost.
 */
export function readPart(data: unknown): { own: unknown; others: Record<string, unknown>; part?: string; on?: string } {
  const { part, ...rest } = (data ?? {}) as Record<string, unknown>;
  const { on } = rest;
  if (typeof part !== 'string' || !partInput.test(`${part}_`) || typeof on !== 'string')
    return { own: data, others: {} };
  const all = Object.entries(rest);
  const own = all
    .filter(([key]) => key.startsWith(`${part}_`) || !partInput.test(key))
    .map(([key, value]) => [key.startsWith(`${part}_`) ? key.slice(part.length + 1) : key, value]);
  const others = all.filter(([key]) => partInput.test(key) && !key.startsWith(`${part}_`));
  return { own: Object.fromEntries(own), others: Object.fromEntries(others), part, on };
}

/** What a card action takes: fixed keys, and inputs of one shape beside them. */
export type Asked = { payload: z.ZodObject; inputs?: Inputs };

/** The whole shape of a verb; zod compiles a schema when it is first used, so each is made once. */
const shapes = new WeakMap<Asked, z.ZodObject>();
function shapeOf(asked: Asked): z.ZodObject {
  const { payload, inputs } = asked;
  const shape = shapes.get(asked) ?? (inputs ? payload.catchall(inputs.value) : payload);
  shapes.set(asked, shape);
  return shape;
}

/**
 * Reads what came with a press. Teams on iOS sends every input of the card whatever its button asks for, so what was
 * not asked for is left aside, on every verb alike; an input left empty is as if it were not there. What was asked for
 * must have its shape, else nothing is read.
 */
export function readPayload(verb: Asked, data: unknown) {
  const { payload, inputs } = verb;
  const given = z.record(z.string(), z.unknown()).safeParse(data);
  const asked = Object.entries(given.data ?? {}).filter(([, value]) => value !== '');
  const fixed = asked.filter(([key]) => Object.hasOwn(payload.shape, key));
  const typed = asked.filter(([key]) => inputs?.id.test(key));
  const isReadable = given.success && typed.length <= mostInputs;
  return shapeOf(verb).safeParse(isReadable ? Object.fromEntries([...fixed, ...typed]) : undefined);
}

/** The inputs that begin with a letter and a bar, without it: `m_<enrolmentId>` by enrolment id. */
export function readInputs(payload: Record<string, unknown>, letter: 'm' | 'e' | 'f'): Record<string, string> {
  const own = Object.entries(payload).filter(([key]) => key.startsWith(`${letter}_`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(2), String(value).trim()]));
}
