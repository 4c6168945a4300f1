import type { Harm, Opinion } from '../language/opinion.ts';
import type { ModelCard } from './model-file.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

function softmax(values: readonly number[], temperature: number): number[] {
  const most = Math.max(...values);
  const raised = values.map((value) => Math.exp((value - most) / temperature));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

/** The mean of the rows, each with its weight. */
function mean(rows: readonly number[][], weights: readonly number[] = rows.map(() => 1)): number[] {
  const whole = weights.reduce((a, b) => a + b, 0) || 1;
  return (rows[0] ?? []).map(
    (_, i) => rows.reduce((sum, row, r) => sum + (row[i] ?? 0) * (weights[r] ?? 0), 0) / whole,
  );
}

function best<Name>(names: readonly Name[], odds: readonly number[]): { name: Name; sureness: number } {
  const at = odds.indexOf(Math.max(...odds));
  return { name: names[at] as Name, sureness: odds[at] ?? 0 };
}

const absences = ['absence', 'lateness', 'early_leave'] as const;

/**
 * One opinion from the model's outputs for the windows of a text. For harm the gravest window speaks: a cry for help in
 * one sentence is not outvoted by ten calm ones. Outputs: any harm, urgent, kinds, reasons.
 */
export function opinionFrom(windows: readonly (readonly number[])[], card: ModelCard): Omit<Opinion, 'pieces'> {
  // Of many windows one sounds like harm by chance: the more there are, the surer it must be.
  const lower = card.perWindow * Math.log(Math.max(1, windows.length));
  const chance = (at: number) => Math.max(...windows.map((one) => sigmoid((one[at] ?? -9) - lower)));
  const any = chance(0);
  const urgent = chance(1);
  const { possible, urgent: grave, alone } = card.thresholds;
  // Urgent without any other sign of harm must be surer than urgent beside one.
  const isHint = any >= possible || urgent >= alone;
  const harm: Harm = !isHint ? 'none' : urgent >= grave ? 'urgent' : 'possible';
  const ends = 2 + card.kinds.length;
  const kinds = windows.map((one) => softmax(one.slice(2, ends), card.temperature.kind));
  const kind = best(card.kinds, mean(kinds));
  // Of a long message the reason stands where an absence is told, not in the chat around it: to the fourth power, fifty
  // windows of chat weigh less than one that tells.
  const told = kinds.map((odds) => Math.max(...absences.map((kind) => odds[card.kinds.indexOf(kind)] ?? 0)) ** 4);
  const reasons = windows.map((one) => softmax(one.slice(ends), card.temperature.reason));
  const reason = best(card.reasons, mean(reasons, told));
  return { kind: kind.name, kindSureness: kind.sureness, reason: reason.name, reasonSureness: reason.sureness, harm };
}
