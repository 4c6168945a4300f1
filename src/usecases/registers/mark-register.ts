import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { type Choice, type Press, pressRegister } from '../../domain/register.ts';
import { slotId } from '../../domain/slot.ts';
import { markType, sessionType } from '../../policy/policy-pack.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { registerRecipients } from './open-register.ts';
import { parseChoice } from './register-choices.ts';
import { loadRegister, type OpenedRegister, pageSize, sayConflicts, viewForm, viewRegister } from './view-register.ts';

export type MarkInput = {
  registerId: string;
  /** The version the card showed. */
  version: number;
  page: number;
  /** Choice by enrolment id, as the card carries it; '' is no choice. */
  choices: Record<string, string>;
  restPresent: boolean;
  /** Whether the employer took part in a visit or review (S1). */
  employerThere?: boolean;
  why?: string;
  /** The same for every delivery of one press. */
  pressId: string;
};

const attempts = 8;
/** How long a form someone opened to amend is left alone by the worker. */
const holdMs = 10 * 60_000;

/** Loads a register the person may act on. Refusals do not tell whether it exists. */
async function loadOwn(world: World, actor: Person, registerId: string): Promise<Outcome<OpenedRegister>> {
  const opened = await loadRegister(world, registerId);
  if (!opened || !(await mayFor(world, actor, 'mark-register', opened.session.tutorIds))) return refuse('not-allowed');
  return opened.register.state === 'cancelled' ? refuse('register-cancelled') : opened;
}

function readChoices(opened: OpenedRegister, input: MarkInput): Outcome<Map<string, Choice>> {
  const choices = new Map<string, Choice>();
  const onRegister = new Set(opened.register.rows.map((row) => row.enrolmentId));
  for (const [enrolmentId, text] of Object.entries(input.choices)) {
    if (text === '') continue;
    if (!onRegister.has(enrolmentId)) return refuse('bad-payload');
    const choice = parseChoice(text, opened.pack, opened.planned);
    if (!choice) return refuse(/:\d+$/.test(text) ? 'minutes-out-of-range' : 'mark-not-offered');
    if (!isOffered(opened, enrolmentId, choice)) return refuse('mark-not-offered');
    choices.set(enrolmentId, choice);
  }
  return choices;
}

/** Card data can be forged: a tutor may give offered marks, what a notice pre-filled, or the mark that stands. */
function isOffered({ register, pack }: OpenedRegister, enrolmentId: string, choice: Choice): boolean {
  const row = register.rows.find((one) => one.enrolmentId === enrolmentId);
  const isPending = choice.code === pack.markRoles.noticePending;
  if (markType(pack, choice.code).offered && !isPending) return true;
  return (
    choice.code === row?.mark?.code ||
    [row?.told, row?.untold].some((told) => told !== undefined && choice.code === prefillMark(told, pack)?.code)
  );
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
  const page = register.rows.slice(input.page * pageSize, (input.page + 1) * pageSize).map((row) => row.enrolmentId);
  return {
    id: input.pressId,
    byId: actor._id,
    at,
    baseVersion: input.version,
    enrolmentIds: [...new Set([...page, ...choices.keys()])],
    choices,
    prefill: (told) => prefillMark(told, pack),
    ...(input.restPresent ? { restCode: restCode(opened) } : {}),
    ...(input.why ? { why: input.why } : {}),
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
    const choices = readChoices(opened, input);
    if (isRefusal(choices)) return choices;
    const pressed = pressRegister(opened.register, toPress(opened, actor, input, choices, world.clock.now()));
    const isChanged = pressed.register !== opened.register;
    const employer = isChanged && input.employerThere !== undefined ? { employerThere: input.employerThere } : {};
    const made = { ...pressed.register, ...employer };
    if (isChanged && !(await world.records.registers.replace(made, opened.register))) continue;
    const after = { ...opened, register: made };
    if (isChanged) {
      await hold(world, actor, opened);
      world.wake();
    }
    const problems = await sayConflicts(world, after, pressed.conflicts);
    return viewRegister(world, after, input.restPresent ? input.page + 1 : input.page, problems);
  }
  throw new Error('register stayed contended');
}

/** Holds the card this tutor sees (their own, or the channel's), or lets it go. */
async function hold(world: World, actor: Person, { session, programme }: OpenedRegister, until?: Date): Promise<void> {
  for (const recipient of await registerRecipients(world, session, programme))
    if (!('person' in recipient) || recipient.person === actor._id)
      await world.records.slots.hold(slotId({ kind: 'register', subjectId: session._id, recipient }), until);
}

/** Shows a page of the register without saving anything. */
export async function turnPage(
  world: World,
  actor: Person,
  registerId: string,
  page: number,
): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  return isRefusal(opened) ? opened : viewForm(world, opened, page, { isAmending: opened.register.state === 'saved' });
}

/** Opens the amend form of a saved register and keeps the worker from redrawing it meanwhile. */
export async function amendRegister(world: World, actor: Person, registerId: string): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  if (opened.register.state === 'open') return viewRegister(world, opened);
  await hold(world, actor, opened, new Date(world.clock.now().getTime() + holdMs));
  return viewForm(world, opened, 0, { isAmending: true });
}

/** Leaves the amend or guest form without saving. */
export async function showRegister(world: World, actor: Person, registerId: string): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  await hold(world, actor, opened);
  return viewRegister(world, opened);
}
