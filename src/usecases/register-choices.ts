import { sayTold, type Told } from '../domain/absence-notice.ts';
import type { Choice, Mark } from '../domain/register.ts';
import { markType, type PolicyPack } from '../policy/policy-pack.ts';
import type { ChoiceOption } from './card-model.ts';

/** Stands for the pack's own code of its late mark. */
const lateOf = 'minutes-late';

const pattern = /^([a-z0-9-]{1,40})(?::(ask|\d{1,3}))?$/;

/** A choice as a card carries it: `unauthorised`, `late:10`, `late:ask`. */
export function writeChoice(choice: Choice | Mark): string {
  return choice.minutesLate === 0 ? choice.code : `${choice.code}:${choice.minutesLate}`;
}

/** How the minutes card writes a choice: the pack's late mark with minutes. */
export function writeLate(minutes: string): string {
  // Anything that is not plain digits becomes minutes no session has, and is refused with words about minutes.
  return `${lateOf}:${/^\d{1,3}$/.test(minutes) ? Number(minutes) : 0}`;
}

/** Reads a card's choice; undefined when it is not one this pack could have offered or minutes are absurd. */
export function parseChoice(text: string, pack: PolicyPack, plannedMinutes: number): Choice | undefined {
  const match = pattern.exec(text);
  const code = match?.[1] === lateOf ? pack.markRoles.late : match?.[1];
  const type = pack.marks.find((mark) => mark.code === code);
  if (!match || !type) return undefined;
  if (!type.asksMinutes) return match[2] === undefined ? { code: type.code, minutesLate: 0 } : undefined;
  if (match[2] === 'ask') return { code: type.code, minutesLate: 'ask' };
  const minutes = Number(match[2]);
  return minutes >= 1 && minutes <= plannedMinutes ? { code: type.code, minutesLate: minutes } : undefined;
}

/** "Late 10 min", "Absent". */
export function sayChoice(choice: Choice | Mark, pack: PolicyPack): string {
  const { label } = markType(pack, choice.code);
  if (choice.minutesLate === 'ask') return `${label}, other`;
  return choice.minutesLate === 0 ? label : `${label} ${choice.minutesLate} min`;
}

/** What a tutor may pick for one learner; a value outside the usual ones (from a notice or amended) is added. */
export function choicesFor(
  pack: PolicyPack,
  plannedMinutes: number,
  current: Choice | Mark | undefined,
): ChoiceOption[] {
  const offered = pack.marks.filter((mark) => mark.offered && mark.code !== pack.markRoles.noticePending);
  const options = offered.flatMap((mark): Choice[] =>
    mark.asksMinutes
      ? [
          ...pack.lateChoices
            .filter((minutes) => minutes < plannedMinutes)
            .map((minutes) => ({ code: mark.code, minutesLate: minutes })),
          { code: mark.code, minutesLate: 'ask' as const },
        ]
      : [{ code: mark.code, minutesLate: 0 }],
  );
  const isListed = !current || options.some((one) => writeChoice(one) === writeChoice(current));
  const all = isListed || !current ? options : [{ code: current.code, minutesLate: current.minutesLate }, ...options];
  return all.map((one) => ({ title: sayChoice(one, pack), value: writeChoice(one) }));
}

/** "Isla Murphy · Told us: not in" for a register row. */
export function rowLabel(name: string, told: Told | undefined, isGuest: boolean): string {
  return [name, told ? sayTold(told) : undefined, isGuest ? 'Guest' : undefined].filter(Boolean).join(' · ');
}
