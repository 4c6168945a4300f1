import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseNote, Evidence, RiskCase, RiskCaseKind } from '../../domain/risk-case.ts';
import type { Flag } from '../../domain/standing.ts';
import type { CaseOption } from '../../policy/policy-pack.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { type Action, isAboutSelf } from '../core/rights.ts';
import { isContested } from '../core/silence.ts';
import { quoteWritten } from '../core/typed-words.ts';
import { changeHeld, heldOn, holdPress, rehearse, takeBack } from '../core/undo.ts';
import { awaitsYearTurn } from '../core/year-of-case.ts';
import { followDecision } from './follow-decision.ts';
import { putCase } from './put-case.ts';
import { packOfCase, viewCase } from './view-case.ts';

const actions: Record<RiskCaseKind, Action> = {
  fall: 'decide-fall',
  noticed: 'decide-noticed',
  report: 'decide-report',
};

export type DecideInput = { caseId: string; option: string; note?: string; pressId: string };
/** A decision that can still be undone: what was chosen, the figures the card showed, and the flag at which it was asked. */
export type HeldDecision = { option: string; note?: string; evidence: Evidence; askedAt: Flag };

const optionOf = (world: World, riskCase: RiskCase, code: string): CaseOption | undefined =>
  packOfCase(world, riskCase).options[riskCase.kind].find((one) => one.code === code);

/** The case, where this person may decide it. */
async function theirCase(world: World, actor: Person, caseId: string): Promise<Outcome<RiskCase>> {
  const riskCase = await world.records.cases.byId(caseId);
  const isTheirs = riskCase && (await mayFor(world, actor, actions[riskCase.kind], [riskCase.ownerId]));
  return isTheirs ? riskCase : refuse('not-allowed');
}

/** The case and the option, where this person may choose it as things are. */
async function choosable(
  world: World,
  actor: Person,
  { caseId, option: code, note }: Omit<DecideInput, 'pressId'>,
): Promise<Outcome<{ riskCase: RiskCase; option: CaseOption }>> {
  const riskCase = await theirCase(world, actor, caseId);
  if (isRefusal(riskCase)) return riskCase;
  if (isAboutSelf(actor, riskCase.learnerId)) return refuse('not-yourself');
  const option = optionOf(world, riskCase, code);
  if (!option) return refuse('bad-payload');
  const written = note === undefined ? undefined : quoteWritten({ note });
  if (riskCase.state === 'withdrawn') return refuse('case-withdrawn', written);
  if (riskCase.state !== 'open') return refuse('case-decided', written);
  if (awaitsYearTurn(world, riskCase)) return refuse('year-ended');
  if (await isContested(world, riskCase.learnerId)) return refuse('contested');
  return option.needsNote && !note ? refuse('needs-a-reason') : { riskCase, option };
}

/** The case as the press was before, where it has been taken already; undefined for a new one. */
async function pressedBefore(world: World, actor: Person, { caseId, pressId }: DecideInput) {
  const riskCase = await theirCase(world, actor, caseId);
  return !isRefusal(riskCase) && riskCase.presses.includes(pressId) ? riskCase : undefined;
}

const withPress = (riskCase: RiskCase, pressId: string | undefined) =>
  pressId ? [...riskCase.presses, pressId].slice(-50) : riskCase.presses;

/**
 * Stores what a named person decided: the option, when, under which pack version, on which figures (G8, S12, S13), and
 * sets going what follows. `at`, `evidence`: when it was pressed and what was shown then, where that was minutes ago.
 * Part of a transaction.
 */
export async function makeDecision(
  world: World,
  actor: Person,
  input: Omit<DecideInput, 'pressId'> & { pressId?: string; at?: Date; evidence?: Evidence; askedAt?: Flag },
): Promise<Outcome<RiskCase>> {
  const found = await choosable(world, actor, input);
  if (isRefusal(found)) return found;
  const { riskCase, option } = found;
  // A flag that rose since asks anew: what was chosen before is no answer to that.
  if (input.askedAt !== undefined && input.askedAt !== riskCase.askedAt) return refuse('moved-on');
  const { note, pressId, at = world.clock.now(), evidence = riskCase.evidence } = input;
  const followed = await followDecision(world, riskCase, option, actor, note);
  if (isRefusal(followed)) return followed;
  const pack = packOfCase(world, riskCase).ref;
  const made = { option: option.code, byId: actor._id, at, pack, evidence, ...(note ? { note } : {}) };
  const after: RiskCase = {
    ...riskCase,
    state: option.closes ? 'decided' : 'open',
    decisions: [...riskCase.decisions, made],
    presses: withPress(riskCase, pressId),
    version: riskCase.version + 1,
  };
  await putCase(world, after, riskCase);
  return after;
}

