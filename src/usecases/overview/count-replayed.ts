import { mondayOf } from '../../domain/calendar.ts';
import type { ReplayedLearner, ReplayResult, ShownUnder } from '../core/records/replays.ts';

/** A run is one document, which MongoDB keeps below 16 MB: of a large college it holds so many rows, and signs on them. */
const mostRows = 5_000;
const mostSigns = 100_000;

/** The day of the first sign under either, which a list is sorted by. */
export const firstDay = ({ by }: ReplayedLearner): string =>
  by.map((one) => one.signs[0]?.day ?? '9999').sort()[0] ?? '';

/** The rows that are shown first, as many as can be kept. */
function firstOf(rows: readonly ReplayedLearner[]): ReplayedLearner[] {
  const sorted = rows.toSorted((a, b) => firstDay(a).localeCompare(firstDay(b))).slice(0, mostRows);
  let signs = 0;
  return sorted.filter(({ by: [first, second] }) => {
    signs += first.signs.length + second.signs.length;
    return signs <= mostSigns;
  });
}

/** Counts learners as a run comes to them: every one of them, of whom the first alone are kept as rows. */
export function countReplayed() {
  const emptyUnder = (): ShownUnder => ({ amber: 0, red: 0, shown: 0, byWeek: {} });
  const policies: [ShownUnder, ShownUnder] = [emptyUnder(), emptyUnder()];
  const counts = { learners: 0, either: 0, both: 0 };
  let rows: ReplayedLearner[] = [];
  return {
    add(one: ReplayedLearner): void {
      counts.learners += 1;
      for (const [i, { flag, signs }] of one.by.entries()) {
        const under = policies[i] as ShownUnder;
        if (flag !== 'none') under[flag] += 1;
        if (!signs[0]) continue;
        const monday = mondayOf(signs[0].day);
        under.shown += 1;
        under.byWeek[monday] = (under.byWeek[monday] ?? 0) + 1;
      }
      const shownBy = one.by.filter(({ signs }) => signs.length > 0).length;
      if (shownBy === 0) return;
      counts.either += 1;
      if (shownBy === 2) counts.both += 1;
      rows.push(one);
      if (rows.length >= 2 * mostRows) rows = firstOf(rows);
    },
    result: (): ReplayResult => ({ ...counts, policies, rows: firstOf(rows) }),
  };
}
