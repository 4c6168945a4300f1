import { createHash } from 'node:crypto';
import { addMinutes, dayOf, daysBetween, sayDay } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { firstName, type Person } from '../../domain/person.ts';
import { type Linked, type Slot, slotId } from '../../domain/slot.ts';
import type { CardModel } from '../core/card-model.ts';
import { ownPageLink } from '../core/own-page.ts';
import type { World } from '../core/ports.ts';
import { messageTo, type Reach, reachContact, takesLinks } from '../core/reach-person.ts';
import { reachOf } from '../core/rights.ts';

type Place = Extract<Reach, { to: string }>;

/** How long the link of a card works: it comes anew whenever the card asks again. */
const cardDays = 14;
/** How long the link for absences works, and how often there is a new one while Teams does not reach them. */
const tellDays = 120;
const tellEveryDays = 90;

/** Where somebody gets links; undefined where there is no way to them, or none that the college sends by. */
export function placeFor({ sends }: Pick<World, 'sends'>, person: Pick<Person, 'mobile' | 'email'>): Place | undefined {
  const by = (kind: 'sms' | 'mail') => !sends || sends.includes(kind);
  const reach = reachContact({
    ...(by('sms') && person.mobile ? { mobile: person.mobile } : {}),
    ...(by('mail') && person.email ? { email: person.email } : {}),
  });
  return 'to' in reach ? reach : undefined;
}

/** What a card wants of its reader: something done, or, where something has gone against them, to be read; else nothing. */
function wantOf(card: CardModel | undefined): string | undefined {
  const answer = 'Please answer here:';
  if (card?.card === 'notice-confirm' || card?.card === 'notice-change') return answer;
  if (card?.card !== 'form-plain') return undefined;
  const { acts, rows, takesFile, tone, fields } = card.data;
  if (acts.length === 1 && acts[0]?.act === 'confirm' && fields.length === 0) return 'Please read and confirm it here:';
  if (acts.length > 0 || takesFile || rows.some((row) => row.acts?.length)) return answer;
  return tone === 'attention' ? 'Please read it here:' : undefined;
}

const titleOf = (card: CardModel) =>
  card.card === 'form-plain' ? card.data.title : 'What you told the college about an absence';

/** A message with a link, in the least words: no name of a learner beside it, no reason, nothing about health. */
async function putLink(
  world: World,
  person: Person,
  message: { key: string; taskId?: string; about: string; title: string; ask: string; url: string; until: Date },
): Promise<void> {
  const place = placeFor(world, person);
  if (!place) return;
  const { key, taskId, about, title, ask, url, until } = message;
  const body =
    place.channel === 'sms'
      ? `${title}. ${ask} ${url} It is for you alone.`
      : [
          `Hello ${firstName(person)},`,
          `${title}. ${ask}\n${url}`,
          `The link is for you alone, so please do not pass it on. It works until ${sayDay(dayOf(until))}.`,
        ].join('\n\n');
  await world.records.outbox.put(
    [messageTo(place, { key, taskId, about, toId: person._id, subject: title, body })],
    world.clock.now(),
  );
}

const putTellLink = (world: World, person: Person, key: string) => {
  const until = addMinutes(world.clock.now(), tellDays * 1_440);
  const url = world.link?.('tell', person._id, person._id, until) ?? '';
  const title = 'Not coming in, or late';
  // About nobody: a learner and their employer can always tell us.
  return putLink(world, person, { key, about: key, title, ask: 'Tell us here, and keep this link:', url, until });
};

/** Once in a while the link by which a learner or employer tells of an absence (S2, G2). */
async function offerTelling(world: World, person: Person): Promise<void> {
  if (reachOf(person, 'report-absence') !== 'own') return;
  const period = Math.floor(daysBetween('2026-01-01', dayOf(world.clock.now())) / tellEveryDays);
  await putTellLink(world, person, `tell-link|${person._id}|${period}`);
}

/**
 * Sends somebody the link to their own page, to the place on record and nowhere else: whoever has one of their lasting
 * links sees no figures by it (P). It goes once in each hour of the clock. False: there is nothing to send, or no place of
 * theirs alone to send it to.
 */
export async function sendOwnPage(world: World, person: Person): Promise<boolean> {
  const place = placeFor(world, person);
  const link = place && (await ownPageLink(world, person, place));
  if (!link) return false;
  const { url, holds, until } = link;
  const key = `own-page|${person._id}|${world.clock.now().toISOString().slice(0, 13)}`;
  // About nobody: what it leads to looks at a hold itself.
  await putLink(world, person, { key, about: key, title: capital(holds), ask: 'Look at it here:', url, until });
  world.wake();
  return true;
}

const byMessage = 'theirs by message';