const about = (id: string) => ({ kind: 'case' as const, id });

/** Keeps a decision back for the minutes in which it can be undone. Part of a transaction. */
async function holdDecision(world: World, actor: Person, input: DecideInput): Promise<Outcome<RiskCase>> {
  const found = await choosable(world, actor, input);
  if (isRefusal(found)) return found;
  const { riskCase, option } = found;
  // What can still be undone is decided: it is undone first.
  if (await heldOn(world, about(riskCase._id)))
    return refuse('case-decided', input.note === undefined ? undefined : quoteWritten({ note: input.note }));
  const note = input.note ? { note: input.note } : {};
  const press: HeldDecision = { option: option.code, evidence: riskCase.evidence, askedAt: riskCase.askedAt, ...note };
  await holdPress(world, about(riskCase._id), actor, { title: option.label, learnerId: riskCase.learnerId, press });
  const after = { ...riskCase, presses: withPress(riskCase, input.pressId), version: riskCase.version + 1 };
  await putCase(world, after, riskCase);
  return after;
}

/**
 * Takes what a named person decided. The bot proposes, a person decides. A press seen before changes nothing; one on a
 * case that has moved on meanwhile is carried out on the case as it now is, unless it is decided. Nothing of it happens
 * while it can be undone.
 */
export async function takeDecision(world: World, actor: Person, input: DecideInput): Promise<Outcome<RiskCase>> {
  const known = await pressedBefore(world, actor, input);
  if (known) return known;
  if (world.undoMinutes) {
    const tried = await rehearse(world, (inside) => makeDecision(inside, actor, input));
    if (isRefusal(tried)) return tried;
  }
  const decide = world.undoMinutes ? holdDecision : makeDecision;
  const decided = await world.together(async (inside) => {
    return (await pressedBefore(inside, actor, input)) ?? decide(inside, actor, input);
  });
  world.wake();
  return decided;
}

/** Notes what happened to a case without a decision. */
async function noteOn(world: World, riskCase: RiskCase, said: readonly CaseNote[], ask?: 'bottom') {
  const notes = [...(riskCase.notes ?? []), ...said];
  const after = { ...riskCase, notes, version: riskCase.version + 1 };
  await putCase(world, after, riskCase, ask);
  return after;
}

/** Takes a decision back that can still be undone; the history keeps both steps. Refuses with `undo-over`. */
export async function undoDecision(
  world: World,
  actor: Person,
  { caseId, version }: { caseId: string; version: number },
): Promise<Outcome<RiskCase>> {
  const undone = await world.together(async (inside): Promise<Outcome<RiskCase>> => {
    const riskCase = await theirCase(inside, actor, caseId);
    if (isRefusal(riskCase)) return riskCase;
    const taken = await takeBack(inside, actor, about(caseId), version);
    if (isRefusal(taken)) return taken;
    if (!taken) return riskCase;
    const { title, at } = taken.data;
    return noteOn(inside, riskCase, [
      { at, code: 'chosen', title, byId: actor._id },
      { at: inside.clock.now(), code: 'taken-back', title, byId: actor._id },
    ]);
  });
  world.wake();
  return undone;
}

/** Adds a word of why to a decision that can still be undone. Refuses with `undo-over`. */
export async function noteDecision(
  world: World,
  actor: Person,
  { caseId, note }: { caseId: string; note: string },
): Promise<Outcome<RiskCase>> {
  const noted = await world.together(async (inside): Promise<Outcome<RiskCase>> => {
    const riskCase = await theirCase(inside, actor, caseId);
    if (isRefusal(riskCase)) return riskCase;
    const held = await heldOn(inside, about(caseId));
    if (held?.data.byId !== actor._id || held.data.until <= inside.clock.now())
      return refuse('undo-over', quoteWritten({ note }));
    if (note.trim() === '') return refuse('needs-words');
    await changeHeld(inside, held, { note: note.trim() });
    const after = { ...riskCase, version: riskCase.version + 1 };
    await putCase(inside, after, riskCase);
    return after;
  });
  world.wake();
  return noted;
}

/** What was decided could not be carried out any more: the card asks again, and the history says so. */
export async function dropDecision(world: World, caseId: string, byId: string): Promise<void> {
  const riskCase = await world.records.cases.byId(caseId);
  if (!riskCase) return;
  await noteOn(world, riskCase, [{ at: world.clock.now(), code: 'not-carried-out', byId }], 'bottom');
}

/** The same on the case's own card, which is the answer. */
export async function decideCase(world: World, actor: Person, input: DecideInput): Promise<Outcome<CardModel>> {
  const decided = await takeDecision(world, actor, input);
  return isRefusal(decided) ? decided : viewCase(world, decided, actor);
}
