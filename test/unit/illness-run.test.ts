import { expect, test } from '@jest/globals';
import type { AbsenceNotice } from '../../src/domain/absence-notice.ts';
import type { Enrolment, Programme } from '../../src/domain/enrolment.ts';
import { runLength } from '../../src/usecases/notices/illness-run.ts';

const sick = (...days: string[]) =>
  ({ kind: 'absence', reason: 'sickness', state: 'confirmed', days }) as AbsenceNotice;
const enrolment = { from: '2026-08-01', breaks: [] } as unknown as Enrolment;
const programme = {} as Programme;
const holidays = new Set(['2026-12-25', '2026-12-28']);
const plain = { programme, enrolment, holidays };

// A Thursday and Friday, then the Monday after the bank holiday.
const before = sick('2026-12-23', '2026-12-24');

test('G3: days of illness join across a weekend with bank holidays, and not across a working day', () => {
  expect(runLength(before, [sick('2026-12-29')], plain)).toBe(7);
  expect(runLength(before, [sick('2026-12-30')], plain)).toBe(2);
});

test('G3: they join across the end of term and across the learner’s own break', () => {
  const after = sick('2027-01-05');
  const terms = [
    { from: '2026-09-07', to: '2026-12-24' },
    { from: '2027-01-05', to: '2027-04-01' },
  ];
  expect(runLength(before, [after], { ...plain, programme: { terms } as Programme })).toBe(14);
  const breaks = [{ from: '2026-12-25', to: '2027-01-04' }];
  expect(runLength(before, [after], { ...plain, enrolment: { ...enrolment, breaks } as Enrolment })).toBe(14);
  expect(runLength(after, [before], { ...plain, programme: { terms } as Programme })).toBe(14);
});

test('G3: another reason, or what was never confirmed, joins nothing', () => {
  expect(runLength(before, [{ ...sick('2026-12-29'), reason: 'transport' }], plain)).toBe(2);
  expect(runLength(before, [{ ...sick('2026-12-29'), state: 'draft' }], plain)).toBe(2);
});
