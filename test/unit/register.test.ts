import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Choice, type Press, pressRegister, type Register } from '../../src/domain/register.ts';

const at = new Date('2026-11-23T09:05:00Z');
const open = (count = 3): Register => ({
  _id: 's1',
  programmeId: 'BUS',
  pack: { id: 'sts', version: '1.2', hash: 'h' },
  version: 1,
  touched: 0,
  state: 'open',
  rows: Array.from({ length: count }, (_, i) => ({ enrolmentId: `e${i}`, learnerId: `l${i}` })),
  history: [],
  presses: [],
  openedAt: at,
  projected: 1,
});
const press = (
  id: string,
  byId: string,
  baseVersion: number,
  choices: Record<string, Choice>,
  rest = true,
  rows = 3,
): Press => ({
  id,
  byId,
  at,
  baseVersion,
  enrolmentIds: Array.from({ length: rows }, (_, i) => `e${i}`),
  choices: new Map(Object.entries(choices)),
  prefill: () => undefined,
  ...(rest ? { restCode: 'present' } : {}),
});
const absent: Choice = { code: 'unauthorised', minutesLate: 0 };
const late = (minutesLate: number): Choice => ({ code: 'late', minutesLate });

describe('pressing a register', () => {
  test('a redelivered press whose answer was lost still tells what it could not take', () => {
    const first = pressRegister(open(), press('p1', 'T1', 1, { e0: absent }, false)).register;
    const second = press('p2', 'T2', 1, { e0: late(10), e1: absent }, false);
    const taken = pressRegister(first, second);
    const again = pressRegister(taken.register, second);
    expect(again).toMatchObject({ repeated: true, changes: [] });
    expect(again.register).toBe(taken.register);
    expect(again.conflicts).toEqual(taken.conflicts);
  });

  test('two tutors in the same millisecond do not overwrite each other, though code and time agree', () => {
    const base = pressRegister(open(), press('p0', 'T1', 1, {})).register;
    const one = pressRegister(base, press('p1', 'T1', base.version, { e0: late(10) }, false)).register;
    const two = pressRegister(one, press('p2', 'T2', base.version, { e0: late(20) }, false));
    expect(two.conflicts).toMatchObject([{ enrolmentId: 'e0', kept: { minutesLate: 10 }, yours: { minutesLate: 20 } }]);
    expect(two.register.rows[0]?.mark).toMatchObject({ minutesLate: 10, byId: 'T1' });
  });

  test('nothing of another’s is ever undone by a press on an older card; the history replays to the rows', () => {
    const choice = fc.constantFrom<Choice>({ code: 'present', minutesLate: 0 }, absent, late(5), late(15));
    const step = fc.record({
      by: fc.constantFrom('T1', 'T2'),
      back: fc.nat(3),
      rest: fc.boolean(),
      choices: fc.dictionary(fc.constantFrom('e0', 'e1', 'e2'), choice),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let register = open();
        for (const [i, { by, back, rest, choices }] of steps.entries()) {
          const base = Math.max(1, register.version - back);
          const next = pressRegister(register, press(`p${i}`, by, base, choices, rest));
          for (const { enrolmentId } of next.conflicts) {
            const row = (all: Register) => all.rows.find((one) => one.enrolmentId === enrolmentId)?.mark;
            expect(row(next.register)).toEqual(row(register));
          }
          register = next.register;
        }
        const replayed = new Map(
          register.history.flatMap((entry) => entry.changes).map((change) => [change.enrolmentId, change.to]),
        );
        for (const row of register.rows) expect(replayed.get(row.enrolmentId)).toEqual(row.mark);
        expect(register.version).toBe(1 + register.history.length);
      }),
    );
  });
});
