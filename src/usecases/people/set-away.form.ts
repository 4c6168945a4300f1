import { addDays, type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { endOn } from '../../domain/enrolment.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import { type Away, callName, deputyOn, isOutsideRole, nameAndRef, type Person } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { FormField, FormRow } from '../core/card-model.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import { passOn } from '../core/pass-on.ts';
import type { World } from '../core/ports.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { staffOf } from '../core/whose.ts';
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

/** Sets a person's absences; what is open passes to or back from whoever stands in today. */
async function setSpans(world: World, person: Person, spans: Away[]): Promise<void> {
  const today = dayOf(world.clock.now());
  await world.records.people.setAway(person._id, spans);
  const stoodIn = deputyOn(person, today);
  if (stoodIn && stoodIn !== deputyOn({ away: spans }, today)) await passOn(world, person, stoodIn);
}

/** Rights of somebody who stands in end by themselves; a year typed wrong must not give them for a century. */
const longestDays = 366;

/** The absence a form asks for, if its days fit and its deputy is a colleague. */
async function readAway(
  world: World,
  person: Person,
  { from = '', to = '', deputy = '' }: Record<string, string>,
): Promise<Outcome<{ span: Away; deputy: Person }>> {
  if (!isDay(from) || !isDay(to) || to < dayOf(world.clock.now()) || to < from) return refuse('day-needed');
  if (to > addDays(dayOf(world.clock.now()), longestDays)) return refuse('too-far-ahead', 'Last day away');
  const chosen = (await colleagues(world, person)).find((one) => one._id === deputy);
  if (!chosen) return refuse('pick-one', 'Deputy');
  return { span: { from, to, deputyId: chosen._id }, deputy: chosen };
}

/** Plans an absence and who stands in. The same first day is the same absence, corrected; where two overlap the later word holds. */
async function planAway(world: World, person: Person, span: Away): Promise<void> {
  await setSpans(world, person, [...(person.away ?? []).filter((one) => one.from !== span.from), span]);
  await planStandIn(world, { personId: person._id, ...span });
}

/** What an absence is asked by: its days and its deputy, the usual one picked already. */
async function awayFields(world: World, person: Person, from: Day, to: Day): Promise<FormField[]> {
  const options = learnerChoices(await colleagues(world, person)).map((one) => ({ title: one.name, value: one.id }));
  return [
    { id: 'from', label: 'First day away', type: 'day', value: from, needed: true },
    { id: 'to', label: 'Last day away', type: 'day', value: to, needed: true },
    {
      id: 'deputy',
      label: 'Deputy',
      type: 'choice',
      options,
      needed: true,
      ...(person.deputyId ? { value: person.deputyId } : {}),
    },
  ];
}

/** “I am away”: a deputy gets what comes meanwhile, with the same rights over it, and what is open now (SPEC People). `about`: first and last day, joined by a dot. */
export const setAway: Form = {
  action: 'set-away',
  async face(world, actor, about) {
    const today = dayOf(world.clock.now());
    const [first = '', last = first] = about.split('.');
    const [from, to] = isDay(first) && isDay(last) ? [first, last] : [today, addDays(today, 4)];
    return {
      title: 'Away: who stands in?',
      lines: [
        'Your registers, tasks and decisions go to your deputy while you are away, and come back to you after.',
        ...(about ? await sayTaught(world, actor, from, to) : []),
      ],
      fields: await awayFields(world, actor, from, to),
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
    if (act === 'returned') {
      await setSpans(world, actor, endOn(had, today));
      return 'Welcome back. What is open comes to you again.';
    }
    if (act === 'take-back') {
      const planned = had.find((span) => span.from === row && span.from > today);
      if (!planned) return refuse('bad-payload');
      await setSpans(
        world,
        actor,
        had.filter((span) => span !== planned),
      );
      return `Taken back: you are not away from ${sayAway(planned)}.`;
    }
    const planned = await readAway(world, actor, fields);
    if (isRefusal(planned)) return planned;
    await planAway(world, actor, planned.span);
    return `${callName(planned.deputy)} stands in for you from ${sayAway(planned.span)}.`;
  },
};

/** Whom someone may say is away: staff other than themself. */
async function staff(world: World, actor: Person): Promise<Person[]> {
  return (await staffOf(world)).filter((one) => one._id !== actor._id);
}

/**
 * A colleague fell ill and cannot say so: someone of the office or above says it for them, and their deputy gets what
 * is theirs at once (SPEC People). Both are told. `about`: the colleague.
 */
export const colleagueAway: Form = {
  action: 'set-colleague-away',
  async face(world, actor, about) {
    const all = await staff(world, actor);
    const person = all.find((one) => one._id === about);
    if (!person) {
      const options = learnerChoices(all).map((one) => ({ title: one.name, value: one.id }));
      return {
        title: 'A colleague is away',
        fields: [{ id: 'who', label: 'Who is away', type: 'choice', options, needed: true }],
        acts: [{ act: 'choose', title: 'Go on', style: 'positive' }],
      };
    }
    const today = dayOf(world.clock.now());
    return {
      title: 'Away: who stands in?',
      who: nameAndRef(person),
      lines: [
        `The registers, tasks and decisions of ${callName(person)} go to the deputy meanwhile. Both are told.`,
        ...(await sayTaught(world, person, today, today)),
      ],
      fields: await awayFields(world, person, today, today),
      rows: (await plannedRows(world, person)).map(({ acts: _, ...row }) => row),
      acts: [
        { act: 'set', title: 'Set', style: 'positive' },
        ...(deputyOn(person, today) ? [{ act: 'returned', title: 'Is back', bare: true }] : []),
      ],
    };
  },
  async submit(world, actor, about, { act, fields, pressId }) {
    const all = await staff(world, actor);
    if (act === 'choose') {
      const chosen = all.find((one) => one._id === fields.who);
      return chosen ? { open: `colleague-away|${chosen._id}` } : refuse('pick-one', 'Who is away');
    }
    const person = all.find((one) => one._id === about);
    if (!person) return refuse('not-allowed');
    if (act === 'returned') {
      await setSpans(world, person, endOn(person.away ?? [], dayOf(world.clock.now())));
      return `${callName(person)} is back. What is open goes to them again.`;
    }
    return world.together(async (inside) => {
      const planned = await readAway(inside, person, fields);
      if (isRefusal(planned)) return planned;
      const { deputy, span } = planned;
      const title = `${callName(deputy)} stands in for ${callName(person)}`;
      const lines = [`From ${sayAway(span)}. ${callName(actor)} has set it.`];
      // Before it holds: afterwards what is sent to them goes to the deputy.
      await tellChange(inside, { key: `colleague-away|${pressId}`, title, lines, byId: actor._id }, [person, deputy]);
      await planAway(inside, person, span);
      return `${title} from ${sayAway(span)}. Both have been told.`;
    });
  },
};
