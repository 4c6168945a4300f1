import readWorkbook from 'read-excel-file/node';
import { stemOf } from './parse-csv.ts';
import { cleanCell, type Parsed, sheetOf } from './sheet.ts';

/** A day, a time of day, or both, as Excel keeps them in one number. */
function sayDate(date: Date): string {
  const exact = new Date(Math.round(date.getTime() / 60_000) * 60_000).toISOString();
  const [day = '', time = ''] = [exact.slice(0, 10), exact.slice(11, 16)];
  if (day < '1900-01-02') return time;
  return time === '00:00' ? day : `${day} ${time}`;
}

function sayCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return cleanCell(cell instanceof Date ? sayDate(cell) : String(cell));
}

/** The sheets of an Excel workbook that have anything in them; a single one goes by the file's name, too. */
export async function parseWorkbook(bytes: Uint8Array, file: string): Promise<Parsed[]> {
  let found: Awaited<ReturnType<typeof readWorkbook>>;
  try {
    found = await readWorkbook(Buffer.from(bytes));
  } catch {
    return [{ why: { file, line: 0, problem: 'is a workbook that cannot be opened; does it have a password?' } }];
  }
  return found.flatMap(({ sheet: name, data }) => {
    const records = data.map((row, i) => ({ cells: row.map(sayCell), line: i + 1 }));
    const isAlone = found.length === 1;
    const sheet = sheetOf(`${file} (${name})`, isAlone ? [name, stemOf(file)] : [name], records);
    return sheet ? [{ sheet }] : [];
  });
}
