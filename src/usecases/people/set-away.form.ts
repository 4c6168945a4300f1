import { addDays, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import { passOn } from '../core/pass-on.ts';
import type { World } from '../core/ports.ts';
import { planStandIn } from './stand-in.task.ts';

const outside = ['learner', 'employer'];

/** Colleagues who could stand in: staff who hold one of the same roles first, then other staff. */
async function colleagues(world: World, actor: Person): Promise<Person[]> {
  const own = actor.roles.filter((role) => !outside.includes(role));
  const sharing = (await Promise.all(own.map((role) => world.records.people.withRole(role)))).flat();
  const heads = [
    ...(await world.records.people.withRole('hosp')),
    ...(await world.records.people.withRole('office-manager')),
  ];
  const seen = new Set([actor._id]);
  return [...sharing, ...heads].filter((one) => !seen.has(one._id) && seen.add(one._id));
}

/** “I am away”: a deputy gets what comes meanwhile, with the same rights over it, and what is open now (SPEC People). */
export const setAway: Form = {
  action: 'set-away',
  async face(world, actor) {
    const today = dayOf(world.clock.now());
    const deputies = learnerChoices(await colleagues(world, actor)).map((one) => ({ title: one.name, value: one.id }));
    return {
      title: 'Away: who stands in?',
      lines: ['Your registers, tasks and decisions go to your deputy while you are away, and come back to you after.'],
      fields: [
        { id: 'from', label: 'First day away', type: 'day', value: today, needed: true },
        { id: 'to', label: 'Last day away', type: 'day', value: addDays(today, 4), needed: true },
        {
          id: 'deputy',
          label: 'Deputy',
          type: 'choice',
          options: deputies,
          needed: true,
          ...(actor.deputyId ? { value: actor.deputyId } : {}),
        },
      ],
      acts: [
        { act: 'set', title: 'Set', style: 'positive' },
        ...(actor.away?.some((span) => span.to >= today) ? [{ act: 'back', title: 'I am back', bare: true }] : []),
      ],
    };
  },
  async submit(world, actor, _about, { act, fields }) {
    const today = dayOf(world.clock.now());
    const past = (actor.away ?? []).filter((span) => span.to < today);
    if (act === 'back') {
      const [now] = (actor.away ?? []).filter((span) => span.to >= today);
      await world.records.people.setAway(actor._id, past);
      if (now) await passOn(world, actor, now.deputyId);
      return 'Welcome back. What is open comes to you again.';
    }
    const { from = '', to = '', deputy = '' } = fields;
    if (!isDay(from) || !isDay(to) || to < today || to < from) return refuse('day-needed');
    const chosen = (await colleagues(world, actor)).find((one) => one._id === deputy);
    if (!chosen) return refuse('bad-payload');
    const span = { from, to, deputyId: chosen._id };
    await world.records.people.setAway(actor._id, [...past, span]);
    await planStandIn(world, { personId: actor._id, ...span });
    return `${callName(chosen)} stands in for you from ${sayDay(from)} to ${sayDay(to)}.`;
  },
};
