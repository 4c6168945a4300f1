import { isRefusal, type Outcome, type RefusalCode, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { type Choice, type Press, pressRegister, type RegisterCause, type RegisterRow } from '../../domain/register.ts';
import { slotId } from '../../domain/slot.ts';
import { type LoadedPack, markType, sessionType } from '../../policy/pack-shelf.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { loadRegister, namesOf, type OpenedRegister } from './load-register.ts';
import { parseChoice, whyNotTaken, writeChoice } from './register-choices.ts';
import { registerRecipients } from './register-recipients.ts';
import { sayConflicts, viewRegister } from './view-register.ts';
import { pageSize, shownChoice, viewForm } from './view-register-form.ts';

/** How long a form someone opened is left alone by the worker. */
export const holdMs = 10 * 60_000;

type MarkInput = {
  registerId: string;
  /** The version the card showed. */
  version: number;
  page: number;
  /** Choice by enrolment id, as the card carries it; '' is no choice. */
  choices: Record<string, string>;
  restPresent: boolean;
  /** Whether the employer took part in a visit or review (S1). */
  employerThere?: boolean;
  /** Why a saved register is amended, in the tutor's words. */
  why?: string;
  cause?: RegisterCause;
  /** The same for every delivery of one press. */
  pressId: string;
};

const attempts = 8;
/** Loads a register the person may act on. Refusals do not tell whether it exists. */
export async function loadOwn(world: World, actor: Person, registerId: string): Promise<Outcome<OpenedRegister>> {
  const opened = await loadRegister(world, registerId);
  if (!opened || !(await mayFor(world, actor, 'mark-register', opened.session.tutorIds))) return refuse('not-allowed');
  return opened.register.state === 'cancelled' ? refuse('register-cancelled') : opened;
}

/**
 * The choices of a press, by enrolment. A refusal names each learner and what was picked for them. What a card still
 * shows of a notice or mark that stood before is no choice of the tutor's: it is left aside, and the register saved.
 */
async function readChoices(
  world: World,
  actor: Person,
  opened: OpenedRegister,
  input: Pick<MarkInput, 'choices'>,
): Promise<Outcome<Map<string, Choice>>> {
  const { register, pack, planned } = opened;
  const choices = new Map<string, Choice>();
  const wrong: { row: RegisterRow; code: RefusalCode; said: string }[] = [];
  for (const [enrolmentId, text] of Object.entries(input.choices)) {
    const row = register.rows.find((one) => one.enrolmentId === enrolmentId);
    // Someone no longer on the register, such as after a merge of two records, holds nobody else up.
    if (text === '' || !row || isAboutSelf(actor, row.learnerId)) continue;
    const choice = parseChoice(text, pack, planned);
    if (choice && isOffered(pack, row, choice)) choices.set(enrolmentId, choice);
    else if (!isFormer(opened, row, text)) wrong.push({ row, ...whyNotTaken(text, pack, planned) });
  }
  const [first] = wrong;
  if (!first) return choices;
  const names = await namesOf(world, register.rows);
  const same = wrong.filter((one) => one.code === first.code);
  return refuse(first.code, same.map(({ row, said }) => `${names.get(row.learnerId)}: ${said}`).join('; '));
}

/** Card data can be forged: a tutor may give offered marks, and what the register shows for this row. */
function isOffered(pack: LoadedPack, row: RegisterRow, choice: Choice): boolean {
  const isPending = choice.code === pack.markRoles.noticePending;
  return (markType(pack, choice.code).offered && !isPending) || shownChoice(row, pack)?.code === choice.code;
}

/** True for what an older card may still show: a mark the row has or had, or what an earlier notice pre-filled. */
function isFormer({ register, pack }: OpenedRegister, row: RegisterRow, text: string): boolean {
  const changes = register.history.flatMap((entry) => entry.changes);
  const marks = changes.filter((one) => one.enrolmentId === row.enrolmentId).map((one) => one.from);
  const prefilled = (row.formerly ?? []).map((told) => prefillMark(told, pack));
  return [row.mark, ...marks, ...prefilled].some((one) => one && writeChoice(one) === text);
}

/** What the rest is marked: present; at a drop-in, where nobody is expected, not there, which counts for nothing. */
function restCode({ session, pack }: OpenedRegister): string {
  return sessionType(pack, session.type).dropIn ? pack.markRoles.notExpected : pack.markRoles.present;
}

function toPress(
  opened: OpenedRegister,
  actor: Person,
  input: MarkInput,
  choices: Map<string, Choice>,
  at: Date,
): Press {
  const { register, pack } = opened;
  const page = register.rows
    .slice(input.page * pageSize, (input.page + 1) * pageSize)
    .filter((row) => !isAboutSelf(actor, row.learnerId))
    .map((row) => row.enrolmentId);
  return {
    id: input.pressId,
    byId: actor._id,
    at,
    baseVersion: input.version,
    enrolmentIds: [...new Set([...page, ...choices.keys()])],
    choices,
    prefill: (told) => prefillMark(told, pack),
    ...(input.restPresent ? { restCode: restCode(opened) } : {}),
    ...(input.cause ? { cause: input.cause } : {}),
    ...(input.why ? { words: input.why } : {}),
  };
}

/**
 * Saves marks (S7). One guarded write; "saved" is only said after it. The same press again changes nothing; rows
 * another tutor changed meanwhile are kept and told. The answer is the register as it then is.
 */
export async function markRegister(world: World, actor: Person, input: MarkInput): Promise<Outcome<CardModel>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const opened = await loadOwn(world, actor, input.registerId);
    if (isRefusal(opened)) return opened;
    if (input.version > opened.register.version) return refuse('bad-payload');
    const choices = await readChoices(world, actor, opened, input);
    if (isRefusal(choices)) return choices;
    const pressed = pressRegister(opened.register, toPress(opened, actor, input, choices, world.clock.now()));
    const isChanged = pressed.register !== opened.register;
    const employer = isChanged && input.employerThere !== undefined ? { employerThere: input.employerThere } : {};
    const made = { ...pressed.register, ...employer };
    if (isChanged && !(await world.records.registers.replace(made, opened.register))) continue;
    const after = { ...opened, register: made };
    // Tried before and found there now: it was taken, though the database could not say so.
    const isTaken = isChanged || (pressed.repeated && attempt > 0);
    if (isTaken) world.wake();
    const problems = [...sayOwnRow(after, actor, input), ...(await sayConflicts(world, after, pressed.conflicts))];
    const page = input.restPresent ? input.page + 1 : input.page;
    const [card] = await Promise.all([
      viewRegister(world, after, page, { problems, viewer: actor }),
      isTaken ? hold(world, actor, opened) : undefined,
    ]);
    return card;
  }
  throw new Error('register stayed contended');
}

