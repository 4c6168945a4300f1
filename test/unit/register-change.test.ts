import { describe, expect, test } from '@jest/globals';
import type { Register } from '../../src/domain/register.ts';
import { registerChange } from '../../src/store/register-change.ts';

const at = new Date('2026-11-23T09:00:00Z');
const mark = { code: 'present', minutesLate: 0, byId: 'T', at, how: 'chosen' as const };
const rows = ['a', 'b', 'c'].map((id) => ({ enrolmentId: id, learnerId: id }));
const entry = (version: number) => ({ version, byId: 'T', at, changes: [] });
const before: Register = {
  _id: 'r',
  programmeId: 'P',
  pack: { id: 'p', version: '1', hash: 'h' },
  version: 2,
  state: 'open',
  rows,
  history: [entry(2)],
  presses: ['one', 'two'],
  openedAt: at,
  touched: 3,
  projected: 1,
};
const [first, second, third] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];

describe('what a save writes', () => {
  test('is the row that changed, and what came to the history, under the guard of what was read', () => {
    const after = {
      ...before,
      version: 3,
      rows: [first, { ...second, mark }, third],
      history: [...before.history, entry(3)],
      presses: [...before.presses, 'three'],
    };
    const { filter, update } = registerChange(after, before);
    expect(filter).toEqual({ _id: 'r', version: 2, touched: 3 });
    expect(update.$set).toEqual({ 'rows.1': { ...second, mark }, version: 3, state: 'open' });
    expect(update.$push).toEqual({ history: { $each: [entry(3)] }, presses: { $each: ['three'] } });
  });

  test('is all rows where most of them changed, or others came', () => {
    const marked = rows.map((row) => ({ ...row, mark }));
    expect(registerChange({ ...before, rows: marked }, before).update.$set).toMatchObject({ rows: marked });
    const more = [...rows, { enrolmentId: 'd', learnerId: 'd' }];
    expect(registerChange({ ...before, rows: more }, before).update.$set).toMatchObject({ rows: more });
  });

  test('drops the oldest presses where there are too many, and writes a list whole that is another one', () => {
    const trimmed = registerChange({ ...before, presses: ['two', 'three'] }, before).update;
    expect(trimmed.$push).toEqual({ presses: { $each: ['three'], $slice: -2 } });
    const other = registerChange({ ...before, presses: ['three', 'two', 'four'] }, before).update;
    expect(other.$set).toMatchObject({ presses: ['three', 'two', 'four'] });
    const fewer = registerChange({ ...before, presses: ['two'], history: [] }, before).update;
    expect(fewer.$set).toMatchObject({ presses: ['two'], history: [] });
    const empty = registerChange({ ...before, presses: ['one'] }, { ...before, presses: [] }).update;
    expect(empty.$push).toEqual({ presses: { $each: ['one'] } });
  });
});
