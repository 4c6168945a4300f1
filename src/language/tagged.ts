import { type TaggedPiece, type WordTag, wordTags } from './opinion.ts';

/** What a day may be for. */
const dayTags: readonly WordTag[] = ['on', 'from', 'to', 'for', 'back', 'in', 'maybe', 'about', 'other'];

/** How likely a stretch of day words is the day of coming back, one on which they are there, or something beside an absence. */
export type DayOdds = { back: number; in: number; beside: number };

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
  const odds = oddsOf(scores, dayTags);
  const of = (tag: WordTag) => odds.get(tag) ?? 0;
  return { back: of('back'), in: of('in'), beside: of('about') + of('other') };
}

/** How likely a word is somebody told of, and not somebody else or nobody; undefined where it was not read. */
export function whoOddsAt(pieces: readonly TaggedPiece[], start: number, stop: number): number | undefined {
  const scores = scoresAt(pieces, start, stop);
  return scores && oddsOf(scores, ['who', 'else', 'none']).get('who');
}
