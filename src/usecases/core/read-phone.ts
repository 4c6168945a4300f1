import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Numbers kept for films, samples and tests (Ofcom): real in shape, and no one's. */
const drama = /^\+44(7700900|1632960|2079460)\d+$/;

/**
 * A phone number as people and spreadsheets write it, as E.164 ("+447700900123"); one without a country is British, and
 * a zero the spreadsheet dropped is put back. Undefined with a reason when it cannot be one.
 */
export function readPhone(text: string): { number: string } | { why: string } {
  const written = text.replace(/^'/, '').trim();
  if (/^[\d.,]+E\+?\d+$/i.test(written))
    return { why: 'is what a spreadsheet makes of a long number; format the column as text and type it again' };
  const parsed = parsePhoneNumberFromString(written, { defaultCountry: 'GB', extract: false });
  if (!parsed) return { why: 'is no phone number' };
  if (parsed.ext) return { why: 'has an extension, which cannot be called or texted by itself' };
  if (!parsed.isValid() && !(drama.test(parsed.number) && parsed.nationalNumber.length === 10))
    return { why: 'is no phone number that exists' };
  return { number: parsed.number };
}