/** Nobody marks themself: their row waits for a colleague, and the others are saved. */
function sayOwnRow({ register, pack }: OpenedRegister, actor: Person, { choices }: MarkInput): string[] {
  const own = register.rows.filter((row) => isAboutSelf(actor, row.learnerId));
  const isPicked = (row: RegisterRow) => {
    const [text, shown] = [choices[row.enrolmentId] ?? '', shownChoice(row, pack)];
    return text !== '' && !(shown && writeChoice(shown) === text);
  };
  return own.some((row) => !row.mark || isPicked(row))
    ? ['You stand on this register yourself: a colleague or the office has to mark you.']
    : [];
}

/** Holds the card this tutor sees (their own, or the channel's), or lets it go. */
export async function hold(
  world: World,
  actor: Person,
  { session, programme }: OpenedRegister,
  until?: Date,
): Promise<void> {
  for (const recipient of await registerRecipients(world, session, programme))
    if (!('person' in recipient) || recipient.person === actor._id)
      await world.records.slots.hold(slotId({ kind: 'register', subjectId: session._id, recipient }), until);
}

/** What is picked on a register's cards and not saved yet: by enrolment, as cards carry it. */
export type Picked = Record<string, string>;

/** Shows a page of the register without saving anything; what was picked on others stays picked. */
export async function turnPage(
  world: World,
  actor: Person,
  registerId: string,
  page: number,
  picked: Picked = {},
): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  return viewForm(world, opened, page, { isAmending: opened.register.state === 'saved', picked });
}

/** Opens the amend form of a saved register and keeps the worker from redrawing it meanwhile. */
export async function amendRegister(world: World, actor: Person, registerId: string): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  if (opened.register.state === 'open') return viewRegister(world, opened);
  await hold(world, actor, opened, new Date(world.clock.now().getTime() + holdMs));
  return viewForm(world, opened, 0, { isAmending: true });
}

/** Leaves the amend or guest form without saving; what was picked before the guest form stays picked. */
export async function showRegister(
  world: World,
  actor: Person,
  registerId: string,
  { page = 0, picked = {} }: { page?: number; picked?: Picked } = {},
): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  await hold(world, actor, opened);
  return viewRegister(world, opened, page, { picked, viewer: actor });
}
