import { type Day, dayOf, isDay, type TimeOfDay, timeOf } from '../../domain/calendar.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const pad = (number: number | string) => String(number).padStart(2, '0');

/** An instant with its offset: `2026-09-07T08:00:00Z`. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.test(text);
}

/** The whole days that Excel counts from the end of 1899. */
function ofSerial(serial: number): Date {
  return new Date(Date.UTC(1899, 11, 30) + Math.round(serial * 1_440) * 60_000);
}

function ofParts(year: string, month: number | string, date: string): Day | undefined {
  const day = `${year}-${pad(month)}-${pad(date)}`;
  return isDay(day) ? day : undefined;
}

/**
 * A day as files write it: `2026-09-07`, `07/09/2026` (day first, as in Britain), `7 Sep 2026`, `07-SEP-26`, Excel's
 * count of days; a time behind it is left out. Two figures for the year are taken only where `century` says which.
 */
export function readDay(text: string, century?: '20'): Day | undefined {
  const written = text.replace(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i, '');
  if (isInstant(written)) return dayOf(new Date(written));
  if (/^\d{5}(\.\d+)?$/.test(written)) return ofSerial(Number(written)).toISOString().slice(0, 10);
  const alone = written.replace(/[T\s,]{1,8}\d{1,2}[:.]\d{2}.*$/, '');
  const iso = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})$/.exec(alone);
  if (iso) return ofParts(iso[1] ?? '', iso[3] ?? '', iso[4] ?? '');
  const [, date = '', named = '', year = ''] =
    /^(\d{1,2})(?:st|nd|rd|th)?[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{4}|\d{2})$/i.exec(alone) ?? [];
  const month = /^\d/.test(named) ? named : String(months.indexOf(named.slice(0, 3).toLowerCase()) + 1);
  if (year.length === 2 && !century) return undefined;
  return ofParts(year.length === 2 ? `${century}${year}` : year, month, date);
}

/** A time of day as files write it: `9:00`, `09.00`, `0900`, `9:30 pm`, Excel's part of a day; a day before it is left out. */
export function readTime(text: string): TimeOfDay | undefined {
  if (isInstant(text)) return timeOf(new Date(text));
  if (/^(\d{5}|0)?\.\d+$/.test(text)) return ofSerial(Number(text)).toISOString().slice(11, 16);
  const alone = text.replace(/^(.*\d)[T\s,]+(?=\d{1,2}[:.]\d{2}|\d{1,2} ?[ap]m)/i, '');
  const [, hours = '', minutes = '00', half] =
    /^(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.]00(?:\.0+)?)?\s*([ap]\.?m\.?)?$/i.exec(alone) ?? [];
  const isWhole = /[:.]|^\d{4}$/.test(alone) || half !== undefined;
  if (hours === '' || !isWhole || Number(minutes) > 59) return undefined;
  if (!half) return Number(hours) < 24 ? `${pad(hours)}:${minutes}` : undefined;
  if (Number(hours) < 1 || Number(hours) > 12) return undefined;
  return `${pad((Number(hours) % 12) + (half[0]?.toLowerCase() === 'p' ? 12 : 0))}:${minutes}`;
}
