type Decoded = {
  text: string;
  /** What it was read as, when it was not UTF-8. */
  readAs?: string;
};
/** Why a file is no text this can read; `line` is 0 where it is about the whole file. */
type Undecodable = { line: number; why: string };

const saveAsUtf8 = 'save it as "CSV UTF-8 (comma delimited)"';

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    lines.push(bytes.subarray(from, end < 0 ? bytes.length : end));
    if (end < 0) break;
    from = end + 1;
  }
  return lines;
}

/** UTF-16 by its mark at the start, or because every other byte is empty, as in Excel's "Unicode text". */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 200);
  const empty = (odd: number) => start.filter((byte, i) => i % 2 === odd && byte === 0).length > start.length / 3;
  return empty(1) ? 'utf-16le' : empty(0) ? 'utf-16be' : undefined;
}

/**
 * The text of a file as spreadsheets save it: UTF-8, UTF-16, or Windows-1252 (Excel's plain "CSV"). A file that is
 * partly the one and partly the other is named by the line, and nothing is guessed.
 */
export function decodeText(bytes: Uint8Array): Decoded | Undecodable {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03)
    return { line: 0, why: `this is a workbook (xlsx or alike), not a CSV file; ${saveAsUtf8}` };
  const wide = utf16Of(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), readAs: 'UTF-16' };
  const plain = utf8(bytes);
  if (plain !== undefined) return { text: plain };
  const lines = linesOf(bytes);
  const bad = lines.findIndex((line) => utf8(line) === undefined);
  // A line with letters beyond ASCII that is good UTF-8 says that the file is meant to be UTF-8, and is damaged.
  const isMixed = lines.some((line) => line.some((byte) => byte > 0x7f) && utf8(line) !== undefined);
  if (isMixed) return { line: bad + 1, why: `is not UTF-8 like the rest of the file; ${saveAsUtf8}` };
  // Five bytes mean nothing in Windows-1252.
  const odd = lines.findIndex((line) => line.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)));
  if (odd >= 0) return { line: odd + 1, why: `is neither UTF-8 nor Windows-1252; ${saveAsUtf8}` };
  return { text: new TextDecoder('windows-1252').decode(bytes), readAs: 'Windows-1252' };
}
