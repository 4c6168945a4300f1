import type { Slot } from '../../domain/slot.ts';
import { actsAs, mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { readOnce } from '../core/read-once.ts';
import { may } from '../core/rights.ts';
import { isOnLearnersCard } from '../core/want-card.ts';
import { viewLateNotice, viewNotice } from '../notices/view-notice.ts';
import { maySeeNotice } from '../notices/whose-notice.ts';
import { loadRegister } from '../registers/load-register.ts';
import { viewRegister } from '../registers/view-register.ts';
import { noteConcernSeen } from '../safeguarding/note-concern.ts';
import { viewConcern, viewOldHold } from '../safeguarding/view-concern.ts';
import { leadersOf, mayReadConcern } from '../safeguarding/who-may-read.ts';
import { taskKindsOf } from './task-kinds.ts';
import { viewLearner } from './view-learner.ts';
import { viewTask } from './view-task.ts';

const handedOver: CardModel = {
  card: 'note-plain',
  data: { text: 'This is someone else’s now. There is nothing for you to do.', tone: 'default' },
};

const notYours: CardModel = {
  card: 'note-plain',
  data: { text: 'This is with the Safeguarding Team. There is nothing for you to do.', tone: 'default' },
};

/**
 * Draws what a slot's card shows now. Undefined: its subject is gone, or its recipient may no longer see it, so there
 * is nothing to show. `gone`: nothing on it is of use any more, so it leaves the chat. Rights are looked at again here: roles may have changed since the slot was wanted.
 */
export async function drawSlot(outside: World, slot: Slot): Promise<CardModel | 'gone' | undefined> {
  const world = readOnce(outside);
  const { records } = world;
  const viewer = 'person' in slot.recipient ? await records.people.byId(slot.recipient.person) : null;
  if ('person' in slot.recipient && !viewer) return undefined;
  if (slot.kind === 'register') {
    const opened = await loadRegister(world, slot.subjectId);
    if (!opened || !viewer) return opened ? viewRegister(world, opened) : undefined;
    if (await mayFor(world, viewer, 'view-register', opened.session.tutorIds))
      return viewRegister(world, opened, 0, { viewer });
    // Their card must not keep its buttons once the session is someone else's.
    return slot.activityId && may(viewer, 'view-register', true) ? handedOver : undefined;
  }
  if (slot.kind === 'late-notice') {
    const { noticeId = '', sessionId = '' } = slot.late ?? {};
    const [notice, session] = await Promise.all([records.notices.byId(noticeId), records.sessions.byId(sessionId)]);
    const isAllowed = !viewer || (await mayFor(world, viewer, 'view-notice', session?.tutorIds ?? []));
    return notice && session && isAllowed ? viewLateNotice(world, notice, session) : undefined;
  }
  if (!viewer) return undefined;
  if (slot.kind === 'notice') {
    const notice = await records.notices.byId(slot.subjectId);
    const isTheirs = notice && (await maySeeNotice(world, notice, viewer));
    return isTheirs ? viewNotice(world, notice, viewer) : undefined;
  }
  if (slot.kind === 'learner') {
    if ((await records.people.byId(slot.subjectId))?.erased) return 'gone';
    const shown = await viewLearner(world, slot.subjectId, viewer);
    return shown ?? (slot.activityId ? 'gone' : undefined);
  }
  // A card of its own from before all about a learner stood on one.
  if (slot.kind === 'case') return 'gone';
  if (slot.kind === 'task') {
    const task = await records.tasks.byId(slot.subjectId);
    if (!task) return undefined;
    if (task.erased || isOnLearnersCard(world, task, viewer._id)) return 'gone';
    // Who may not see it any more is told so; it vanishes only for those whose it was.
    const shown = await viewTask(world, task, viewer);
    const { isOver } = taskKindsOf[task.kind];
    // Who stood in for somebody is not told that what has closed since is not theirs.
    const isGone =
      shown?.card === 'form-plain' ? await isOver?.(world, task, viewer, shown.data) : isOver && !task.isOpen;
    return shown && isGone ? 'gone' : shown;
  }
  const concern = await records.concerns.byId(slot.subjectId);
  if (concern && (await mayReadConcern(world, viewer, concern))) {
    await noteConcernSeen(world, viewer, concern, 'card');
    return viewConcern(world, concern, { viewer });
  }
  const leaders = concern?.leadersKnow ? (await leadersOf(world)).map((one) => one._id) : [];
  if (concern && (await actsAs(world, viewer, leaders))) return viewOldHold(world, concern);
  // Whoever may no longer read it keeps no copy of its words.
  return slot.activityId ? notYours : undefined;
}
