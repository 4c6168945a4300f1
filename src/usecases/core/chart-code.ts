import { z } from 'zod';
import type { ChartBar } from './card-model.ts';

/** The chart of a card: percents attended in weeks or months, and what is aimed at as its last bar, where that is shown. */
export type Chart = { of: 'week' | 'month'; bars: readonly ChartBar[]; aim?: number | undefined };

const Percent = z.number().min(0).max(100);
const Coded = z.tuple([
  z.enum(['week', 'month']),
  Percent.nullable(),
  z
    .array(
      z.object({
        label: z.string().max(8),
        value: Percent.int(),
        tone: z.enum(['good', 'warning', 'attention']),
        line: Percent,
        isNow: z.literal(true).optional(),
        isAfterGap: z.literal(true).optional(),
      }),
    )
    .min(1)
    .max(16),
]);

/** The whole chart as it stands in the address of its picture: figures and dates, nobody's name. */
export function chartCode({ of, bars, aim }: Chart): string {
  return Buffer.from(JSON.stringify([of, aim ?? null, bars])).toString('base64url');
}

/** The chart a code stands for; undefined for what is none. */
export function readChart(code: string): Chart | undefined {
  try {
    const [of, aim, bars] = Coded.parse(JSON.parse(Buffer.from(code, 'base64url').toString('utf8')));
    return { of, bars, ...(aim === null ? {} : { aim }) };
  } catch {
    return undefined;
  }
}

/** All that the picture shows, in a sentence, for who does not see it. */
export function sayChart({ of, bars, aim }: Chart): string {
  const said = bars.map(
    ({ label, value, isNow, isAfterGap }) =>
      `${isAfterGap ? 'no marks, then ' : ''}${label} ${value}%${isNow ? ' so far' : ''}`,
  );
  if (aim !== undefined) said.push(`aim ${aim}%`);
  return `Attended each ${of}: ${said.join(', ')}; the policy’s line is ${bars.at(-1)?.line}%.`;
}
