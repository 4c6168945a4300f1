import { type TaggedPiece, type WordTag, wordTags } from './opinion.ts';

/** How likely each thing is that a stretch of day words may be for: missed, there after all, only perhaps missed, or something beside. */
export type DayOdds = Record<'away' | 'there' | 'maybe' | 'beside', number> & { tag: WordTag };

const meanings: Partial<Record<WordTag, 'away' | 'there' | 'maybe' | 'beside'>> = {
  on: 'away',
  from: 'away',
  to: 'away',
  for: 'away',
  back: 'there',
  in: 'there',
  maybe: 'maybe',
  about: 'beside',
  other: 'beside',
};

/** The mean scores of the pieces that lie in a stretch of the text; undefined where none does. */
function scoresAt(pieces: readonly TaggedPiece[], start: number, stop: number): number[] | undefined {
  const own = pieces.filter((one) => one.start < stop && start < one.stop);
  if (own.length === 0) return undefined;
  return wordTags.map((_, i) => own.reduce((sum, one) => sum + (one.scores[i] ?? 0), 0) / own.length);
}

/** Scores of some tags as odds that add up to one. */
function oddsOf(scores: readonly number[], tags: readonly WordTag[]): Map<WordTag, number> {
  const own = tags.map((tag) => scores[wordTags.indexOf(tag)] ?? 0);
  const most = Math.max(...own);
  const raised = own.map((score) => Math.exp(score - most));
  const sum = raised.reduce((a, b) => a + b, 0);
  return new Map(tags.map((tag, i) => [tag, (raised[i] ?? 0) / sum]));
}

/** What the learned reader takes a stretch of day words for, which the grammar has found. */
export function dayOddsAt(pieces: readonly TaggedPiece[], start: number, stop: number): DayOdds | undefined {
  const scores = scoresAt(pieces, start, stop);
  if (!scores) return undefined;
  const odds: DayOdds = { away: 0, there: 0, maybe: 0, beside: 0, tag: 'none' };
  let most = 0;
  for (const [tag, share] of oddsOf(scores, Object.keys(meanings) as WordTag[])) {
    odds[meanings[tag]!] += share;
    if (share > most) odds.tag = tag;
    most = Math.max(most, share);
  }
  return odds;
}

/** How likely a word is somebody told of, somebody else, or nobody. */
export type PersonOdds = { who: number; else: number; none: number };

/** What the learned reader takes a word for that may be somebody's name. */
export function personOddsAt(pieces: readonly TaggedPiece[], start: number, stop: number): PersonOdds | undefined {
  const scores = scoresAt(pieces, start, stop);
  if (!scores) return undefined;
  const odds = oddsOf(scores, ['who', 'else', 'none']);
  return { who: odds.get('who') ?? 0, else: odds.get('else') ?? 0, none: odds.get('none') ?? 0 };
}
