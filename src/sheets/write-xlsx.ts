import writeExcelFile from 'write-excel-file/node';

/**
 * Rows as a workbook of one sheet, the first row being its heading. Every text is stored as text, so that no spreadsheet
 * takes one for a formula; figures stay figures.
 */
export async function xlsxOf({
  name,
  rows,
}: {
  name: string;
  rows: readonly (readonly (string | number)[])[];
}): Promise<Buffer> {
  const cell = (value: string | number, isHead: boolean) => ({
    value,
    type: typeof value === 'number' ? Number : String,
    ...(isHead ? { fontWeight: 'bold' as const } : {}),
  });
  const data = rows.map((row, i) => row.map((value) => cell(value, i === 0)));
  // A sheet's name holds at most 31 characters, and none of these.
  const sheet = name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
  return writeExcelFile(data as never, { sheet, stickyRowsCount: 1 } as never).toBuffer();
}
