import { z } from 'zod';
import { isDay } from '../../domain/calendar.ts';
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
export const words = z.string().max(400).register(textMarks, { text: 'words' });
/** What the Safeguarding Team typed on its own card. */
export const teamWords = z.string().max(1_000).register(textMarks, { text: 'team' });

/** `m_`: a mark or minutes late; `e_`: minutes left early. */
const markKey = /^[me]_[A-Za-z0-9][A-Za-z0-9 _.:@-]{0,99}$/;
const known = ['registerId', 'version', 'page', 'rest', 'why', 'employer'];

/** The `m_<enrolmentId>` (or `e_…`) inputs of a register card, by enrolment id. Unknown keys are refused. */
export function readMarks(payload: Record<string, unknown>, letter: 'm' | 'e' = 'm'): Record<string, string> {
  const entries = Object.entries(payload).filter(([key]) => key.startsWith(`${letter}_`) && markKey.test(key));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(2), String(value)]));
}

/** A register card's payload: fixed fields, and nothing else but marks, at most 60 of them. */
export function registerPayload<Shape extends z.ZodRawShape>(shape: Shape) {
  const payload = z
    .looseObject({ registerId: id, version, ...shape })
    .refine((data) => Object.keys(data).every((key) => known.includes(key) || markKey.test(key)))
    .refine((data) => Object.keys(data).length <= 70)
    .refine((data) =>
      Object.entries(data).every(
        ([key, value]) => !markKey.test(key) || (typeof value === 'string' && value.length <= 60),
      ),
    );
  return payload.register(textMarks, { text: 'code' });
}
