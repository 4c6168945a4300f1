import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet would take for a formula, also behind blanks or control characters, which it drops. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const formula = /^[\s\u0000-\u001f\u00a0\u200b-\u200f\ufeff]*[=+\-@]|^[\t\r]/;

/**
 * Rows of a CSV file as spreadsheets read it: commas, CRLF, quotes where needed. A text that a spreadsheet would run as
 * a formula gets an apostrophe in front, so that it stays text; figures stay figures.
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      record_delimiter: 'windows',
      // A lone CR or LF inside a cell would end the row for some readers.
      quoted_match: /[\r\n]/,
      cast: { string: (text) => (formula.test(text) ? `'${text}` : text) },
    },
  );
}
