import { dayOf, sayDay } from '../../domain/calendar.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { Form } from '../core/form-kind.ts';
import { enrolmentsOfStaff, learnerFields, pickedFrom } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { nameOf } from '../core/whose.ts';
import { isTerminal, recordStatus } from './record-status.ts';

async function learners(world: World, actor: Person): Promise<Person[]> {
  const enrolments = await enrolmentsOfStaff(world, actor);
  return world.records.people.byIds([...new Set(enrolments.map((one) => one.learnerId))]);
}

async function sayStatus(world: World, enrolment: Enrolment, programme: Programme): Promise<string> {
  const last = enrolment.statuses?.at(-1);
  if (!last) return `${programme.name}: no status recorded yet.`;
  const pack = packOn(world.packs, programme.pack, dayOf(world.clock.now()));
  const label = pack.statuses.find((one) => one.code === last.status)?.label ?? last.status;
  return `${programme.name}: ${label}, by ${await nameOf(world, last.byId)} on ${sayDay(dayOf(last.at))}.`;
}

/** A learner's risk status, recorded by their coach, tutor, mentor or manager; it goes to the MIS (S12, G9). */
export const setStatus: Form = {
  action: 'record-status',
  async face(world, actor, about) {
    const all = await learners(world, actor);
    const learner = all.find((one) => one._id === about);
    if (!learner)
      return {
        title: 'Risk status for the MIS',
        fields: learnerFields(all, 'No learner is linked to you yet. The college office can do that.'),
        acts: [{ act: 'choose', title: 'Go on', style: 'positive' }],
      };
    const own = (await enrolmentsOfStaff(world, actor)).filter((one) => one.learnerId === learner._id);
    const lines: string[] = [];
    const options = [];
    for (const enrolment of own) {
      const programme = await world.records.enrolments.programme(enrolment.programmeId);
      if (!programme) continue;
      lines.push(await sayStatus(world, enrolment, programme));
      for (const status of packOn(world.packs, programme.pack, dayOf(world.clock.now())).statuses)
        options.push({
          title: own.length > 1 ? `${programme.name}: ${status.label}` : status.label,
          value: `${programme._id}|${status.code}`,
        });
    }
    return {
      title: 'Risk status for the MIS',
      who: nameAndRef(learner),
      lines,
      fields: [{ id: 'status', label: 'Status', type: 'choice', needed: true, options }],
      acts: [{ act: 'record', title: 'Record it', style: 'positive' }],
    };
  },
  async submit(world, actor, about, { act, fields }) {
    const all = await learners(world, actor);
    if (act === 'choose') {
      const chosen = pickedFrom(all, fields);
      if (!chosen) return refuse('learner-not-found');
      return { open: `set-status|${chosen._id}` };
    }
    const learner = all.find((one) => one._id === about);
    if (!learner) return refuse('not-allowed');
    if (isAboutSelf(actor, learner._id)) return refuse('not-yourself');
    const [programmeId = '', status = ''] = (fields.status ?? '').split('|');
    const isOwn = (await enrolmentsOfStaff(world, actor)).some(
      (one) => one.learnerId === about && one.programmeId === programmeId,
    );
    const programme = isOwn ? await world.records.enrolments.programme(programmeId) : null;
    const pack = programme && packOn(world.packs, programme.pack, dayOf(world.clock.now()));
    const chosen = pack?.statuses.find((one) => one.code === status);
    if (!chosen) return refuse('pick-one', 'Status');
    const enrolment = { learnerId: about, programmeId };
    if (await isTerminal(world, enrolment)) return `${nameAndRef(learner)} has left this programme; the status stays.`;
    await world.together((inside) => recordStatus(inside, enrolment, status, actor._id));
    const manager = pack?.options.report.length ? ' If the manager should act on it, type: report at risk' : '';
    return `Recorded for ${nameAndRef(learner)}: ${chosen.label}. The MIS gets it where it is connected; else please enter it there.${manager}`;
  },
};
