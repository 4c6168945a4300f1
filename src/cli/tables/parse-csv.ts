import { parse } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { cleanCell, type Parsed, type SheetRecord, sheetOf } from './sheet.ts';

const separators = [',', ';', '\t', '|'];

/** A column's separator, by what the first line that has any has most of: a report's title above the heading has none. */
function separatorOf(text: string): string {
  const lines = text.split(/\r?\n/, 10).map((line) => line.replace(/"[^"]*"/g, ''));
  const count = (line: string, one: string) => line.split(one).length - 1;
  const line = lines.find((each) => separators.some((one) => count(each, one) > 1)) ?? lines[0] ?? '';
  return separators.reduce((best, one) => (count(line, one) > count(line, best) ? one : best));
}

function recordsOf(text: string, delimiter: string, skipped: number): SheetRecord[] {
  return parse(text, {
    bom: true,
    columns: false,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    // Made small as it is read: sixty thousand rows with all that the parser knows of each take a lot of memory.
    on_record: (record: string[], { lines }: { lines: number }) => ({
      cells: record.map(cleanCell),
      line: lines + skipped,
    }),
  } as never) as unknown as SheetRecord[];
}

/** The name of a file without what says its kind: `people` for `people.csv`. */
export function stemOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.[a-z0-9]+$/i, '');
}

/**
 * A CSV file as spreadsheets and student record systems save it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons,
 * tabs or bars, `sep=` before it, a title above the heading, blank rows and columns.
 */
export function parseCsv(bytes: Uint8Array, file: string): Parsed {
  const fail = (line: number, problem: string): Parsed => ({ why: { file, line, problem } });
  const decoded = decodeText(bytes);
  if ('why' in decoded) return fail(decoded.line, decoded.why);
  const whole = decoded.text.replace(/^\ufeff/, '');
  if (whole.trim() === '') return fail(0, 'the file is empty; it needs at least the header row');
  const [, named, text = whole] = /^sep=(.)\r?\n([\s\S]*)$/i.exec(whole) ?? [];
  const skipped = named ? 1 : 0;
  let records: SheetRecord[];
  try {
    records = recordsOf(text, named ?? separatorOf(text), skipped);
  } catch (error) {
    const { lines, code = '' } = error as { lines?: number; code?: string };
    if (!/QUOTE/.test(code)) throw error;
    const why = 'a quotation mark is not closed, or stands in the middle of a cell; a cell with one needs "" for each';
    return fail((lines ?? 0) + skipped, why);
  }
  const sheet = sheetOf(file, [stemOf(file)], records);
  if (!sheet) return fail(0, 'the file is empty; it needs at least the header row');
  if (decoded.readAs)
    sheet.notes.push(
      `${file}: read as ${decoded.readAs}; please check names with accents. "CSV UTF-8" needs no guessing.`,
    );
  return { sheet };
}
