/** The smallest PDF that a reader opens: one object, the list of objects, and where it stands. The words make it its own. */
export function pdfOf(words = 'a certificate'): Buffer<ArrayBuffer> {
  const object = '1 0 obj\n<< /Type /Catalog >>\nendobj\n';
  const head = `%PDF-1.7\n% ${words}\n`;
  const list = `xref\n0 2\n0000000000 65535 f \n${String(head.length).padStart(10, '0')} 00000 n \n`;
  const end = `trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${head.length + object.length}\n%%EOF\n`;
  return Buffer.from(head + object + list + end);
}

const part = (kind: string, bytes: number[] = []) =>
  Buffer.from([0, 0, 0, bytes.length, ...Buffer.from(kind), ...bytes]);

/** The head and the first bytes of a picture, as PNG. */
export const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  part(
    'IHDR',
    Array.from({ length: 13 }, () => 1),
  ),
  part('IDAT', [1, 2, 3]),
  part('IEND'),
]);