/** What a card's link message hangs on: another state of its subject asks anew, a redrawing does not. */
async function stateOf(
  world: World,
  person: Person,
  slot: Slot,
): Promise<{ state: string; aboutId?: string | undefined } | undefined> {
  if (slot.kind === 'notice') {
    const notice = await world.records.notices.byId(slot.subjectId);
    const isByMessage =
      notice?.byId === person._id && (await world.records.incoming.byId(notice.messageId ?? '')) !== null;
    // Who told us by text or mail is asked and reminded there.
    if (isByMessage) return { state: byMessage, aboutId: notice.learnerId };
    // Who told us has just been on the page; they hear of it again only when the card comes again.
    return notice ? { state: notice.byId === person._id ? 'theirs' : 'told', aboutId: notice.learnerId } : undefined;
  }
  const task = slot.kind === 'task' ? await world.records.tasks.byId(slot.subjectId) : null;
  if (!task) return undefined;
  // As a part of another card it is one of several that may be asked.
  const which = slotId(slot) === slot._id ? '' : `${task._id} `;
  // What is open at the day's end stands on a list, which is a message of its own.
  const state = task.kind === 'register-due' && task.state === 'day-end' ? 'overdue' : task.state;
  return {
    state: `${which}${state}${task.ownerIds.includes(person._id) ? '' : ' (others)'}`,
    aboutId: task.learnerId,
  };
}

/** A person's link to a card, till when it opens, and whom its message is about. */
function linkTo(
  world: World,
  person: Person,
  { purpose, id }: { purpose: 'notice' | 'task'; id: string },
  learnerId: string | undefined,
) {
  const until = addMinutes(world.clock.now(), cardDays * 1_440);
  return {
    // A learner's own message is held back by no hold on them: it says no more than their card, which the hold let through.
    about: learnerId && learnerId !== person._id ? learnerId : id,
    url: world.link?.(purpose, id, person._id, until) ?? '',
    until,
  };
}

/**
 * A card for someone whom Teams does not reach goes as a signed link by text message or mail: once for each state that
 * asks them, and when the card itself comes again to remind them, on another day (S17, P). What was kept of it is to be
 * stored on the slot; undefined where links are not for them, or not for this.
 */
export async function sendLink(
  world: World,
  person: Person,
  slot: Slot,
  card: CardModel | undefined,
): Promise<Linked | undefined> {
  if (!world.link || !takesLinks(person)) return undefined;
  // Of the card about a learner goes what is asked first.
  if (card?.card === 'learner-follow') {
    const asked = card.data.parts.find((one) => one.state === 'next')?.card;
    if (asked?.card !== 'form-plain') return undefined;
    return sendLink(world, person, { ...slot, kind: 'task', subjectId: asked.data.id }, asked);
  }
  const now = world.clock.now();
  const about = await stateOf(world, person, slot);
  if (!about) return undefined;
  const before = slot.linked;
  const times = before?.times ?? 0;
  const repostAt = slot.repostAt ?? 0;
  // Nothing has reached them: it is tried anew whenever the card is.
  if (!placeFor(world, person)) return { state: '', repostAt: 0, times, day: '' };
  await offerTelling(world, person);
  const isNew = about.state === 'theirs' ? before === undefined && repostAt > 0 : before?.state !== about.state;
  const today = dayOf(now);
  const isReminder = before !== undefined && repostAt > before.repostAt && before.day !== today;
  const kept = { state: about.state, repostAt, times, day: before?.day ?? '' };
  if (about.state === byMessage) return kept;
  const ask = wantOf(card);
  if (!card || !ask || !(isNew || isReminder)) return kept;
  const key = `link|${slot._id}|${times + 1}`;
  const thing = { purpose: slot.kind === 'notice' ? ('notice' as const) : ('task' as const), id: slot.subjectId };
  const tellsOf = slot.kind === 'task' ? { taskId: slot.subjectId } : {};
  await putLink(world, person, {
    key,
    ...tellsOf,
    title: titleOf(card),
    ask,
    ...linkTo(world, person, thing, about.aboutId),
  });
  return { ...kept, times: times + 1, day: today };
}

/** A new link for one whose time is over, to the place on record: once a day, to one's own page once an hour. */
export async function renewLink(
  world: World,
  { purpose, id }: { purpose: string; id: string },
  person: Person,
): Promise<boolean> {
  if (!world.link || !placeFor(world, person)) return false;
  if (purpose === 'page') return sendOwnPage(world, person);
  const now = world.clock.now();
  const thing = createHash('sha256').update(id).digest('hex').slice(0, 12);
  const key = `link-again|${purpose}|${thing}|${person._id}|${dayOf(now)}`;
  if (purpose === 'tell') {
    await putTellLink(world, person, key);
    return true;
  }
  const task = purpose === 'task' ? await world.records.tasks.byId(id) : null;
  const notice = purpose === 'notice' ? await world.records.notices.byId(id) : null;
  const isTheirs = task?.isOpen ? task.ownerIds.includes(person._id) : notice?.byId === person._id;
  if (!isTheirs) return false;
  const to = { purpose: task ? ('task' as const) : ('notice' as const), id };
  const link = linkTo(world, person, to, task?.learnerId ?? notice?.learnerId);
  await putLink(world, person, {
    key,
    ...(task ? { taskId: id } : {}),
    title: 'Your new link',
    ask: 'Please open it here:',
    ...link,
  });
  return true;
}
