import { dayOf, daysBetween, defaultZone, sayDay, timeOf } from '../../domain/calendar.ts';
import { type Concern, type ConcernEntry, type ConcernMessage, isUnreleased } from '../../domain/concern.ts';
import { callName, isStaff, nameAndRef, type Person } from '../../domain/person.ts';
import type { CardModel, ConcernView, Run } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { storyUrls } from '../core/story-link.ts';
import { type Held, heldOn, undoTitle } from '../core/undo.ts';
import { factsAbout } from './concern-facts.ts';
import { recipientsOf, sayDelivery } from './outsiders.ts';
import { heldBy } from './put-hold.ts';
import { teamFor } from './who-may-read.ts';
import { movedTo, sayTeam } from './whose-team.ts';

/** Words on one page of a card, so that it stays under Teams' limit however much was written. */
const pageChars = 5_000;
const mostOnPage = 12;
/** Of what was done a card shows the last. */
const mostLogged = 12;

const sayDays = (days: number) => `${days} ${days === 1 ? 'day' : 'days'}`;
const sayWhen = (at: Date) => `${sayDay(dayOf(at))}, ${timeOf(at, defaultZone)}`;

/** "since today", "for 1 day", "for 6 days": how long a concern has been open. */
export function sayAge(world: World, concern: Pick<Concern, 'at'>): string {
  const days = daysBetween(dayOf(concern.at), dayOf(world.clock.now()));
  return days === 0 ? 'since today' : `for ${sayDays(days)}`;
}

/** In place of words that were handed over. */
const wordsGone = '(not kept here any more)';

type Written = Pick<ConcernMessage, 'fromId' | 'at' | 'words'>;

/** Messages by page, oldest first; a page holds what fits, and one too long for it goes on over the next. */
function pagesOf(messages: readonly ConcernMessage[]): Written[][] {
  const pages: Written[][] = [[]];
  let left = pageChars;
  for (const { fromId, at, words } of messages)
    for (let from = 0; from === 0 || from < words.length; from += pageChars) {
      const part = words.slice(from, from + pageChars);
      if (part.length > left || (pages.at(-1)?.length ?? 0) >= mostOnPage) {
        pages.push([]);
        left = pageChars;
      }
      pages.at(-1)?.push({ fromId, at, words: part });
      left -= part.length;
    }
  return pages;
}

/** "Ben Carter (BV-L2)", or that nobody is known. */
export async function sayAbout(world: World, concern: Pick<Concern, 'holds' | 'asks'>): Promise<string> {
  const people = await world.records.people.byIds(heldBy(concern));
  if (people.length === 0) return concern.asks ? 'It is not known whom this is about' : 'About no learner';
  return people.map(nameAndRef).join(concern.asks ? ' or ' : ', ');
}

function sayAsk(concern: Concern, people: Map<string, Person>): string {
  const held = heldBy(concern).flatMap((id) => people.get(id) ?? []);
  const suggested = (concern.asks?.suggestedIds ?? []).flatMap((id) => people.get(id) ?? []);
  const who = suggested.length > 0 ? ` The words may mean ${suggested.map(nameAndRef).join(' or ')}.` : '';
  if (held.length === 0) return `About whom is this? Nobody is held until you say.${who}`;
  const until = held.length === 1 ? 'Until you say, the hold is on' : 'Until you say, each of them is held:';
  return `About whom is this? ${until} ${held.map(callName).join(' and ')}.${who}`;
}

function writerOf(person: Person | undefined, concern: Concern): string {
  if (!person) return 'someone';
  const role = isStaff(person) ? 'staff' : person.roles.includes('employer') ? 'employer' : 'learner';
  return heldBy(concern).includes(person._id) ? callName(person) : `${nameAndRef(person)}, ${role}`;
}

/** What the team did, in words. */
export const concernActs: Record<ConcernEntry['act'], string> = {
  acknowledged: 'has it',
  'still-needed': 'still needed',
  about: 'it is about',
  told: 'told',
  releasing: 'is releasing the hold',
  'release-undone': 'took the release back',
  'release-stopped': 'the release was not carried out',
  released: 'released the hold',
  'held-again': 'put the hold again',
  joined: 'put messages together',
  'handing-over': 'is handing the words over to',
  'hand-over-undone': 'took the handing over back',
  'hand-over-stopped': 'the handing over was not carried out',
  'handed-over': 'handed the words over to',
  'passed-on': 'passed it on to',
};

/** What was written with it, or in the bot's own words why. */
function sayWords(act: ConcernEntry['act'], words: string): string {
  if (act === 'about') return ` ${words}`;
  return act === 'release-stopped' || act === 'hand-over-stopped' ? `: ${words}` : `: “${words}”`;
}

