import { dayOf, sayDayOfYear } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { covers, hasLeft } from '../../domain/enrolment.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { evidenceUntil, usualRetention } from '../../domain/retention.ts';
import type { TaskTraits } from '../../domain/task.ts';
import type { Collections } from '../../store/database.ts';
import type { World } from '../../usecases/core/ports.ts';
import type { Identity } from './identity.ts';
import { sentInOf } from './sent-in.ts';

/** What an erasure would take and leave, and why it must wait. */
type ErasurePlan = {
  /** What goes, with how much there is of it. */
  removed: string[];
  /** What stays, until when and by what law. */
  kept: string[];
  /** Why it is not done unless somebody says why it is to be. */
  waits: string[];
};

const deciding: readonly TaskTraits['chase'][] = ['decision', 'review', 'final-review', 'meeting', 'place', 'contest'];

async function whyWait(world: World, c: Collections, person: Person): Promise<string[]> {
  const { _id } = person;
  const today = dayOf(world.clock.now());
  const isHeld = (await world.records.concerns.isHeld(_id)) || (await world.records.concerns.writtenBy(_id)).length > 0;
  const cases = await c.cases.countDocuments({ learnerId: _id, state: 'open' });
  const tasks = (await world.records.tasks.allOfLearner(_id)).filter(
    (task) => task.isOpen && task.isShown && deciding.includes(world.traits[task.kind].chase),
  );
  const places = (await world.records.enrolments.ofLearner(_id)).filter(
    (one) => covers(one, today) && !hasLeft(one, today),
  );
  const asked = isStaff(person) ? (await world.records.tasks.openOf([_id])).filter((task) => task.isShown).length : 0;
  return [
    ...(isHeld ? ['a safeguarding hold is on them, or words of theirs wait: ask the Safeguarding Team'] : []),
    ...(cases > 0 ? [`${count(cases, 'case about them waits', 'cases about them wait')} for a decision`] : []),
    ...tasks.map((task) => `${world.traits[task.kind].label}: it is not over (${task._id})`),
    ...places.map((one) => `they are still enrolled on ${one.programmeId} (${one._id}): end the place first`),
    ...(asked > 0 ? [`${count(asked, 'thing')} lies with them: hand it over first`] : []),
  ];
}

/** Counts what an erasure would do; reads, and writes nothing. */
export async function planErasure(
  world: World,
  c: Collections,
  person: Person,
  identity: Identity | undefined,
): Promise<ErasurePlan> {
  const { _id, contacts = [] } = person;
  const own = { $or: [{ learnerId: _id }, { byId: _id }] };
  const sentIn = await sentInOf(c, person, identity);
  const [messages, cameIn, notices, files, tasks, cases, marks, lastMark, slots] = await Promise.all([
    c.outbox.countDocuments({ $or: [{ about: _id }, { toId: _id }] }),
    c.incoming.countDocuments(sentIn.own),
    c.notices.countDocuments(own),
    c.files.countDocuments({ $or: [{ learnerId: _id }, { fromId: _id }] }),
    c.tasks.countDocuments({ learnerId: _id, erased: { $exists: false } }),
    c.cases.countDocuments({ learnerId: _id }),
    c.marks.countDocuments({ learnerId: _id }),
    c.marks.find({ learnerId: _id }).sort({ startsAt: -1 }).limit(1).next(),
    c.slots.countDocuments({ 'recipient.person': _id }),
  ]);
  const rules = world.retention ?? usualRetention;
  const { keep } = rules.evidence;
  const until = lastMark ? evidenceUntil(lastMark.day, keep) : undefined;
  const toDay = until ? `until ${sayDayOfYear(until)}` : '';
  return {
    removed: [
      'name, reference, birthday, number, addresses, Microsoft account, chat and every signed link',
      `${count(contacts.length, 'contact')} of theirs`,
      `words and address of ${count(messages, 'message')} to or about them`,
      `${count(cameIn, 'text or mail', 'texts and mails')} that came in from them or their contacts, with what was answered there`,
      `reason and words of ${count(notices, 'notice')}; the days stay`,
      `${count(files, 'file')}`,
      `what anybody wrote on ${count(tasks, 'task')} and ${count(cases, 'case')} about them`,
      `${count(slots, 'card')} in their chat, for the bot; cards about them in others’ chats lose the name`,
    ],
    kept: [
      ...(until
        ? [
            `${count(marks, 'mark')} with registers and totals, ${toDay}: evidence of attendance for funding, ${keep} years after the funding year (UK GDPR Art. 17(3)(b); the funding agreement)`,
            `who decided what and when about them, and that they were told, ${toDay}: accountability (UK GDPR Art. 5(2), 17(3)(e))`,
          ]
        : []),
      `what the MIS was told, under its own reference for them: for ${count(rules['mis-events'].keep, 'day')}, so that it can be read again`,
      'what the Safeguarding Team has, if it has anything: ask the team (Data Protection Act 2018, Schedule 1, paragraph 18)',
      `their id, ${_id}, on which these hang; if it names them, ask for another in the MIS first`,
    ],
    waits: await whyWait(world, c, person),
  };
}

/** What no command here reaches. */
export const elsewhere = [
  'what they wrote and got in Teams itself (delete it there, or by its retention)',
  'sent mails in the mailbox’s Sent Items, and what providers of texts keep',
  'what the MIS itself keeps',
  'backups, until they are overwritten; erase again after a restore',
];
