import { detectHarm } from '../../language/detect-harm.ts';
import { normalise } from '../../language/normalise.ts';
import { graver, type Harm, type Opinion } from '../../language/opinion.ts';
import { beyondOrdinary } from '../../language/ordinary.ts';
import { spansOf } from '../../language/spans.ts';
import type { World } from './ports.ts';

/** Longer words are cut here; nobody types them, and nobody waits for them. */
const longestForHarm = 20_000;
/** Longer messages are not read for what happens when, so their parts need no opinion. */
const longestForSpans = 2_000;

type Heard = { harm: Harm; opinionOf(span: string): Opinion | undefined };

/**
 * What all that reads makes of someone's words: rules and, where it is there, the learned reader. A hint at harm counts
 * whoever heard it (S11); none of them can silence another. Clauses that wholly tell of an ordinary thing are not put
 * before the learned reader, the rules read them too. Without the learned reader the rules stand alone, and listen for
 * more.
 */
export async function hearWords(world: Pick<World, 'reader'>, text: string): Promise<Heard> {
  const words = text.slice(0, longestForHarm);
  const isShort = words.length <= longestForSpans;
  const left = isShort ? beyondOrdinary(words) : undefined;
  const spans = [...new Set([words, ...(isShort ? spansOf(words) : []), ...(left ? [left] : [])])];
  const opinions = (await world.reader?.judge(spans)) ?? [];
  const bySpan = new Map(spans.map((span, i) => [span, opinions[i]]));
  const learned = opinions[0];
  const heard = (left === undefined ? learned : bySpan.get(left))?.harm ?? 'none';
  if (learned) bySpan.set(words, { ...learned, harm: heard });
  const harm = graver(detectHarm(normalise(words), learned === undefined), heard);
  return { harm, opinionOf: (span) => bySpan.get(span) };
}
