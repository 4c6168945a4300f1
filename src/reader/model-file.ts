import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reasons } from '../domain/absence-notice.ts';
import { spanKinds } from '../language/opinion.ts';
import type { Letters } from './letters.ts';

/** Where the trained reader lies: `reader.onnx` and `letters.bin`, the `tokenizer.json` and the card `reader.json`. */
export const modelFolder = join(import.meta.dirname, 'model');

/** What the training script says about the files it wrote: their hashes, the order of their outputs, and the thresholds. */
const ModelCard = z.object({
  sha256: z.string(),
  letters: z.object({
    sha256: z.string(),
    share: z.number(),
    scale: z.array(z.number()),
    bias: z.array(z.number()),
  }),
  kinds: z.array(z.enum(spanKinds)),
  reasons: z.array(z.enum(reasons)),
  /** Probabilities from which a hint counts; chosen on folds that are not reported on. */
  /** From which odds there is any hint at harm, an urgent one, and an urgent one by which little else of harm is heard. */
  thresholds: z.object({ possible: z.number(), urgent: z.number(), alone: z.number() }),
  /** How much surer a hint must be for each time that the windows of a message are e times as many (a logit). */
  perWindow: z.number(),
  /** Softness of the probabilities of kind and reason, so that "0.8 sure" is right 8 times in 10. */
  temperature: z.object({ kind: z.number(), reason: z.number() }),
});
export type ModelCard = z.infer<typeof ModelCard>;

/** Why the learned reader cannot be used. */
export class ModelProblem extends Error {}

/** `weights`: where they lie. The library maps that file, so that it is in memory once. */
export type ModelFile = { card: ModelCard; weights: string; letters: Letters; tokenizer: object };

const chunkBytes = 1_000_000;

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  const file = openSync(path, 'r');
  try {
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) hash.update(chunk.subarray(0, size));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** Reads the trained reader and checks that it is whole. Throws ModelProblem in words for the operator. */
export function readModelFile(folder = modelFolder): ModelFile {
  const found = <T>(name: string, open: (path: string) => T): T => {
    try {
      return open(join(folder, name));
    } catch {
      throw new ModelProblem(`the learned reader is missing: ${name} cannot be read`);
    }
  };
  const read = (name: string): Buffer => found(name, (path) => readFileSync(path));
  const weights = join(folder, 'reader.onnx');
  const hash = found('reader.onnx', hashOf);
  const groups = read('letters.bin');
  let card: ModelCard;
  let tokenizer: object;
  try {
    card = ModelCard.parse(JSON.parse(read('reader.json').toString('utf8')));
    tokenizer = JSON.parse(read('tokenizer.json').toString('utf8'));
  } catch (error) {
    if (error instanceof ModelProblem) throw error;
    throw new ModelProblem('the learned reader is broken: reader.json or tokenizer.json is not as it was written');
  }
  for (const [name, is, wanted] of [
    ['reader.onnx', hash, card.sha256],
    ['letters.bin', createHash('sha256').update(groups).digest('hex'), card.letters.sha256],
  ] as const)
    if (is !== wanted)
      throw new ModelProblem(`the learned reader is broken: ${name} is not the file it was trained as`);
  const letters = { ...card.letters, weights: new Int8Array(groups.buffer, groups.byteOffset, groups.length) };
  return { card, weights, letters, tokenizer };
}
