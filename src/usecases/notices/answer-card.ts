import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes, latestOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { firstName, type Person } from '../../domain/person.ts';
import { type SmallTalk, saysYes } from '../../language/talk/small-talk.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';
import { confirmEach } from './confirm-all.form.ts';
import { confirmNotice, withdrawNotice } from './confirm-notice.ts';
import { partsOf, sayWhat, sayWhose } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** A bare yes or no is about a card no older than this. */
const freshMinutes = 1_440;
/** “No” after a card that was confirmed already takes it back, as long as it was lately. */
const lateNoMinutes = 720;

/** When a card was last put before its sender, in milliseconds. */
export const askedAt = (one: AbsenceNotice) => latestOf(one.createdAt, one.askedAt, one.remindedAt, one.correctedAt);

/** What became of one open card by a bare yes or no, in a sentence. */
async function answerOne(world: World, actor: Person, notice: AbsenceNotice, answer: 'yes' | 'no'): Promise<string> {
  const isAsked = notice.question === 'withdraw';
  const { back, stays } = partsOf(notice);
  const what = await sayWhose(world, answer === 'yes' ? back : notice, actor, firstName);
  // A yes is no answer to “how late?”: the card comes again, and its question can be answered in a word.
  if (answer === 'yes' && notice.question && !isAsked) {
    await wantNotice(world, notice, [actor._id]);
    world.wake();
    return `Please answer on the card for that, or just write it here: ${what}.`;
  }
  const isDraft = notice.state === 'draft';
  // A no to “is this off?” is no yes to telling it.
  if (isAsked && isDraft && answer === 'no') return `It stays on its card, and nobody has been told yet: ${what}.`;
  const press = { noticeId: notice._id, pressId: `said|${answer}|${notice.version}` };
  const isBack = isAsked === (answer === 'yes');
  const done = await (isBack ? withdrawNotice : confirmNotice)(world, actor, press);
  const after = await world.records.notices.byId(notice._id);
  if (isRefusal(done) || !after) return 'That card is not there any more.';
  if (after.state === 'withdrawn')
    return after.replacedBy
      ? `We know this already: ${what}.`
      : `Taken back: ${what}.${isDraft ? ' Nobody was told.' : ''}`;
  if (isBack && stays) return `Taken back: ${what}. What stays: ${sayWhat(stays)}.`;
  if (after.state === 'confirmed') return isAsked ? `It stays: ${what}.` : `Thank you. Confirmed: ${what}.`;
  await wantNotice(world, after, [actor._id]);
  return `Please answer on the card for that: ${what}.`;
}

/** “No” or “undo” after a card that counts already: whether to take it back is asked, since others have been told. */
async function askAgain(world: World, actor: Person): Promise<string | undefined> {
  const told = await world.records.notices.toldBy(actor._id, addMinutes(world.clock.now(), -lateNoMinutes));
  const last = told.toSorted((a, b) => (b.confirmedAt?.getTime() ?? 0) - (a.confirmedAt?.getTime() ?? 0))[0];
  if (last?.state !== 'confirmed') return undefined;
  await world.together(async (inside) => {
    const { records } = inside;
    const fresh = await records.notices.byId(last._id);
    if (fresh?.state === 'confirmed') await askBack(inside, fresh);
  });
  world.wake();
  return '';
}

/** Somebody's cards that a bare yes or no may be about. */
export function openCards(world: World, actor: Person): Promise<AbsenceNotice[]> {
  return world.records.notices.openOf(actor._id, addMinutes(world.clock.now(), -freshMinutes));
}

/** Those of them that it is about: the newest, and what came with it. */
export function newestOf(open: readonly AbsenceNotice[]): AbsenceNotice[] {
  const newest = Math.max(...open.map(askedAt));
  return open.filter((one) => askedAt(one) === newest);
}

/**
 * Those of them that a yes or no is about: the newest and what came with it. “Both” are two that came together, or the
 * only two that wait where neither is about taking back; none where it can mean any two.
 */
function meantOf(open: readonly AbsenceNotice[], talk: SmallTalk): AbsenceNotice[] {
  const newest = newestOf(open);
  if (talk !== 'yes-both' || open.length < 2 || newest.length === 2) return newest;
  return open.length === 2 && open.every((one) => one.question !== 'withdraw') ? [...open] : [];
}

/**
 * A bare “yes” or “no” presses the button of the sender's newest open card; cards of one message go together, “all of
 * them” is the button that confirms all, and “both of them” are two. What to say, empty where a card says it; undefined where there is
 * nothing to answer.
 */
export async function answerCard(world: World, actor: Person, talk: SmallTalk): Promise<string | undefined> {
  const isYes = saysYes(talk);
  if (!isYes && talk !== 'no' && talk !== 'undo') return undefined;
  const open = await openCards(world, actor);
  if (talk === 'yes-all' && open.length > 0) return confirmEach(world, actor, world.clock.now(), 'said|yes-all');
  const said: string[] = [];
  for (const notice of meantOf(open, talk)) said.push(await answerOne(world, actor, notice, isYes ? 'yes' : 'no'));
  if (said.length > 0) return said.join(' ');
  if (open.length > 0) return 'Which two do you mean? Please press Confirm on their cards.';
  return isYes ? undefined : askAgain(world, actor);
}

/** What to add to a thank-you: that a card still waits, or that telling was good; empty where neither is so. */
export async function sayStanding(world: World, actor: Person): Promise<string> {
  const since = addMinutes(world.clock.now(), -lateNoMinutes);
  const told = await world.records.notices.toldBy(actor._id, since);
  const open = told.filter((one) => one.state === 'draft' || one.question === 'withdraw');
  const asking = open.filter((one) => one.question !== undefined);
  const waiting = open.length - asking.length;
  const said: string[] = [];
  if (waiting > 0)
    said.push(
      `${waiting === 1 ? 'Your card still waits' : `${waiting} cards still wait`} for a yes: nobody has been told yet.`,
    );
  // A yes to these may take something back: it is not what they are said to wait for.
  for (const one of asking)
    said.push(`The question about this still waits for an answer: ${await sayWhose(world, one, actor, firstName)}.`);
  if (said.length > 0) return said.join(' ');
  const last = told.find((one) => one.state === 'confirmed');
  return last && actor._id === last.learnerId ? 'Thanks for telling us.' : '';
}
