import { createHash } from 'node:crypto';
import { type AbsenceNotice, noticeQuestions } from '../../domain/absence-notice.ts';
import { dayOf, defaultZone } from '../../domain/calendar.ts';
import { isToldAlready } from '../../domain/overlapping-notices.ts';
import { reminderBefore } from '../../domain/remind-time.ts';
import type { ReadEvent } from '../../language/reading.ts';
import { feelingIn } from '../../language/talk/feeling.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { againAfterMs } from '../safeguarding/raise-concern.ts';
import { keepWords } from './notice-words.ts';
import { overlapsOf, replaceDrafts } from './one-notice.ts';
import { touchedSessions } from './touched-sessions.ts';
import { wantNotice } from './want-notice.ts';

/** The same words from the same person about the same learner on one day are one notice for each thing they say, however often delivered. */
function noticeId(senderId: string, learnerId: string, event: ReadEvent, text: string, today: string): string {
  const { kind, days, reason } = event;
  const what = JSON.stringify([senderId, learnerId, kind, days, reason, text.trim().toLowerCase(), today]);
  return createHash('sha256').update(what).digest('hex').slice(0, 24);
}

type DraftOf = {
  learnerId: string;
  byId: string;
  text: string;
  /** As the learner's policies list it. */
  reason: string;
  candidates?: string[];
  via?: string;
  messageId?: string;
  replaces?: AbsenceNotice['replaces'];
};

/** What was read of a message about one learner, as a notice that nobody has confirmed yet. */
export function draftFrom(event: ReadEvent, about: DraftOf, now: Date): AbsenceNotice {
  const { text, replaces, ...ids } = about;
  const isOf = (one: string) => one !== 'who' && (event.questions as string[]).includes(one);
  const question = ids.candidates ? 'who' : noticeQuestions.find(isOf);
  const feeling = feelingIn(text, ids.reason);
  return {
    _id: noticeId(ids.byId, ids.learnerId, event, text, dayOf(now)),
    ...ids,
    kind: event.kind,
    days: event.days,
    state: 'draft',
    presses: [],
    version: 1,
    createdAt: now,
    zone: defaultZone,
    ...(event.fromTime ? { fromTime: event.fromTime } : {}),
    ...(event.toTime ? { toTime: event.toTime } : {}),
    ...(event.minutesLate ? { minutesLate: event.minutesLate } : {}),
    ...(event.arriveAt ? { arriveAt: event.arriveAt } : {}),
    ...(question ? { question } : {}),
    ...(feeling ? { feeling } : {}),
    ...(replaces?.length ? { replaces } : {}),
  };
}

/** When a draft is looked at again: a reminder before its first session to come, else when its last one is over. */
export async function nextOf(world: World, draft: AbsenceNotice): Promise<AbsenceNotice['next']> {
  const now = world.clock.now();
  const sessions = await touchedSessions(world, draft);
  const ahead = sessions.find((one) => one.startsAt > now);
  const at = ahead && !draft.remindedAt && reminderBefore(ahead.startsAt, now, ahead.zone);
  if (at) return { step: 'remind', at };
  const end = Math.max(...sessions.map((one) => one.endsAt.getTime()));
  return end > now.getTime() ? { step: 'over', at: new Date(end) } : undefined;
}

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });

/**
 * Stores the draft and asks for its card, in one write. The same words again while the draft stands show its card once
 * more when it was a while ago (a redelivery is sooner); after it was taken back they are a new notice. What its sender
 * wrote before about the same sessions gives way to it, as far as nobody has confirmed it. `isAnew`: a message that was
 * changed or brought back, whose words are meant whatever became of them before. `words`: for whoever decides it.
 */
export async function putDraft(
  world: World,
  draft: AbsenceNotice,
  { isAnew = false, words = '' }: { isAnew?: boolean | undefined; words?: string | undefined },
): Promise<CardModel | undefined> {
  const now = world.clock.now();
  return world.together(async (inside) => {
    const { records } = inside;
    const isRecent = (at: Date) => now.getTime() - at.getTime() <= againAfterMs;
    let wanted = draft;
    let stored = await records.notices.byId(wanted._id);
    const isDone = (one: AbsenceNotice) =>
      one.state === 'withdrawn' &&
      (isAnew || one.replacedBy !== undefined || !isRecent(one.withdrawnAt ?? one.createdAt));
    for (let again = 2; stored && isDone(stored); again++) {
      wanted = { ...draft, _id: `${draft._id}-${again}` };
      stored = await records.notices.byId(wanted._id);
    }
    if (stored?.state === 'withdrawn')
      return note('You took that back a moment ago. If you will be away after all, write it again in other words.');
    if (stored) {
      await wantNotice(inside, stored, isRecent(stored.createdAt) ? [] : [stored.byId]);
      return undefined;
    }
    const own = draft.question
      ? undefined
      : (await overlapsOf(inside, wanted)).find(
          ({ other }) => other.state === 'confirmed' && other.byId === draft.byId && isToldAlready(wanted, other),
        )?.other;
    if (own) {
      await wantNotice(inside, own, [own.byId]);
      return note('You have told us that already. Its card is below.');
    }
    const standing = wanted.candidates ? wanted : await replaceDrafts(inside, wanted);
    const next = await nextOf(inside, standing);
    const { next: _, ...rest } = standing;
    const fresh: AbsenceNotice = { ...rest, ...(next ? { next } : {}) };
    await records.notices.draft(fresh);
    await keepWords(inside, fresh, words);
    await wantNotice(inside, fresh);
    return undefined;
  });
}
