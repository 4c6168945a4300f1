import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unreadFields } from './pack-fields.ts';

test('every field of a policy pack is read by something, but for the clause it cites', () => {
  const root = join(import.meta.dirname, '../..');
  const schema = readFileSync(join(root, 'src/policy/policy-pack.ts'), 'utf8');
  // One that nothing reads, however often it is named, is found.
  const planted = schema.replace('    reviewOn: day,', '    reviewOn: day, /** pack.neverRead */ neverRead: day,');
  const unread = unreadFields(root, planted).filter((one) => !one.startsWith('clause '));
  expect(unread.map((one) => one.split(' ')[0])).toEqual(['neverRead']);
});
