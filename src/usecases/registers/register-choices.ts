import { sayTold, type Told } from '../../domain/absence-notice.ts';
import { capital } from '../../domain/capital.ts';
import type { RefusalCode } from '../../domain/failure.ts';
import type { Choice, Mark } from '../../domain/register.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { PolicyPack } from '../../policy/policy-pack.ts';
import type { ChoiceOption } from '../core/card-model.ts';

/** Stands for the pack's own code of its late mark. */
const lateOf = 'minutes-late';

const pattern = /^([a-z0-9-]{1,40})(?::(ask|\d{1,3})(?::(\d{1,3}))?)?$/;

/** A choice as a card carries it: `unauthorised`, `late:10`, `late:10:20` (20 minutes early), `late:ask`. */
export function writeChoice(choice: Choice | Mark): string {
  if (choice.minutesEarly) return `${choice.code}:${choice.minutesLate}:${choice.minutesEarly}`;
  return choice.minutesLate === 0 ? choice.code : `${choice.code}:${choice.minutesLate}`;
}

/** How the minutes card writes a choice: the pack's late mark with minutes late and minutes left early, as typed. */
export function writeLate(late: string, early: string): string {
  return `${lateOf}:${late || 0}:${early || 0}`;
}

/** Reads a card's choice; undefined when it is not one this pack could have offered or minutes are absurd. */
export function parseChoice(text: string, pack: PolicyPack, plannedMinutes: number): Choice | undefined {
  const match = pattern.exec(text);
  const code = match?.[1] === lateOf ? pack.markRoles.late : match?.[1];
  const type = pack.marks.find((mark) => mark.code === code);
  if (!match || !type) return undefined;
  if (!type.asksMinutes) return match[2] === undefined ? { code: type.code, minutesLate: 0 } : undefined;
  if (match[2] === 'ask') return { code: type.code, minutesLate: 'ask' };
  const [late, early] = [Number(match[2]), Number(match[3] ?? 0)];
  // Who misses all of a session by coming late is absent; the tutor is asked rather than taken at their word.
  if (!(late + early >= 1 && late + early < plannedMinutes)) return undefined;
  return { code: type.code, minutesLate: late, ...(early > 0 ? { minutesEarly: early } : {}) };
}

const typedMinutes = /^[a-z0-9-]+:([^:]*)(?::([^:]*))?$/;

/** Why a card's choice was not taken by `parseChoice`, and in words what it was. */
export function whyNotTaken(
  text: string,
  pack: PolicyPack,
  plannedMinutes: number,
): { code: RefusalCode; said: string } {
  const [, late, early = '0'] = typedMinutes.exec(text) ?? [];
  if (late === undefined) {
    const type = pack.marks.find((mark) => mark.code === text);
    return { code: 'mark-not-offered', said: type?.label ?? 'this mark' };
  }
  const said = [late === '0' ? '' : `${late} minutes late`, early === '0' ? '' : `${early} minutes left early`];
  const isWhole = [late, early].every((one) => /^\d+$/.test(one)) && Number(late) + Number(early) >= plannedMinutes;
  return {
    code: isWhole ? 'late-all-session' : 'minutes-out-of-range',
    said: said.filter(Boolean).join(', ') || 'no minutes',
  };
}

/** "Late 10 min", "Left 20 min early", "Absent". */
export function sayChoice(choice: Choice | Mark, pack: PolicyPack): string {
  const { label } = markType(pack, choice.code);
  if (choice.minutesLate === 'ask') return `${label} or left early…`;
  const early = choice.minutesEarly ? `left ${choice.minutesEarly} min early` : undefined;
  const late = choice.minutesLate === 0 ? undefined : `${label} ${choice.minutesLate} min`;
  const said = [late, early].filter(Boolean).join(', ') || label;
  return capital(said);
}

/** What a tutor may usually pick for a learner: the same list for all of a register. */
export function usualChoices(pack: PolicyPack, plannedMinutes: number): ChoiceOption[] {
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
  return options.map((one) => toOption(one, pack));
}

const toOption = (choice: Choice, pack: PolicyPack): ChoiceOption => ({
  title: sayChoice(choice, pack),
  value: writeChoice(choice),
});

/** What a tutor may pick for one learner; a value outside the usual ones (from a notice or amended) is added. */
export function choicesFor(
  pack: PolicyPack,
  usual: ChoiceOption[],
  current: Choice | Mark | undefined,
): ChoiceOption[] {
  if (!current) return usual;
  const { code, minutesLate, minutesEarly } = current;
  const own = toOption({ code, minutesLate, ...(minutesEarly ? { minutesEarly } : {}) }, pack);
  return usual.some((one) => one.value === own.value) ? usual : [own, ...usual];
}

type Given = Pick<Mark, 'code' | 'minutesLate' | 'minutesEarly'>;

/**
 * What a contested mark may become: what counts less against the learner than it, the best first. Lateness no longer than
 * it was, with and without what was left early. Empty where it holds nothing against them any more.
 */
export function betterChoices(pack: PolicyPack, plannedMinutes: number, current: Mark): ChoiceOption[] {
  const { minutesLate: late, minutesEarly: early = 0 } = current;
  const wasThere = markType(pack, current.code).counts === 'present';
  const weigh = ({ code, minutesLate, minutesEarly = 0 }: Given) => {
    const { counts, authorised } = markType(pack, code);
    if (counts === 'present') return minutesLate + minutesEarly;
    return counts === 'ignored' ? 0 : plannedMinutes + (authorised === true ? 0 : 1);
  };
  const latenesses = [...new Set([0, ...pack.lateChoices, late])]
    .filter((minutes) => minutes < plannedMinutes && (!wasThere || minutes <= late))
    .flatMap((minutesLate) => [{ minutesLate }, ...(early > 0 ? [{ minutesLate, minutesEarly: early }] : [])])
    .filter((one) => one.minutesLate > 0 || 'minutesEarly' in one);
  const choices = pack.marks
    .filter((one) => one.counts !== 'ignored' && one.code !== pack.markRoles.noticePending)
    .flatMap(({ code, asksMinutes }) =>
      (asksMinutes ? latenesses : [{ minutesLate: 0 }]).map((minutes): Given => ({ code, ...minutes })),
    );
  return choices
    .filter((one) => weigh(one) < weigh(current))
    .toSorted((a, b) => weigh(a) - weigh(b))
    .map((one) => ({ title: sayChoice(one, pack), value: writeChoice(one) }));
}

/** "Isla Murphy · Told us: not in" for a register row. */
export function rowLabel(name: string, told: Told | undefined, isGuest: boolean): string {
  return [name, told ? sayTold(told) : undefined, isGuest ? 'Guest' : undefined].filter(Boolean).join(' · ');
}
