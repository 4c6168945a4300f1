import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvOf } from '../../src/sheets/write-csv.ts';

describe('CSV for spreadsheets', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', ' =1+1', '\u00a0=1+1', '\u200b=1+1', '\n@A1'])(
    'a cell that a spreadsheet would run as a formula stays text: %j',
    (text) => {
      const [[cell]] = parse(csvOf([[text]]));
      expect(cell).toBe(`'${text}`);
    },
  );

  test('figures and other text stay as they are, quoted where the format needs it', () => {
    expect(csvOf([['a=b', -5, 'say "hi", then\nbye', '']])).toBe('a=b,-5,"say ""hi"", then\nbye",\r\n');
  });
});
