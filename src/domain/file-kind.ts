/** A kind of file taken as evidence (G3): how its name may end, its media type, and how its bytes begin. */
export type FileKind = { endings: readonly string[]; type: string; begins(bytes: Uint8Array): boolean };

const textAt = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));
const startsWith =
  (...wanted: number[]) =>
  (bytes: Uint8Array) =>
    wanted.every((byte, i) => bytes[i] === byte);
/** A ZIP lists its files at its end, by name; one that holds Word's document is a DOCX. */
const holdsWord = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.slice(-65_536)).includes('word/document.xml');
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

const kinds: readonly FileKind[] = [
  { endings: ['pdf'], type: 'application/pdf', begins: (bytes) => textAt(bytes, 0, 5) === '%PDF-' },
  { endings: ['jpg', 'jpeg'], type: 'image/jpeg', begins: startsWith(0xff, 0xd8, 0xff) },
  { endings: ['png'], type: 'image/png', begins: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  {
    endings: ['webp'],
    type: 'image/webp',
    begins: (bytes) => textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 12) === 'WEBP',
  },
  {
    endings: ['heic'],
    type: 'image/heic',
    begins: (bytes) => textAt(bytes, 4, 8) === 'ftyp' && heicBrands.includes(textAt(bytes, 8, 12)),
  },
  {
    endings: ['docx'],
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    begins: (bytes) => startsWith(0x50, 0x4b, 0x03, 0x04)(bytes) && holdsWord(bytes),
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
