import { timeOf } from '../../domain/calendar.ts';
import type { Choice, Mark, RegisterRow } from '../../domain/register.ts';
import { type LoadedPack, sessionType } from '../../policy/pack-shelf.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { heading, namesOf, type OpenedRegister } from './load-register.ts';
import { othersOfReport, suggestionOf } from './meeting-suggestions.ts';
import { choicesFor, rowLabel, usualChoices, writeChoice } from './register-choices.ts';

/** More learners than this come as pages of one register, so that a card stays small and readable. */
export const pageSize = 20;

/** What a row's list shows before anyone picks: the mark, what a notice says, or for a guest that they are here. */
export function shownChoice(row: RegisterRow, pack: LoadedPack): Choice | Mark | undefined {
  if (row.awaitsMinutes) return { code: pack.markRoles.late, minutesLate: 'ask' };
  const here = row.guest ? { code: pack.markRoles.present, minutesLate: 0 } : undefined;
  return row.mark ?? (row.told ? prefillMark(row.told, pack) : undefined) ?? here;
}

/** The page of the register on which a row stands. */
export function pageOf(index: number): number {
  return Math.max(0, Math.floor(index / pageSize));
}

export type FormOptions = {
  isAmending?: boolean;
  problems?: string[];
  /** Choices picked on this and other pages and not saved yet, as cards carry them. */
  picked?: Record<string, string>;
};

/** The open register (or an amend form), one page of it. What was picked before stays picked, whatever page comes. */
export async function viewForm(
  world: World,
  opened: OpenedRegister,
  page: number,
  options: FormOptions = {},
): Promise<CardModel> {
  const { register, session, pack, planned } = opened;
  const names = await namesOf(world, register.rows);
  const shown = new Map(register.rows.map((row) => [row.enrolmentId, shownChoice(row, pack)]));
  const write = (choice: Choice | Mark | undefined) => (choice ? writeChoice(choice) : '');
  const picked = Object.entries(options.picked ?? {}).filter(
    ([id, value]) => shown.has(id) && value !== write(shown.get(id)),
  );
  const pickedOf = new Map(picked);
  const pages = Math.max(1, Math.ceil(register.rows.length / pageSize));
  const shownPage = Math.min(Math.max(page, 0), pages - 1);
  const usual = usualChoices(pack, planned);
  const rows = register.rows.slice(shownPage * pageSize, (shownPage + 1) * pageSize).map((row) => {
    const current = shown.get(row.enrolmentId);
    const choices = choicesFor(pack, usual, current);
    const own = pickedOf.get(row.enrolmentId);
    return {
      enrolmentId: row.enrolmentId,
      label: [
        rowLabel(names.get(row.learnerId) ?? row.learnerId, row.told, row.guest ?? false),
        suggestionOf(opened, row),
      ]
        .filter(Boolean)
        .join(' · '),
      value: own !== undefined && choices.some((one) => one.value === own) ? own : write(current),
      choices,
    };
  });
  const onPage = new Set(rows.map((row) => row.enrolmentId));
  const due = timeOf(new Date(session.startsAt.getTime() + pack.register.overdueMinutes * 60_000), session.zone);
  const late = register.openedLate ? 'This register comes late: the bot was away at its start. ' : '';
  const lead = options.isAmending
    ? 'Change what was wrong. Everything you change is kept in the history.'
    : `${late}Pick only the exceptions. Due by ${due}.`;
  return {
    card: 'register-form',
    data: {
      registerId: register._id,
      version: register.version,
      page: shownPage,
      pages,
      ...heading(opened),
      lead,
      rows,
      isAmending: options.isAmending ?? false,
      isDropIn: sessionType(pack, session.type).dropIn,
      asksEmployer: sessionType(pack, session.type).asksEmployer,
      employer: register.employerThere === undefined ? '' : register.employerThere ? 'yes' : 'no',
      problems: [...(options.problems ?? []), ...othersOfReport(opened)],
      picked: Object.fromEntries(picked.filter(([id]) => !onPage.has(id))),
    },
  };
}

/** Asks the minutes of those marked "Late, other". */
export async function viewMinutes(world: World, opened: OpenedRegister): Promise<CardModel> {
  const names = await namesOf(world, opened.register.rows);
  const waiting = opened.register.rows.filter((row) => row.awaitsMinutes).slice(0, pageSize);
  return {
    card: 'register-minutes',
    data: {
      registerId: opened.register._id,
      version: opened.register.version,
      ...heading(opened),
      rows: waiting.map((row) => ({
        enrolmentId: row.enrolmentId,
        label: names.get(row.learnerId) ?? row.learnerId,
      })),
      page: pageOf(opened.register.rows.findIndex((row) => row.awaitsMinutes)),
    },
  };
}
