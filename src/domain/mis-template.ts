import type { MisEventType } from './mis-event.ts';

/** How a value is written: a date as 23/11/2026, with its time, the time alone, or minutes as hours (1.50). */
export const columnForms = ['date', 'date-time', 'time', 'hours'] as const;

/** One column: a field of the event, a setting of the college's, or always the same. */
type MisColumn = {
  header: string;
  field?: string;
  setting?: 'ukprn';
  value?: string;
  as?: (typeof columnForms)[number];
  /** Other words for some values, such as the MIS's own codes for marks; what is not named stays. */
  map?: Record<string, string>;
};

/** The daily file as a college's MIS imports it. `fileName` holds `{day}`. */
export type MisTemplate = { types: MisEventType[]; fileName: string; columns: MisColumn[] };

type Fields = Record<string, unknown>;

function written(value: unknown, as: MisColumn['as']): string | number {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (as === 'hours' && typeof value === 'number') return (value / 60).toFixed(2);
  if (typeof value === 'number') return value;
  const said = Array.isArray(value) ? value.join(';') : String(value);
  const [, year, month, date, time] = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/.exec(said) ?? [];
  if (!as || as === 'hours' || !year) return said;
  const day = `${date}/${month}/${year}`;
  return as === 'date' ? day : as === 'time' ? (time ?? '') : [day, time].filter(Boolean).join(' ');
}

/** One event as a row of the file, in the template's columns. */
export function misRow(template: MisTemplate, fields: Fields, settings: { ukprn?: string }): (string | number)[] {
  return template.columns.map(({ field, setting, value = '', as, map }) => {
    if (setting) return settings[setting] ?? '';
    if (!field) return value;
    const cell = written(fields[field], as);
    return map && Object.hasOwn(map, cell) ? (map[cell] ?? cell) : cell;
  });
}
