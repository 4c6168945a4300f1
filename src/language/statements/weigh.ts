import type { Reason } from '../../domain/absence-notice.ts';
import type { Opinion } from '../opinion.ts';
import type { ToldReason } from '../read-reason.ts';
import type { ReadEvent, Reading } from '../reading.ts';
import { isPlainlyIn } from './event-kind.ts';
import { isAbsenceTold } from './intent.ts';
import type { Statement } from './statement.ts';
import { isDenied } from './told-anew.ts';

/** The learned reader is heard from here on; below, the rules stand. */
const sure = 0.6;
/** Where words are there and none of them is known, the likeliest is enough. */
const likely = 0.4;
/** Against words that say the contrary outright it must be surer. */
const verySure = 0.85;

/** In the story of who is in danger: "the lads at work", "he waits at my bus stop", "they have packed for a holiday". */
const ofTheStory: readonly Reason[] = ['urgent_work', 'transport', 'annual_leave'];

const intents = {
  question: 'query',
  dispute: 'mark-dispute',
  off_topic: 'off-topic',
  disclosure: 'off-topic',
  retract: 'retract',
  absence: 'report',
  lateness: 'report',
  early_leave: 'report',
} as const;

/** "I was going to come in but I'm ill". */
const isIllNow = ({ clause, cues }: Statement) =>
  cues.has('weak') &&
  !clause.isQuestion &&
  /\b(am|is|are|feel|feels|feeling) (really |so |still )?(ill|sick|poorly|unwell|rough)\b/.test(clause.text);

/** What a message is for: the rules' finding, unless the learned reader is surer than the words are plain. */
export function weighIntent(
  rules: Reading['intent'] | undefined,
  opinion: Opinion | undefined,
  statements: readonly Statement[],
): Reading['intent'] | undefined {
  if (!opinion || opinion.kindSureness < sure || rules === 'off-topic') return rules;
  const learned = intents[opinion.kind];
  // Days taken back for others tell more than that something is taken back.
  if (learned === 'retract' && statements.some((one) => one.days.some((day) => day.role === 'wrong'))) return rules;
  // "Won't be off today" sounds much like being off.
  if (rules === 'retract' && learned === 'report' && statements.some(isDenied)) return rules;
  if (learned === 'query' && (rules ?? 'report') === 'report' && isAbsenceTold(statements)) return 'report';
  const isHindered = learned === 'retract' && statements.some(isIllNow) && !statements.some(isPlainlyIn);
  const isPlain = rules !== undefined || isHindered || statements.some((one) => one.isMain && !one.clause.isQuestion);
  const isSame = learned === (rules ?? 'report');
  return isSame || !isPlain || opinion.kindSureness >= verySure ? learned : rules;
}

const kinds: readonly string[] = ['absence', 'lateness', 'early_leave'];

/** What an event is. An arrival or a leaving time outweighs an opinion: it is what the register needs. */
export function weighKind(
  rules: ReadEvent['kind'] | undefined,
  opinion: Opinion | undefined,
  isTimed: boolean,
): ReadEvent['kind'] | undefined {
  if (!opinion || !kinds.includes(opinion.kind) || opinion.kindSureness < sure) return rules;
  const learned = opinion.kind as ReadEvent['kind'];
  // "Going home now" is no absence of all day, however alike it sounds.
  const isSaid = isTimed || (rules === 'early_leave' && learned === 'absence');
  return rules === undefined || (!isSaid && opinion.kindSureness >= verySure) ? learned : rules;
}

/**
 * Why: the learned reader's, where it is sure enough. `elsewhere`, where a message tells of several happenings: what known
 * words say of the others, which the opinion may be about; of several, a known word stands. Where harm is heard, work, the
 * way or a holiday is not taken for why because its word is there.
 */
export function weighReason(
  { reason, isSign, isFirm }: ToldReason,
  opinion: Opinion | undefined,
  elsewhere: readonly Reason[] | undefined,
): Reason {
  // That nobody said why is no guess of the words.
  if (!opinion || (isFirm && reason === 'none')) return reason;
  if (elsewhere && (isSign || elsewhere.includes(opinion.reason))) return reason;
  if (!elsewhere && opinion.harm !== 'none' && ofTheStory.includes(reason))
    return opinion.reasonSureness >= likely ? opinion.reason : 'other';
  const isLikelier = reason === 'other' && !isSign && opinion.reason !== 'none';
  // Where no word is left that could say why, "other" says nothing.
  const isEmpty = reason === 'none' && opinion.reason === 'other';
  return opinion.reasonSureness >= (isFirm || isEmpty ? verySure : isLikelier ? likely : sure)
    ? opinion.reason
    : reason;
}
