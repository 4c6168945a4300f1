import { callName } from '../../domain/person.ts';
import type { Conflict, RegisterRow } from '../../domain/register.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { namesOf, type OpenedRegister } from './load-register.ts';
import { sayChoice } from './register-choices.ts';
import { type FormOptions, pageOf, pageSize, viewForm, viewMinutes } from './view-register-form.ts';
import { type SummaryOptions, viewSummary } from './view-register-summary.ts';

/** "Ben Carter: Sam Lee saved Absent. You chose Late 10 min. Sam's was kept." */
export async function sayConflicts(
  world: World,
  opened: OpenedRegister,
  conflicts: readonly Conflict[],
): Promise<string[]> {
  if (conflicts.length === 0) return [];
  const names = await namesOf(world, opened.register.rows);
  const savers = await world.records.people.byIds([...new Set(conflicts.map((one) => one.kept.byId))]);
  const saverName = new Map(savers.map((person) => [person._id, callName(person)]));
  return conflicts.map((one) => {
    const row = opened.register.rows.find((candidate) => candidate.enrolmentId === one.enrolmentId);
    const who = names.get(row?.learnerId ?? '') ?? 'A learner';
    const saver = saverName.get(one.kept.byId) ?? 'A colleague';
    return `${who}: ${saver} saved ${sayChoice(one.kept, opened.pack)} meanwhile. You chose ${sayChoice(one.yours, opened.pack)}. Theirs was kept; Amend to change it.`;
  });
}

/** What the register looks like now: minutes to give, the form, or the summary. A page all marked gives way to an open one. */
export async function viewRegister(
  world: World,
  opened: OpenedRegister,
  page = 0,
  { problems = [], picked = {}, said = '', viewer }: Omit<FormOptions, 'isAmending'> & SummaryOptions = {},
): Promise<CardModel> {
  const { rows, state } = opened.register;
  const awaits = rows.some((row) => row.awaitsMinutes);
  if (state !== 'open' && !awaits) return viewSummary(world, opened, { problems, said, ...(viewer ? { viewer } : {}) });
  const isOpen = (row: RegisterRow) => !row.mark && !row.awaitsMinutes;
  const firstOpen = rows.findIndex(isOpen);
  const options = { problems, picked };
  if (firstOpen < 0) return awaits ? viewMinutes(world, opened) : viewForm(world, opened, page, options);
  const asked = rows.slice(page * pageSize, (page + 1) * pageSize);
  return viewForm(world, opened, asked.some(isOpen) ? page : pageOf(firstOpen), options);
}