async function logLines(world: World, concern: Concern, people: Map<string, Person>, most: number): Promise<string[]> {
  const lines: string[] = [];
  // The morning's answers would bury the rest.
  const shown = concern.log.filter((entry) => entry.act !== 'still-needed').slice(-most);
  for (const entry of shown) {
    const by = people.get(entry.byId);
    const words = entry.words ? sayWords(entry.act, entry.words) : '';
    const to = entry.to ? ` ${entry.to}` : '';
    const sent = entry.act === 'told' ? ` ${await sayDelivery(world, entry)}` : '';
    lines.push(`${sayWhen(entry.at)}, ${by ? callName(by) : 'someone'}: ${concernActs[entry.act]}${to}${words}${sent}`);
  }
  return lines;
}

/** Where the words of a released concern are. */
function sayKept(handed: Concern['handedOver']): string {
  if (!handed) return 'The words stay here until you hand them over.';
  if (!handed.goneAt) return `The words are in ${handed.to}, and go here the night after.`;
  return `The words are in ${handed.to}, and not kept here any more.`;
}

/** "Nia Roberts hands the words over at 10:42. Until then they stay." */
function sayHanding({ data }: Held, people: Map<string, Person>): string {
  const by = people.get(data.byId);
  return `${by ? callName(by) : 'Someone'} hands the words over at ${timeOf(data.until)}. Until then nothing is deleted.`;
}

function sayState(concern: Concern, people: Map<string, Person>): string {
  const nameOf = (id: string | undefined) => (id && people.get(id) ? callName(people.get(id) as Person) : 'someone');
  if (concern.state === 'released') {
    const released = `${nameOf(concern.released?.byId)} released the hold. Messages to parents, employer and MIS go out again.`;
    return `${released} ${sayKept(concern.handedOver)}`;
  }
  if (concern.state === 'acknowledged')
    return `${concern.ownerId ? `${nameOf(concern.ownerId)} has it` : 'Nobody has it now'}. The hold stays until released.${concern.askedAt ? ' Is it still needed?' : ''}`;
  const held =
    concern.holds.length === 0
      ? 'No hold is on anybody.'
      : 'Nothing about them goes to parents, employer or MIS until you release the hold.';
  return concern.ownerId ? `New words since ${nameOf(concern.ownerId)} took it. ${held}` : held;
}

/** That the learner is of another site now than the team that has it, and how it is passed on; undefined where they are not. */
async function sayMoved(
  world: World,
  concern: Concern,
  held: readonly Person[],
): Promise<Pick<ConcernView, 'ask' | 'suggested'> | undefined> {
  const moved = await movedTo(world, concern);
  if (!moved) return undefined;
  const [to, has] = [await sayTeam(world, moved), await sayTeam(world, concern)];
  const names = held.map(callName).join(' and ');
  const [only] = held;
  const isOne = held.length === 1 && only !== undefined;
  const how = isOne ? 'until you pass it on' : 'until you say again whom it is about';
  return {
    ask: `A concern about ${names} would go to ${to} now. This one stays with ${has} ${how}.`,
    suggested: isOne ? [{ personId: only._id, title: 'Pass it on' }] : [],
  };
}

/** "Nia Roberts releases it at 10:42. Until then the hold stays." */
function sayReleasing({ data }: Held, people: Map<string, Person>): string {
  const by = people.get(data.byId);
  return `${by ? callName(by) : 'Someone'} releases it at ${timeOf(data.until)}. Until then the hold stays, and nothing goes out.`;
}

/** "Desk page · Story of Ben Carter": where a reader finds all of it. */
async function leadsFrom(world: World, concern: Concern, held: readonly Person[], viewer: Person): Promise<Run[]> {
  const desk = world.pageLink?.(`safeguarding/${concern._id}`, viewer);
  if (!desk) return [];
  const stories = await storyUrls(world, viewer, heldBy(concern));
  const leads = held.flatMap((one) => {
    const url = stories.get(one._id);
    return url ? [{ text: '  ·  ' }, { text: `Story of ${callName(one)}`, url }] : [];
  });
  return [{ text: 'Desk page', url: desk }, ...leads];
}

/** What a view of a concern is asked for beside it: an earlier page or all as one, or what was wrong with the last press. */
type ViewOptions = {
  page?: number | 'all';
  problem?: string;
  whom?: string;
  handedTo?: string;
  viewer?: Person;
};

