import { z } from 'zod';
import { createLearnedReader, patientMs } from '../reader/learned-reader.ts';
import { type Expected, Message } from './labelled.ts';
import { parseLines, understandOne } from './understand.ts';

const WantedEvent = z.looseObject({
  kind: z.string(),
  who: z.looseObject({ type: z.string(), name: z.string().nullish() }).optional(),
  dates: z.array(z.string()).optional(),
  dates_alt: z.array(z.array(z.string())).optional(),
  accept: z.record(z.string(), z.array(z.unknown())).optional(),
});
type WantedEvent = z.infer<typeof WantedEvent>;

/** A message and how a person of the college would read it; what is left out is not scored. */
const LabelledMessage = Message.extend({
  expected: z.looseObject({
    events: z.array(WantedEvent),
    safeguarding: z.enum(['none', 'possible', 'urgent']).optional(),
    safeguarding_accept: z.array(z.string()).optional(),
  }),
});
type LabelledMessage = z.infer<typeof LabelledMessage>;

type Read = Expected['events'][number];
type Miss = { id: string; read: string; wanted: string };
type Tally = { right: number; misses: Miss[] };

/** The things a college can be shown, in the order of what matters; each a column of the labelled shape. */
const fields = {
  kind: 'what the message is for',
  who: 'whom it is about',
  dates: 'the days',
  reason: 'the reason',
  part: 'the part of the day',
  minutes_late: 'how late',
  arrive_at: 'when they will be there',
} as const;
type Field = keyof typeof fields;

const show = (value: unknown) =>
  Array.isArray(value)
    ? value.join(' ') || 'none'
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : 'nothing';
const whoOf = (who: { type?: string; name?: string | null | undefined } | undefined) =>
  [who?.type ?? 'nobody', who?.name?.trim().toLowerCase()].filter(Boolean).join(' ');
const daysOf = (days: readonly string[] | undefined) => [...(days ?? [])].sort().join(' ');

function isRight(field: Field, read: Read | undefined, wanted: WantedEvent): boolean {
  if (field === 'who') return whoOf(read?.who) === whoOf(wanted.who);
  if (field === 'dates')
    return [wanted.dates ?? [], ...(wanted.dates_alt ?? [])].some((one) => daysOf(one) === daysOf(read?.dates));
  const value = read?.[field] ?? null;
  return value === (wanted[field] ?? null) || (wanted.accept?.[field] ?? []).includes(value);
}

/** The read event that a labelled one is compared with: of the same kind and person where there is one. */
function partnerOf(wanted: WantedEvent, read: readonly Read[]): Read | undefined {
  const same = read.filter((one) => one.kind === wanted.kind && whoOf(one.who) === whoOf(wanted.who));
  return same.find((one) => daysOf(one.dates) === daysOf(wanted.dates)) ?? same[0] ?? read[0];
}

function scored(wanted: WantedEvent): Field[] {
  if (wanted.kind === 'not_a_report') return ['kind'];
  const some = wanted.kind === 'retract' ? (['kind', 'who', 'dates'] as const) : (Object.keys(fields) as Field[]);
  const isAsked = (one: Field) => wanted[one] !== undefined;
  return some.filter((one) => isAsked(one) && (wanted.kind === 'lateness' || !/^(minutes|arrive)/.test(one)));
}

function scoreOne(message: LabelledMessage, expected: Expected, tallies: Record<Field, Tally>): void {
  for (const wanted of message.expected.events) {
    const read = partnerOf(wanted, expected.events);
    for (const field of scored(wanted)) {
      if (isRight(field, read, wanted)) tallies[field].right += 1;
      else
        tallies[field].misses.push({
          id: message.id,
          read: field === 'who' ? whoOf(read?.who) : show(read?.[field]),
          wanted: field === 'who' ? whoOf(wanted.who) : show(wanted[field]),
        });
    }
  }
}

const weakBelow = 0.9;
const mostShown = 5;

function tellHarm(rows: { id: string; wanted: string; accept: string[]; read: string }[]): string[] {
  if (rows.length === 0) return [];
  const worries = rows.filter((one) => one.wanted !== 'none');
  const missed = worries.filter((one) => one.read === 'none');
  const calm = rows.filter((one) => one.wanted === 'none' && one.accept.length === 0);
  const alerts = calm.filter((one) => one.read !== 'none');
  const ids = (some: { id: string }[]) => (some.length > 0 ? `: ${some.map((one) => one.id).join(', ')}` : '');
  return [
    `Hints at harm: heard ${worries.length - missed.length} of ${worries.length}. Missed ${missed.length}${ids(missed)}.`,
    `False alerts: ${alerts.length} in ${calm.length} calm messages${ids(alerts)}.`,
  ];
}

/**
 * Scores the reader on a college's own labelled messages and says in plain words where it is weak. The lines are read
 * and forgotten: nothing is stored, nothing is learned from them here.
 */
export async function teach(file: string, say: (line: string) => void): Promise<void> {
  const reader = createLearnedReader({ waitMs: patientMs });
  const tallies = Object.fromEntries(
    Object.keys(fields).map((field): [string, Tally] => [field, { right: 0, misses: [] }]),
  ) as Record<Field, Tally>;
  const harm: { id: string; wanted: string; accept: string[]; read: string }[] = [];
  const messages = parseLines(file, 'a labelled message: it needs id, now, text and expected, as JSON', (value) =>
    LabelledMessage.parse(value),
  );
  for (const message of messages) {
    const read = await understandOne(reader, message);
    const { safeguarding: wanted, safeguarding_accept: accept = [] } = message.expected;
    if (wanted) harm.push({ id: message.id, wanted, accept, read: read.safeguarding });
    scoreOne(message, read, tallies);
  }
  await reader.stop();
  say(`${messages.length} messages read. Nothing was stored.`);
  for (const line of tellHarm(harm)) say(line);
  const weak: string[] = [];
  for (const [field, name] of Object.entries(fields) as [Field, string][]) {
    const { right, misses } = tallies[field];
    const all = right + misses.length;
    if (all === 0) continue;
    say(`${name}: right in ${right} of ${all}`);
    if (right / all >= weakBelow) continue;
    const shown = misses.slice(0, mostShown).map((one) => `  ${one.id}: read ${one.read}, you say ${one.wanted}`);
    const more = misses.length > mostShown ? [`  and ${misses.length - mostShown} more`] : [];
    weak.push(`Weak at ${name}:`, ...shown, ...more);
  }
  for (const line of weak.length > 0 ? weak : ['Nothing stands out as weak.']) say(line);
}
