import { z } from 'zod';
import { isDay } from '../../domain/calendar.ts';

/** Ids as they are imported or made here; anything else is no id of ours. */
export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _.:|@-]{0,199}$/);
/** Card inputs are strings; data written by us may come back as numbers. */
const whole = (most: number) => z.coerce.number().int().min(0).max(most);
export const version = whole(1_000_000);
export const page = whole(50);
export const day = z.string().refine(isDay);
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const words = z.string().max(400);

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
  return z
    .looseObject({ registerId: id, version, ...shape })
    .refine((data) => Object.keys(data).every((key) => known.includes(key) || markKey.test(key)))
    .refine((data) => Object.keys(data).length <= 70)
    .refine((data) =>
      Object.entries(data).every(
        ([key, value]) => !markKey.test(key) || (typeof value === 'string' && value.length <= 60),
      ),
    );
}
