import { readFileSync } from 'node:fs';
import { readMessage } from '../language/read-message.ts';
import { createLearnedReader, patientMs } from '../reader/learned-reader.ts';
import { hearWords } from '../usecases/core/hear-words.ts';
import type { Reader } from '../usecases/core/ports.ts';
import { contextOf, type Expected, expectedOf, Message } from './labelled.ts';

/** A line that is no message; told with its number. */
export class LineProblem extends Error {
  override readonly name = 'LineProblem';
}

/** The lines of a JSONL file, each checked. Throws with the first bad line's number. */
export function parseLines<T>(file: string, what: string, parse: (value: unknown) => T): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [parse(JSON.parse(line))];
      } catch {
        throw new LineProblem(`${file} line ${i + 1} is not ${what}.`);
      }
    });
}

/** Reads a message as the bot would, and says it in the labelled shape. */
export async function understandOne(reader: Reader, message: Message): Promise<Expected> {
  const context = contextOf(message);
  const { harm, opinionOf } = await hearWords({ reader }, message.text);
  return expectedOf(readMessage(message.text, { ...context, opinionOf }), harm, context);
}

/** What the bot understands of each message of a JSONL file, one JSON line each. Changes and stores nothing. */
export async function understand(file: string, say: (line: string) => void): Promise<void> {
  const reader = createLearnedReader({ waitMs: patientMs });
  for (const message of parseLines(file, 'a message: it needs id, now and text, as JSON', (value) =>
    Message.parse(value),
  ))
    say(JSON.stringify({ id: message.id, expected: await understandOne(reader, message) }));
  await reader.stop();
}
