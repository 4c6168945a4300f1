/**
 * A kind of file taken as evidence (G3): how its name may end, its media type, how its bytes begin, and what each whole
 * one holds besides: without that nobody could open it.
 */
type FileKind = {
  endings: readonly string[];
  type: string;
  begins(bytes: Uint8Array): boolean;
  isWhole(bytes: Uint8Array): boolean;
};

const textAt = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));
const startsWith =
  (...wanted: number[]) =>
  (bytes: Uint8Array) =>
    wanted.every((byte, i) => bytes[i] === byte);

/** True where this stands in what is looked at; a sign is a byte. Never in all of a file: that would take too long. */
const has = (bytes: Uint8Array, wanted: string) => new TextDecoder('latin1').decode(bytes).includes(wanted);
const startOf = (bytes: Uint8Array) => bytes.subarray(0, 262_144);
const endOf = (bytes: Uint8Array) => bytes.subarray(-65_536);

const mostParts = 10_000;

/** Goes from part to part of a JPEG (FF, its kind, its length) to where the picture itself begins (FF DA). */
function hasPicture(jpeg: Uint8Array): boolean {
  let at = 2;
  for (let part = 0; part < mostParts && jpeg[at] === 0xff; part++) {
    const kind = jpeg[at + 1] ?? 0;
    if (kind === 0xda) return true;
    // A filling byte stands alone.
    at += kind === 0xff ? 1 : 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
  }
  return false;
}

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

const kinds: readonly FileKind[] = [
  {
    endings: ['pdf'],
    type: 'application/pdf',
    begins: (bytes) => textAt(bytes, 0, 5) === '%PDF-',
    // An object, and at the end where the list of them stands.
    isWhole: (bytes) => has(startOf(bytes), 'obj') && has(endOf(bytes), 'startxref'),
  },
  {
    endings: ['jpg', 'jpeg'],
    type: 'image/jpeg',
    begins: startsWith(0xff, 0xd8, 0xff),
    isWhole: hasPicture,
  },
  {
    endings: ['png'],
    type: 'image/png',
    begins: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    isWhole: (bytes) => has(startOf(bytes), 'IHDR') && has(startOf(bytes), 'IDAT'),
  },
  {
    endings: ['webp'],
    type: 'image/webp',
    begins: (bytes) => textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 12) === 'WEBP',
    isWhole: (bytes) => has(startOf(bytes), 'VP8'),
  },
  {
    endings: ['heic'],
    type: 'image/heic',
    begins: (bytes) => textAt(bytes, 4, 8) === 'ftyp' && heicBrands.includes(textAt(bytes, 8, 12)),
    isWhole: (bytes) => has(startOf(bytes), 'meta') || has(startOf(bytes), 'mdat'),
  },
  {
    endings: ['docx'],
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    // A ZIP lists its files at its end, by name; one that holds Word's document is a DOCX.
    begins: (bytes) => startsWith(0x50, 0x4b, 0x03, 0x04)(bytes) && has(endOf(bytes), 'word/document.xml'),
    isWhole: (bytes) => has(endOf(bytes), 'PK\x05\x06'),
  },
];

/** The kind a file is by its name and its bytes; undefined when it is none of ours or the two disagree. */
export function fileKind(name: string, bytes: Uint8Array): FileKind | undefined {
  const ending = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  return kinds.find((kind) => kind.endings.includes(ending) && kind.begins(bytes));
}

/** The kind of a picture without a name, as pasted ones come. */
export function pictureKind(bytes: Uint8Array): FileKind | undefined {
  return kinds.find((kind) => kind.type.startsWith('image/') && kind.begins(bytes));
}
