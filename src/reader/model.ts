import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-node';
import { type Opinion, wordTags } from '../language/opinion.ts';
import { placesOf } from './align.ts';
import { lettersOn } from './letters.ts';
import type { ModelFile } from './model-file.ts';
import { opinionFrom } from './opinions.ts';
import { windowsOf, withoutOverlap } from './windows.ts';

const mostAtOnce = 8;
const tagCount = wordTags.length;

/**
 * One core, and little memory: weights are read as they lie instead of put into order once more (18 MB less, a message
 * of twenty words takes 6 ms instead of 5), and what a long message took is given back (up to 20 MB).
 */
const runOptions: ort.InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  extra: { session: { disable_prepacking: '1' } },
};

function tensorOf(rows: readonly (readonly number[])[], width: number, cellOf: (id: number | undefined) => bigint) {
  const cells = rows.flatMap((row) => Array.from({ length: width }, (_, i) => cellOf(row[i])));
  return new ort.Tensor('int64', BigInt64Array.from(cells), [rows.length, width]);
}

/** Loads the trained reader. The answer gives an opinion on a text; it computes for milliseconds, so keep it off the event loop. */
export async function openModel(file: ModelFile): Promise<(text: string) => Promise<Opinion>> {
  const session = await ort.InferenceSession.create(file.weights, runOptions);
  const tokenizer = new Tokenizer(file.tokenizer, {});
  const [first = 0, last = 0] = tokenizer.encode('').ids;
  return async (text) => {
    const ids = tokenizer.encode(text.toLowerCase(), { add_special_tokens: false }).ids;
    const windows = windowsOf(ids, first, last);
    const outputs: number[][] = [];
    const tagged: number[][][] = [];
    for (let at = 0; at < windows.length; at += mostAtOnce) {
      const some = windows.slice(at, at + mostAtOnce);
      const width = Math.max(...some.map((one) => one.length));
      const { z, tags } = await session.run({
        ids: tensorOf(some, width, (id) => BigInt(id ?? 0)),
        mask: tensorOf(some, width, (id) => (id === undefined ? 0n : 1n)),
      });
      const values = z?.data as Float32Array;
      const length = values.length / some.length;
      const scores = tags?.data as Float32Array;
      some.forEach((one, i) => {
        const pieces = one.slice(1, -1).map((id) => tokenizer.id_to_token(id) ?? '');
        const beside = lettersOn(pieces, file.letters);
        const own = values.subarray(i * length, (i + 1) * length);
        outputs.push(Array.from(own, (value, at) => value + file.letters.share * (beside[at] ?? 0)));
        const begin = i * width + 1;
        tagged.push(
          pieces.map((_, at) => Array.from(scores.subarray((begin + at) * tagCount, (begin + at + 1) * tagCount))),
        );
      });
    }
    const scores = withoutOverlap(tagged, ids.length);
    const places = placesOf(
      text,
      ids.slice(0, scores.length).map((id: number) => tokenizer.id_to_token(id) ?? ''),
    );
    const pieces = scores.flatMap((own, i) => (places[i] ? [{ ...places[i], scores: own }] : []));
    return { ...opinionFrom(outputs, file.card), pieces };
  };
}
