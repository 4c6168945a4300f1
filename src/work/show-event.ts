import { createHash } from 'node:crypto';
import type { CalendarEvent } from '../domain/calendar-event.ts';
import type { Calendar, CalendarAnswer, Claim, Due } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { appointmentOf, type Wanted } from '../usecases/desk/appointment-of.ts';
import { backoffMs } from './worker.ts';

/** A calendar that is away is tried again for hours (at most a minute apart), then a person must look. */
const mostTries = 200;

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/**
 * Brings a task's event in the calendar outside to what the task says: made, moved, taken out. What was deleted there by
 * hand stays away until the meeting moves. Each making has its own name, so a call whose answer was lost makes no second.
 */
export function createShowEvent(world: World, due: Due, calendar: Calendar | undefined) {
  /** Nothing more to do for now, or for good: the meeting itself does not hang on a calendar. */
  const settle = (claim: Claim, { wanted }: CalendarEvent) =>
    due.settleShown(claim, { shown: wanted }, world.clock.now());

  if (!calendar) return async (claim: Claim) => void (await settle(claim, claim.doc as CalendarEvent));

  async function fail(claim: Claim, doc: CalendarEvent, answer: CalendarAnswer & { ok: false }): Promise<void> {
    if (answer.kind === 'later') {
      if (claim.tries >= mostTries) return due.bury(claim, answer.code);
      return due.release(claim, answer.retryAfterMs ?? backoffMs(claim.tries), answer.code, true);
    }
    await due.mark(claim, { failed: { at: world.clock.now(), code: answer.code } });
    await settle(claim, doc);
  }

  const make = async (claim: Claim, doc: CalendarEvent, { mailbox, event }: Wanted, says: string): Promise<void> => {
    const count = (doc.count ?? 0) + 1;
    const answer = await calendar.create(mailbox, event, digest(`${doc._id}|${count}`));
    if (!answer.ok) return fail(claim, doc, answer);
    await due.mark(claim, { made: { mailbox, eventId: answer.eventId, says }, count }, ['failed']);
    await settle(claim, doc);
  };

  return async function showEvent(claim: Claim): Promise<void> {
    const doc = claim.doc as CalendarEvent;
    const wanted = await appointmentOf(world, doc._id);
    const says = wanted ? digest(JSON.stringify(wanted)) : '';
    const { made } = doc;
    if (made && made.mailbox !== wanted?.mailbox) {
      const answer = await calendar.remove(made.mailbox, made.eventId);
      if (!answer.ok && answer.kind !== 'gone') return fail(claim, doc, answer);
      if (!(await due.mark(claim, {}, ['made']))) return;
    } else if (made && wanted) {
      const answer: CalendarAnswer =
        made.says === says
          ? { ok: true, eventId: made.eventId }
          : await calendar.change(made.mailbox, made.eventId, wanted.event);
      if (!answer.ok && answer.kind !== 'gone') return fail(claim, doc, answer);
      if (answer.ok) {
        await due.mark(claim, { made: { ...made, says } }, ['failed']);
        return void (await settle(claim, doc));
      }
    }
    // What is over needs no new event.
    if (!wanted || wanted.event.endsAt <= world.clock.now()) return void (await settle(claim, doc));
    await make(claim, doc, wanted, says);
  };
}
