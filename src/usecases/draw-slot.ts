import type { Slot } from '../domain/slot.ts';
import type { CardModel } from './card-model.ts';
import type { World } from './ports.ts';
import { may } from './rights.ts';
import { viewCase } from './view-case.ts';
import { viewConcern } from './view-concern.ts';
import { viewLateNotice, viewNotice } from './view-notice.ts';
import { loadRegister, viewRegister } from './view-register.ts';

/**
 * Draws what a slot's card shows now. Undefined: its subject is gone, or its recipient may no longer see it, so there
 * is nothing to show. Rights are looked at again here: roles may have changed since the slot was wanted.
 */
export async function drawSlot(world: World, slot: Slot): Promise<CardModel | undefined> {
  const { records } = world;
  const viewer = 'person' in slot.recipient ? await records.people.byId(slot.recipient.person) : null;
  if ('person' in slot.recipient && !viewer) return undefined;
  if (slot.kind === 'register') {
    const opened = await loadRegister(world, slot.subjectId);
    const isAllowed = !viewer || (opened && may(viewer, 'view-register', opened.session.tutorIds.includes(viewer._id)));
    return opened && isAllowed ? viewRegister(world, opened) : undefined;
  }
  if (slot.kind === 'late-notice') {
    const [noticeId = '', sessionId = ''] = slot.subjectId.split('|');
    const [notice, session] = await Promise.all([records.notices.byId(noticeId), records.sessions.byId(sessionId)]);
    const isAllowed = !viewer || may(viewer, 'view-notice', session?.tutorIds.includes(viewer._id) ?? false);
    return notice && session && isAllowed ? viewLateNotice(world, notice, session) : undefined;
  }
  if (!viewer) return undefined;
  if (slot.kind === 'notice') {
    const notice = await records.notices.byId(slot.subjectId);
    return notice?.byId === viewer._id ? viewNotice(world, notice) : undefined;
  }
  if (slot.kind === 'case') {
    const riskCase = await records.cases.byId(slot.subjectId);
    const isOwn = riskCase?.ownerId === viewer._id || riskCase?.openedById === viewer._id;
    return riskCase && may(viewer, 'view-case', isOwn) ? viewCase(world, riskCase, viewer._id) : undefined;
  }
  const concern = may(viewer, 'view-concern', false) ? await records.concerns.byId(slot.subjectId) : null;
  return concern ? viewConcern(world, concern) : undefined;
}
