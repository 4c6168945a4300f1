import type { ReadEvent, ReadingContext } from '../reading.ts';
import type { Happening } from './happenings.ts';
import { daysNamed } from './resolve-mentions.ts';
import { butNot, isOnlyComing, isOnlyTakenBack, isOnlyTold, scrapsLast } from './told-anew.ts';

/** "Back Friday": from then on; "back for Friday and Monday", or "take back Friday", are these days alone. */
const isBackOn = (statements: Happening['statements']) => {
  const days = statements.flatMap((one) => one.days);
  const isTaken = statements.some(({ clause }) => /\btake\b/.test(clause.text));
  return days.length === 1 && days[0]!.role === 'back' && !isTaken;
};

/** What is taken back: of whom, and of which days; where none was named, most likely today's. */
export function readRetraction(
  happenings: readonly Happening[],
  message: { raw: string; context: ReadingContext },
): ReadEvent[] {
  const read = happenings.map((one) => {
    // "I'm in after all, but not tomorrow": that day is not taken back.
    const back = one.statements.filter(({ clause }) => !butNot.test(clause.text));
    return { ...one, days: daysNamed(back, message.context) };
  });
  const dated = read.filter((one) => one.days.length > 0);
  return (dated.length > 0 ? dated : read.slice(0, 1)).flatMap(({ people, days, statements }) =>
    people.map((who) => ({
      kind: 'absence' as const,
      who,
      days: days.length > 0 ? days : [message.context.today],
      isDayImplied: days.length === 0,
      lessons: [],
      subjects: [],
      isBare: false,
      ...(isBackOn(statements) ? { isOnwards: true as const } : {}),
      ...(statements.some(scrapsLast) ? { isLast: true as const } : {}),
      isPast: false,
      insteadOf: [],
      reason: 'none' as const,
      text: message.raw,
      because: [],
      questions: [],
    })),
  );
}

/**
 * What tells, and what takes back: "Jamie is in on Thursday after all. Zoe is off today" does both, each of somebody else.
 * Of one person only a message that tells anew does.
 */
export function apart(
  happenings: readonly Happening[],
  isRetraction: boolean,
  isCorrection: boolean,
): [Happening[], Happening[]] {
  const back = happenings.filter((one) => isOnlyTakenBack(one.statements));
  const isOther = ({ people }: Happening) =>
    people.every((who) => who.type === 'named' && !back.some((one) => JSON.stringify(one.people).includes(who.name)));
  const told = isRetraction
    ? happenings.filter((one) => isOnlyTold(one.statements) && isOther(one))
    : happenings.filter((one) => !isCorrection || !back.includes(one));
  if (isRetraction && (told.length === 0 || back.length === 0)) return [[], [...happenings]];
  const isBack = (one: Happening) => !told.includes(one) && !isOnlyComing(one.statements);
  return told.length > 0 ? [told, back.filter(isBack)] : [[...happenings], []];
}
