import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unreadFields } from './pack-fields.ts';

test('every field of a policy pack is read by something, but for the clause it cites and the policy’s own name of a rank', () => {
  const root = join(import.meta.dirname, '../..');
  const schema = readFileSync(join(root, 'src/policy/policy-pack.ts'), 'utf8');
  // One that nothing reads, however often it is named, is found.
  const planted = schema.replace('    reviewOn: day,', '    reviewOn: day, /** pack.neverRead */ neverRead: day,');
  // Its name is a colour, as the flag's is: people are told its judgement.
  const ofRanks = schema.split('\n').findIndex((line) => line.includes('judgement: z.string()')) + 1;
  const unread = unreadFields(root, planted).filter(
    (one) => !one.startsWith('clause ') && one !== `label (${ofRanks})`,
  );
  expect(unread.map((one) => one.split(' ')[0])).toEqual(['neverRead']);
});
