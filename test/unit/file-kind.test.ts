import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { fileKind } from '../../src/domain/file-kind.ts';
import { pdfOf, png } from '../support/evidence.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const whole: [string, Uint8Array][] = [
  ['note.pdf', pdfOf()],
  ['scan.PDF', Buffer.concat([pdfOf(), bytes('\n\n<!-- what a scanner adds -->')])],
  ['photo.png', png],
  ['photo.jpg', bytes('\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xdb\x00\x03c\xff\xda\x00\x02...\xff\xd9')],
  ['photo.webp', bytes('RIFF\x0c\x00\x00\x00WEBPVP8L\x00\x00\x00\x00')],
  ['photo.heic', bytes('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x08meta')],
  ['letter.docx', zipSync({ 'word/document.xml': strToU8('<w/>') })],
];

describe('files taken as evidence (G3)', () => {
  test.each(whole)('%s is taken whole, and its first twelve bytes alone are not', (name, file) => {
    expect(fileKind(name, file)?.isWhole(file)).toBe(true);
    const cut = file.subarray(0, 12);
    expect(fileKind(name, cut)?.isWhole(cut) ?? false).toBe(false);
  });
});
