import { slotId } from '../../src/domain/slot.ts';
import { drawCard } from '../../src/teams/cards/draw-card.ts';
import { drawSlot } from '../../src/usecases/desk/draw-slot.ts';
import type { ChaosCollege, Programme, Tutor } from './chaos-college.ts';
import { cardsOf } from './tutor.ts';

type CardCount = {
  cards: number;
  lost: string[];
  doubled: string[];
  /** Doubles in chats where a lost answer could not be reconciled. */
  doubledBlind: string[];
  blindCards: number;
  /** Dead letters in such chats: visible, and a person looks. */
  givenUp: string[];
};

/** A card without the id by which it is found again. */
function plainCard(card: object | undefined): string {
  const copy = structuredClone(card ?? {}) as { body?: { id?: string }[] };
  delete copy.body?.[0]?.id;
  return JSON.stringify(copy);
}

/** Why the card a slot names is not the final state; undefined when it is. */
export async function whyNotFinal(
  college: Pick<ChaosCollege, 'c' | 'teams' | 'world'>,
  tutor: Pick<Tutor, 'id' | 'user'>,
  registerId: string,
): Promise<string | undefined> {
  const slot = await college.c.slots.findOne({
    _id: slotId({ kind: 'register', subjectId: registerId, recipient: { person: tutor.id } }),
  });
  if (!slot) return 'no slot';
  const at = slot.next ? `, next in ${slot.next.at.getTime() - college.world.clock.now().getTime()} ms` : '';
  const state = `wanted ${slot.wanted}, shown ${slot.shown}${slot.parked ? `, ${slot.parked}` : ''}${slot.dead ? `, ${slot.dead.error}` : ''}${at}`;
  const shown = college.teams.shownTo(tutor.user).find((one) => one.id === slot.activityId);
  if (!shown) return `the slot's card is not in the chat (${state})`;
  const model = await drawSlot(college.world, slot);
  const isFinal = model && model !== 'gone' && plainCard(drawCard(model).card) === plainCard(shown.card);
  return isFinal ? undefined : `not the final state (${state})`;
}

async function countFor(
  college: ChaosCollege,
  programme: Programme,
  tutor: Tutor,
  registerId: string,
  count: CardCount,
): Promise<void> {
  const copies = cardsOf(college, tutor, registerId).length;
  const name = `${registerId} for ${tutor.id}`;
  if (copies === 0) {
    count.lost.push(`${name}: no card`);
    return;
  }
  const extra = Array.from({ length: copies - 1 }, () => name);
  (programme.isBlind ? count.doubledBlind : count.doubled).push(...extra);
  const why = await whyNotFinal(college, tutor, registerId);
  const isGivenUp = why?.includes('outcome-unknown') && programme.isBlind;
  if (why) (isGivenUp ? count.givenUp : count.lost).push(`${name}: ${why}`);
}

/** Looks into every tutor's chat: one card a register, and it shows the register as it now is. */
export async function countCards(college: ChaosCollege): Promise<CardCount> {
  const count: CardCount = { cards: 0, lost: [], doubled: [], doubledBlind: [], blindCards: 0, givenUp: [] };
  for (const { session, programme } of college.sessions)
    for (const tutor of programme.tutors) {
      count.cards++;
      if (programme.isBlind) count.blindCards++;
      await countFor(college, programme, tutor, session._id, count);
    }
  return count;
}
