import { addDays, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName } from '../../domain/person.ts';
import { learnerChoices } from '../learners-of.ts';
import type { Form } from './form.ts';

/** A break in learning: no sessions count, nobody is told, nothing is asked until the learner returns (SPEC P). */
export const setBreak: Form = {
  action: 'set-break',
  async face(world) {
    const today = dayOf(world.clock.now());
    const learners = learnerChoices(await world.records.people.withRole('learner'));
    return {
      title: 'Break in learning',
      lines: [
        'During a break no session counts and nobody is told or asked anything. Leave the last day empty while it is not known.',
      ],
      fields: [
        {
          id: 'learner',
          label: 'Learner',
          type: 'choice',
          options: learners.map((one) => ({ title: one.name, value: one.id })),
          needed: true,
        },
        { id: 'from', label: 'First day', type: 'day', value: today, needed: true },
        { id: 'to', label: 'Last day', type: 'day' },
      ],
      acts: [
        { act: 'set', title: 'Set the break', style: 'positive' },
        { act: 'return', title: 'Has returned today' },
      ],
    };
  },
  async submit(world, _actor, _about, { act, fields }) {
    const { learner: learnerId = '', from = '', to = '' } = fields;
    const learner = await world.records.people.byId(learnerId);
    const enrolments = await world.records.enrolments.ofLearner(learnerId);
    if (!learner || enrolments.length === 0) return refuse('learner-not-found');
    const today = dayOf(world.clock.now());
    if (act === 'return') {
      for (const one of enrolments)
        await world.records.enrolments.setBreaks(
          one._id,
          (one.breaks ?? [])
            .filter((span) => span.from < today)
            .map((span) => (span.to === undefined || span.to >= today ? { ...span, to: addDays(today, -1) } : span)),
        );
      return `${callName(learner)} is back from today.`;
    }
    if (!isDay(from) || (to !== '' && (!isDay(to) || to < from))) return refuse('day-needed');
    const span = { from, ...(to ? { to } : {}) };
    for (const one of enrolments)
      await world.records.enrolments.setBreaks(one._id, [
        ...(one.breaks ?? []).filter((other) => other.from !== from),
        span,
      ]);
    return `${callName(learner)} is on a break in learning from ${sayDay(from)}${to ? ` to ${sayDay(to)}` : ''}.`;
  },
};
