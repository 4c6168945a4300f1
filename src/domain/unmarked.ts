import { count } from './count.ts';
import type { RegisterRow } from './register.ts';

/** Learners of a register without a mark: whom nobody knows of, who told us, and who is on a trip or at an exam. */
export type Unmarked = { unknown: number; told: number; elsewhere: number };

export function unmarkedOf(rows: readonly Pick<RegisterRow, 'mark' | 'told'>[]): Unmarked {
  const open = rows.filter((row) => !row.mark);
  const unknown = open.filter((row) => !row.told).length;
  const told = open.filter((row) => row.told && row.told.kind !== 'elsewhere').length;
  return { unknown, told, elsewhere: open.length - unknown - told };
}

/** "3 learners not known, 2 told us", or "not known that day"; who told us is never counted as not known. */
export function sayUnmarked({ unknown, told, elsewhere }: Unmarked, notKnown = 'not known'): string {
  const parts = [
    { of: unknown, words: notKnown },
    { of: told, words: 'told us' },
    { of: elsewhere, words: 'elsewhere' },
  ];
  const said = parts.filter((one) => one.of > 0);
  const shown = said.length > 0 ? said : parts.slice(0, 1);
  return shown.map((one, i) => `${i === 0 ? count(one.of, 'learner') : one.of} ${one.words}`).join(', ');
}