/** A concern as the Safeguarding Team sees it: messages in order, where the learner is, whom to call, what was done. */
export async function viewConcern(
  world: World,
  concern: Concern,
  { page, problem = '', whom, handedTo = '', viewer }: ViewOptions = {},
): Promise<CardModel> {
  if (concern.state === 'joined') {
    const text = `These messages are now on the card about ${concern.log.at(-1)?.words ?? 'that learner'}.`;
    return { card: 'note-plain', data: { text, tone: 'default' } };
  }
  const suggestedIds = concern.asks?.suggestedIds ?? [];
  const ids = [
    ...heldBy(concern),
    ...suggestedIds,
    ...concern.messages.map((one) => one.fromId),
    ...concern.log.map((one) => one.byId),
    ...[concern.ownerId, concern.released?.byId].filter((id) => id !== undefined),
  ];
  const people = new Map((await world.records.people.byIds(ids)).map((one) => [one._id, one]));
  const held = heldBy(concern).flatMap((id) => people.get(id) ?? []);
  const pages = pagesOf(concern.messages);
  const at = page === 'all' ? 0 : Math.max(0, Math.min(page ?? pages.length - 1, pages.length - 1));
  const shown = page === 'all' ? pages.flat() : (pages[at] ?? []);
  const isOpen = isUnreleased(concern);
  const facts = [];
  if (isOpen)
    for (const learner of held)
      facts.push(...(await factsAbout(world, learner, concern, { isWhole: page === 'all', viewer })));
  const who = await sayAbout(world, concern);
  const releasing = isOpen ? await heldOn(world, { kind: 'concern', id: concern._id }) : undefined;
  const handing = isOpen ? undefined : await heldOn(world, { kind: 'concern-words', id: concern._id });
  const waiting = releasing ?? handing;
  const undo = waiting && viewer && undoTitle(world, waiting, viewer);
  const moved = isOpen && !concern.asks ? await sayMoved(world, concern, held) : undefined;
  const data: ConcernView = {
    concernId: concern._id,
    version: concern.version,
    title: concern.level === 'urgent' ? 'Urgent safeguarding concern' : 'Possible safeguarding concern',
    who,
    when: `${sayWhen(concern.at)}, ${concern.state === 'released' ? 'released' : `open ${sayAge(world, concern)}`}`,
    leads: viewer ? await leadsFrom(world, concern, held, viewer) : [],
    problem,
    ask: isOpen && concern.asks ? sayAsk(concern, people) : (moved?.ask ?? ''),
    suggested: moved
      ? moved.suggested
      : isOpen
        ? suggestedIds.flatMap((id) => {
            const one = people.get(id);
            return one ? [{ personId: id, title: `About ${nameAndRef(one)}` }] : [];
          })
        : [],
    messages: shown.map((one) => ({
      by: `${sayWhen(one.at)}, ${writerOf(people.get(one.fromId), concern)}`,
      words: one.words || wordsGone,
    })),
    pages: pages.length,
    page: at,
    log: await logLines(world, concern, people, page === 'all' ? concern.log.length : mostLogged),
    facts,
    whom: whom ?? held.map(nameAndRef).join(', '),
    recipients: isOpen ? await recipientsOf(world, held) : [],
    state: concern.state,
    holdsSomeone: held.length > 0,
    hasOwner: concern.ownerId !== undefined,
    isAsked: concern.state === 'acknowledged' && concern.askedAt !== undefined,
    isReleasing: releasing !== undefined,
    ...(undo ? { undo: { title: undo, version: waiting.data.count } } : {}),
    canHoldAgain: concern.state === 'released' && !concern.handedOver?.goneAt,
    canHandOver: concern.state === 'released' && !concern.handedOver && !handing,
    handedTo,
    said: releasing
      ? sayReleasing(releasing, people)
      : handing
        ? sayHanding(handing, people)
        : sayState(concern, people),
  };
  return { card: 'concern-raised', data };
}

/** What a leader hears of a concern nobody is there for, or an old hold: that it exists and how old; not what, nor about whom (S11). */
export async function viewOldHold(world: World, concern: Concern): Promise<CardModel> {
  const note = (text: string, tone: 'attention' | 'default'): CardModel => ({
    card: 'note-plain',
    data: { text, tone },
  });
  if (!isUnreleased(concern))
    return note('A safeguarding hold that you heard of has ended. There is nothing for you to do.', 'default');
  const days = daysBetween(dayOf(concern.at), dayOf(world.clock.now()));
  const secret = 'I may not say what or whom it is about.';
  if ((await teamFor(world, concern)).length === 0)
    return note(
      `A safeguarding concern waits, and nobody is on the Safeguarding Team. ${secret} Please have the college office name someone now.`,
      'attention',
    );
  return note(
    `A safeguarding hold has been in place for ${sayDays(days)}. ${secret} Please ask the Safeguarding Team whether it is still needed.`,
    'attention',
  );
}
