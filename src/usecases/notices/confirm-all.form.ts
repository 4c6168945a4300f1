import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { confirmNotice } from './confirm-notice.ts';
import { sayWhat } from './say-notice.ts';

/** A button gathers the cards of so long before it was drawn; older ones wait for a press of their own. */
const freshMinutes = 1_440;
const mostShown = 8;

/** Somebody's cards that a yes would confirm, up to a time: what came after the button was drawn was not meant. */
export async function confirmable(world: World, actor: Person, upTo: Date): Promise<AbsenceNotice[]> {
  const open = await world.records.notices.openOf(actor._id, addMinutes(upTo, -freshMinutes));
  return open.filter((one) => asksNothing(one) && one.createdAt <= upTo);
}

/** True for a card that nobody has confirmed and that asks nothing but that: no day, no name, no taking back. */
const asksNothing = (one: AbsenceNotice) =>
  one.state === 'draft' && !one.question && !one.candidates && one.days.length > 0;

async function sayEach(world: World, actor: Person, notices: readonly AbsenceNotice[]): Promise<string[]> {
  const people = await world.records.people.byIds(notices.map((one) => one.learnerId));
  const names = new Map(people.map((one) => [one._id, `${callName(one)}: `]));
  const whose = (one: AbsenceNotice) =>
    one.candidates || one.learnerId === actor._id ? '' : (names.get(one.learnerId) ?? '');
  return notices.map((one) => `${whose(one)}${sayWhat(one)}`).sort();
}

/**
 * Confirms all of somebody's open cards that ask nothing, by the button or in words. What asks something is only said to
 * wait: whoever confirms all takes nothing back by it, and answers no question.
 */
export async function confirmEach(world: World, actor: Person, upTo: Date, pressId: string): Promise<string> {
  const open = await confirmable(world, actor, upTo);
  const done: AbsenceNotice[] = [];
  for (const one of open) {
    await confirmNotice(world, actor, { noticeId: one._id, pressId: `${pressId}|${one._id}`.slice(-200) });
    const after = await world.records.notices.byId(one._id);
    if (after?.state === 'confirmed') done.push(after);
  }
  const fresh = await world.records.notices.openOf(actor._id, addMinutes(world.clock.now(), -freshMinutes));
  const isLeft = (one: AbsenceNotice) => open.some(({ _id }) => _id === one._id) || !asksNothing(one);
  const left = await sayEach(world, actor, fresh.filter(isLeft));
  const more = done.length > 0 ? ' more' : '';
  const count = left.length === 1 ? `One${more} waits` : `${left.length}${more} wait`;
  const still = left.length > 0 ? ` ${count} for an answer: ${left.join('. ')}.` : '';
  if (done.length === 0) return `There was nothing left to confirm.${still}`;
  return `Thank you. Confirmed: ${(await sayEach(world, actor, done)).join('. ')}.${still}`;
}

/** When the button was drawn, from what it carries: nothing younger is confirmed by it, however long it was left. */
const drawnAt = (world: World, about: string) => {
  const at = new Date(Number(about));
  return Number(about) > 0 && at < world.clock.now() ? at : world.clock.now();
};

/** One press confirms all of an employer's open cards (S2, S3). `about`: up to when they came, in milliseconds. */
export const confirmAll: Form = {
  action: 'confirm-notice',
  async face(world, actor, about) {
    const open = await confirmable(world, actor, drawnAt(world, about));
    if (open.length === 0) return { title: 'Nothing waits for a yes', lines: ['Everything you told me is confirmed.'] };
    const said = await sayEach(world, actor, open);
    const more = said.length > mostShown ? [`and ${said.length - mostShown} more`] : [];
    return {
      title: open.length === 1 ? 'One card waits for a yes' : `${open.length} cards wait for a yes`,
      tone: 'warning',
      lines: ['Nobody has been told yet.', ...said.slice(0, mostShown), ...more],
      acts: [
        { act: 'confirm', title: open.length === 1 ? 'Confirm it' : `Confirm all ${open.length}`, style: 'positive' },
      ],
    };
  },
  submit: (world, actor, about, { pressId }) => confirmEach(world, actor, drawnAt(world, about), pressId),
};
