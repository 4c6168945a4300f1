import { createHash } from 'node:crypto';
import { addMinutes, dayOf, earlierOf } from '../../domain/calendar.ts';
import type { Concern, ConcernLevel, ConcernMessage } from '../../domain/concern.ts';
import type { Person } from '../../domain/person.ts';
import { harmTo } from '../../language/harm-to.ts';
import { normalise } from '../../language/normalise.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import type { AboutWhom } from './about-whom.ts';
import { putConcern } from './put-concern.ts';
import { holdsOn } from './put-hold.ts';
import { minutesToAnswer, ringTeam, wantConcern } from './ring.ts';
import { leadersOf, teamFor } from './who-may-read.ts';
import { sitesFor } from './whose-team.ts';
import { wordsToWriter } from './words-to-writer.ts';

/** Teams redelivers within about 30 seconds; the same words later than this are meant anew. */
export const againAfterMs = 90_000;
/** While nobody has answered, further words only ring again when the last ring is this long ago, or they are worse. */
const ringAgainMs = 5 * 60_000;
/** A concern with this many messages is full: the next begins another card. */
const mostMessages = 200;

const hash = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/**
 * Takes a hint at harm to the Safeguarding Team and to nobody else (S11). What is said about one learner gathers on one
 * card. The answer is kind, gives real contacts, and repeats nothing of what was written; it is for the writer alone.
 */
export async function raiseConcern(
  world: World,
  from: Person,
  about: AboutWhom,
  words: string,
  level: ConcernLevel,
): Promise<CardModel> {
  const now = world.clock.now();
  const id = hash(from._id, words, dayOf(now));
  const message: ConcernMessage = { id, fromId: from._id, words: words.slice(0, 10_000), level, at: now };
  await world.together(async (inside) => {
    const { records } = inside;
    const same = (await records.concerns.withMessage(id)).flatMap((one) => one.messages.filter((m) => m.id === id));
    // A redelivery is the same message, also when somebody has answered meanwhile.
    if (same.some((one) => now.getTime() - one.at.getTime() <= againAfterMs)) return;
    const known = await findGathering(inside, from, about);
    await (known ? addMessage(inside, known, message, about) : openConcern(inside, message, about));
  });
  world.wake();
  const isOwn = about.heldIds.includes(from._id) || harmTo(normalise(words)) === 'self';
  return { card: 'note-plain', data: wordsToWriter(from, words, isOwn) };
}

/** The concern this message belongs to: one about the same learner, or of the same writer about the same unclear people. */
async function findGathering(world: World, from: Person, { heldIds }: AboutWhom): Promise<Concern | undefined> {
  const { concerns } = world.records;
  const [only] = heldIds;
  const isExactly = (one: Concern) =>
    one.holds.length === heldIds.length && one.holds.every((hold) => heldIds.includes(hold.learnerId));
  const found = only === undefined ? await concerns.writtenBy(from._id) : await concerns.covering(only);
  const isOne = heldIds.length === 1;
  // One that covers several because nobody knows which may yet be moved off this learner: not a place for what is clear.
  return found.find(
    (one) => one.messages.length < mostMessages && (isExactly(one) || (isOne && one.asks === undefined)),
  );
}

async function openConcern(world: World, message: ConcernMessage, about: AboutWhom): Promise<void> {
  const { concerns } = world.records;
  const { level, at } = message;
  const base = about.heldIds.length > 0 ? hash('about', ...about.heldIds.toSorted()) : hash('from', message.fromId);
  // Named by whom it is about, so that two messages at once cannot open two.
  let _id = base;
  for (let n = 2; (await concerns.byId(_id)) !== null; n++) _id = `${base}-${n}`;
  const sites = await sitesFor(world, about.heldIds, message.fromId);
  const concern: Concern = {
    _id,
    holds: await holdsOn(world, about.heldIds),
    ...(about.asks ? { asks: { suggestedIds: about.suggestedIds } } : {}),
    ...(sites.length > 0 ? { sites } : {}),
    messages: [message],
    level,
    at,
    state: 'open',
    log: [],
    rangAt: at,
    version: 1,
  };
  concern.next = { step: 'escalate', at: addMinutes(at, await minutesToAnswer(world, concern)) };
  // Where nobody is on the team, somebody must hear that it waits.
  const leaders = (await teamFor(world, concern)).length === 0 ? await leadersOf(world) : [];
  if (leaders.length > 0) concern.leadersKnow = true;
  await concerns.raise(concern);
  await ringTeam(world, concern);
  await wantConcern(
    world,
    concern,
    leaders.map((person) => person._id),
  );
}

async function addMessage(world: World, known: Concern, message: ConcernMessage, about: AboutWhom): Promise<void> {
  const { level, at } = message;
  const isWorse = level === 'urgent' && known.level !== 'urgent';
  const wasOpen = known.state === 'open';
  const rings = !wasOpen || isWorse || at.getTime() - known.rangAt.getTime() >= ringAgainMs;
  const { askedAt: _, escalations, ...rest } = known;
  const change: Omit<Concern, 'version'> = {
    ...rest,
    // Of two that come at once the later may be stored first.
    messages: [...known.messages, message].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    level: isWorse ? 'urgent' : known.level,
    state: 'open',
    ...(about.asks
      ? {
          asks: {
            suggestedIds: [...new Set([...(known.asks?.suggestedIds ?? []), ...about.suggestedIds])].slice(0, 5),
          },
        }
      : {}),
    ...(wasOpen && escalations ? { escalations } : {}),
    ...(rings ? { rangAt: at } : {}),
  };
  // The clock runs from the first message nobody has answered; a worse one may only bring it forward.
  const due = addMinutes(at, await minutesToAnswer(world, change));
  const next = wasOpen && known.next ? earlierOf(known.next.at, due) : due;
  const after = await putConcern(world, known, { ...change, next: { step: 'escalate', at: next } });
  await (rings ? ringTeam(world, after) : wantConcern(world, after));
}
