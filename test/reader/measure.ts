import { readFileSync } from 'node:fs';
import type { Harm } from '../../src/language/opinion.ts';
import { createLearnedReader, type LearnedReader, patientMs } from '../../src/reader/learned-reader.ts';
import { hearWords } from '../../src/usecases/core/hear-words.ts';

/** A line with what a good reading of it is; `group` says how it is said. */
type HeldOut = { group: string; harm: Harm; kind: string | null; reason: string | null; text: string };

export type Row = {
  lines: number;
  worries: number;
  heard: number;
  urgent: number;
  urgentHeard: number;
  rung: number;
  falseAlerts: number;
  kinds: number;
  kindsRight: number;
  reasons: number;
  reasonsRight: number;
};

const blank: Row = {
  lines: 0, worries: 0, heard: 0, urgent: 0, urgentHeard: 0, rung: 0, falseAlerts: 0, kinds: 0, kindsRight: 0, reasons: 0, reasonsRight: 0,
}; // biome-ignore format: one line reads best

/** Lines of a file of ours: JSONL with a group each, or the corpus' tab-separated lines, whose group is the file. */
export function readHeldOut(file: string): HeldOut[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  if (file.endsWith('.jsonl')) return lines.map((line) => JSON.parse(line));
  return lines.map((line) => {
    const [harm, kind, reason, text] = line.split('\t') as [Harm, string, string, string];
    return { group: file.replace(/.*\//, ''), harm, kind, reason, text };
  });
}

const reports = new Set(['absence', 'lateness', 'early_leave']);

/** How well all that reads does on lines it was not made from, by group. A worry's own kind and reason are not counted: what matters is that it is heard. */
export async function measure(reader: LearnedReader, lines: readonly HeldOut[], onMiss?: (line: string) => void) {
  const rows = new Map<string, Row>();
  for (const line of lines) {
    const row = rows.get(line.group) ?? { ...blank };
    rows.set(line.group, row);
    const { harm, opinionOf } = await hearWords({ reader }, line.text);
    const opinion = opinionOf(line.text);
    row.lines += 1;
    if (line.harm !== 'none') {
      row.worries += 1;
      if (harm !== 'none') row.heard += 1;
      if (line.harm === 'urgent') {
        row.urgent += 1;
        if (harm !== 'none') row.urgentHeard += 1;
        if (harm === 'urgent') row.rung += 1;
      }
      if (harm === 'none') onMiss?.(`missed ${line.harm}: ${line.text}`);
      continue;
    }
    if (harm !== 'none') {
      row.falseAlerts += 1;
      onMiss?.(`false ${harm}: ${line.text}`);
    }
    if (line.kind) {
      row.kinds += 1;
      if (opinion?.kind === line.kind) row.kindsRight += 1;
      else onMiss?.(`kind ${opinion?.kind} not ${line.kind}: ${line.text}`);
    }
    if (line.kind && line.reason && reports.has(line.kind)) {
      row.reasons += 1;
      if (opinion?.reason === line.reason) row.reasonsRight += 1;
      else onMiss?.(`reason ${opinion?.reason} not ${line.reason}: ${line.text}`);
    }
  }
  return rows;
}

if (process.argv[1] === import.meta.filename) {
  const [file = '', folder] = process.argv.slice(2);
  const reader = createLearnedReader({ waitMs: patientMs, ...(folder ? { folder } : {}) });
  const why = await reader.start();
  if (why) throw new Error(why);
  const rows = await measure(reader, readHeldOut(file), (line) => process.stdout.write(`${line}\n`));
  for (const [group, row] of rows) process.stdout.write(`${group} ${JSON.stringify(row)}\n`);
  await reader.stop();
}
