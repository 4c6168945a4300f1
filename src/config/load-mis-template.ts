import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { misEventTypes } from '../domain/mis-event.ts';
import { columnForms, type MisTemplate } from '../domain/mis-template.ts';

/** Templates that come with the bot; any other name is the path of a college's own. */
const misTemplates = ['generic', 'pics'] as const;

const Column = z
  .strictObject({
    header: z.string().min(1),
    field: z.string().min(1).optional(),
    setting: z.literal('ukprn').optional(),
    value: z.string().optional(),
    as: z.enum(columnForms).optional(),
    map: z.record(z.string(), z.string()).optional(),
  })
  .refine(
    ({ field, setting, value }) => [field, setting, value].filter((one) => one !== undefined).length === 1,
    'one of field, setting and value',
  );
const Template = z.strictObject({
  types: z.array(z.enum(misEventTypes)).min(1),
  fileName: z
    .string()
    .regex(/^[A-Za-z0-9 ._-]*\{day\}[A-Za-z0-9 ._-]*$/, 'a plain file name with {day} in it, such as marks-{day}.csv'),
  columns: z.array(Column).min(1),
});

/** The columns of the daily file. Throws with the file and every mistake in it. */
export function loadMisTemplate(name: string): MisTemplate {
  const isOurs = (misTemplates as readonly string[]).includes(name);
  const path = isOurs ? join(import.meta.dirname, 'mis-templates', `${name}.json`) : name;
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(`MIS_FILE_TEMPLATE: ${misTemplates.join(', ')}, or a JSON file that can be read`);
  }
  const parsed = Template.safeParse(said);
  if (parsed.success) return parsed.data as MisTemplate;
  const problems = parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`);
  throw new Error(`MIS_FILE_TEMPLATE: ${problems.join('; ')}`);
}
