import { addDays, type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { endOn } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { type Away, callName, deputyOn, isOutsideRole, type Person } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { FormRow } from '../core/card-model.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import { passOn } from '../core/pass-on.ts';
import type { World } from '../core/ports.ts';
import { planStandIn } from './stand-in.task.ts';

/** Colleagues who could stand in: staff who hold one of the same roles first, then other staff. */
async function colleagues(world: World, actor: Person): Promise<Person[]> {
  const own = actor.roles.filter((role) => !isOutsideRole(role));
  const sharing = (await Promise.all(own.map((role) => world.records.people.withRole(role)))).flat();
  const heads = [
    ...(await world.records.people.withRole('hosp')),
    ...(await world.records.people.withRole('office-manager')),
  ];
  const seen = new Set([actor._id]);
  return [...sharing, ...heads].filter((one) => !seen.has(one._id) && seen.add(one._id));
}

const sayAway = ({ from, to }: Away) => `${sayDay(from)} to ${sayDay(to)}`;

/** Absences that run or are still to come, each with its deputy; one still to come can be taken back. */
async function plannedRows(world: World, actor: Person): Promise<FormRow[]> {
  const today = dayOf(world.clock.now());
  const own = (actor.away ?? []).filter((span) => span.to >= today);
  const deputies = await world.records.people.byIds(own.map((span) => span.deputyId));
  return own.map((span) => {
    const deputy = deputies.find((one) => one._id === span.deputyId);
    const title = sayAway(span);
    const detail = `${deputy ? callName(deputy) : 'Someone who has left'} stands in`;
    return {
      key: span.from,
      title,
      detail,
      ...(span.from > today ? { acts: [{ act: 'take-back', title: 'Take back', bare: true }] } : {}),
    };
  });
}

/** What somebody teaches in a span of days: who stands in takes it on. */
async function sayTaught(world: World, actor: Person, from: Day, to: Day): Promise<string[]> {
  const sessions = (await world.records.sessions.ofTutor(actor._id, from, to)).filter((one) => !one.cancelled);
  if (sessions.length === 0) return [];
  const some = sessions.slice(0, 4).map(nameSession).join('; ');
  const more = sessions.length > 4 ? ` and ${sessions.length - 4} more` : '';
  return [`Whoever stands in is sent ${sessions.length === 1 ? 'this register' : 'these registers'}: ${some}${more}.`];
}

/** “I am away”: a deputy gets what comes meanwhile, with the same rights over it, and what is open now (SPEC People). `about`: first and last day, joined by a dot. */
export const setAway: Form = {
  action: 'set-away',
  async face(world, actor, about) {
    const today = dayOf(world.clock.now());
    const [first = '', last = first] = about.split('.');
    const [from, to] = isDay(first) && isDay(last) ? [first, last] : [today, addDays(today, 4)];
    const deputies = learnerChoices(await colleagues(world, actor)).map((one) => ({ title: one.name, value: one.id }));
    return {
      title: 'Away: who stands in?',
      lines: [
        'Your registers, tasks and decisions go to your deputy while you are away, and come back to you after.',
        ...(about ? await sayTaught(world, actor, from, to) : []),
      ],
      fields: [
        { id: 'from', label: 'First day away', type: 'day', value: from, needed: true },
        { id: 'to', label: 'Last day away', type: 'day', value: to, needed: true },
        {
          id: 'deputy',
          label: 'Deputy',
          type: 'choice',
          options: deputies,
          needed: true,
          ...(actor.deputyId ? { value: actor.deputyId } : {}),
        },
      ],
      rows: await plannedRows(world, actor),
      acts: [
        { act: 'set', title: 'Set', style: 'positive' },
        ...(deputyOn(actor, today) ? [{ act: 'returned', title: 'I am back', bare: true }] : []),
      ],
    };
  },
  async submit(world, actor, _about, { act, row, fields }) {
    const today = dayOf(world.clock.now());
    const had = actor.away ?? [];
    const setAll = async (spans: Away[]) => {
      await world.records.people.setAway(actor._id, spans);
      const stoodIn = deputyOn(actor, today);
      if (stoodIn && stoodIn !== deputyOn({ away: spans }, today)) await passOn(world, actor, stoodIn);
    };
    if (act === 'returned') {
      await setAll(endOn(had, today));
      return 'Welcome back. What is open comes to you again.';
    }
    if (act === 'take-back') {
      const planned = had.find((span) => span.from === row && span.from > today);
      if (!planned) return refuse('bad-payload');
      await setAll(had.filter((span) => span !== planned));
      return `Taken back: you are not away from ${sayAway(planned)}.`;
    }
    const { from = '', to = '', deputy = '' } = fields;
    if (!isDay(from) || !isDay(to) || to < today || to < from) return refuse('day-needed');
    const chosen = (await colleagues(world, actor)).find((one) => one._id === deputy);
    if (!chosen) return refuse('pick-one', 'Deputy');
    const span = { from, to, deputyId: chosen._id };
    // The same first day is the same absence, corrected; others stay. Where two overlap the later word holds.
    await setAll([...had.filter((one) => one.from !== from), span]);
    await planStandIn(world, { personId: actor._id, ...span });
    return `${callName(chosen)} stands in for you from ${sayAway(span)}.`;
  },
};
