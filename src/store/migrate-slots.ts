import type { Db, Filter } from 'mongodb';
import type { Slot } from '../domain/slot.ts';
import { raisedSlot } from './writes.ts';

/** Kinds of task that colleagues read on the one card about their learner from then on. */
const onLearnersCard =
  /^(step|meeting|conduct-review|serious-review|fitness-to-study|referral|removal|place-decision|action-plan|mentor-report|long-absence)\|/;
/** What is not answered stands there, too, since a later release. */
const chases = /^chase\|/;

/** Open cases and tasks about a learner had a card each: it leaves, and the one card about the learner comes. */
export const joinLearnersCards = (db: Db) =>
  joinCards(db, [{ kind: 'case' }, { kind: 'task', subjectId: onLearnersCard }]);
/** The same for chases. */
export const joinChases = (db: Db) => joinCards(db, [{ kind: 'task', subjectId: chases }]);

async function joinCards(db: Db, which: Filter<Slot>[]): Promise<void> {
  const slots = db.collection<Slot>('slots');
  const old = slots.find({
    activityId: { $exists: true },
    'recipient.person': { $exists: true },
    $or: which,
  });
  const at = new Date();
  for await (const { _id, kind, subjectId, recipient } of old) {
    const subjects = db.collection<{ _id: string; learnerId?: string; isOpen?: boolean; state?: string }>(
      kind === 'case' ? 'cases' : 'tasks',
    );
    const subject = await subjects.findOne({ _id: subjectId });
    const isOpen = kind === 'case' ? subject?.state === 'open' : subject?.isOpen || /^mentor-report/.test(subjectId);
    const person = 'person' in recipient ? recipient.person : '';
    if (!isOpen || !subject?.learnerId || subject.learnerId === person) continue;
    const { filter, update } = raisedSlot(
      { kind: 'learner', subjectId: subject.learnerId, recipient, revision: 0, ask: 'again' },
      at,
    );
    await slots.updateOne(filter, update, { upsert: true });
    await slots.updateOne({ _id }, { $inc: { bumps: 1, wanted: 1 }, $set: { next: { step: 'draw', at } } });
  }
}
