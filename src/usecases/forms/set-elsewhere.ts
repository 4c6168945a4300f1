import { createHash } from 'node:crypto';
import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, dayOf, daysBetween, defaultZone, isDay, sayDays } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { learnerChoices } from '../learners-of.ts';
import type { World } from '../ports.ts';
import { reachOf } from '../rights.ts';
import type { Form } from './form.ts';
import { staffSessions } from './staff-sessions.ts';

const longestDays = 60;
const mostListed = 60;

/** Programmes and groups a member of staff may send elsewhere: those they teach or manage, or all. */
async function groupsOf(world: World, actor: Person): Promise<{ title: string; value: string }[]> {
  const isAny = reachOf(actor, 'set-elsewhere') === 'any';
  const taught = new Set(
    (await staffSessions(world, actor, 'set-elsewhere', { back: 60, ahead: 60 })).map((one) => one.programmeId),
  );
  const programmes = (await world.records.enrolments.programmes()).filter((one) => isAny || taught.has(one._id));
  const choices: { title: string; value: string }[] = [];
  for (const programme of programmes) {
    choices.push({ title: programme.name, value: `${programme._id}|` });
    const enrolments = await world.records.enrolments.ofProgramme(programme._id);
    const groups = new Set(enrolments.flatMap((one) => one.groups.map((group) => group.name)));
    for (const group of [...groups].sort())
      choices.push({ title: `${programme.name}, ${group}`, value: `${programme._id}|${group}` });
  }
  return choices;
}

async function learnersIn(world: World, group: string, day: string): Promise<string[]> {
  const [programmeId = '', name = ''] = group.split('|');
  const enrolments = await world.records.enrolments.ofProgramme(programmeId);
  const groups = name ? [name] : [];
  return enrolments.filter((one) => isExpected(one, { groups, day })).map((one) => one.learnerId);
}

/** Trips, exams, placements for many at once: that day's sessions say "Elsewhere" and count for nothing (SPEC P). */
export const setElsewhere: Form = {
  action: 'set-elsewhere',
  async face(world, actor) {
    const today = dayOf(world.clock.now());
    const groups = await groupsOf(world, actor);
    const ids = (
      await Promise.all(
        groups.filter((one) => one.value.endsWith('|')).map((one) => learnersIn(world, one.value, today)),
      )
    ).flat();
    const learners = learnerChoices(await world.records.people.byIds(ids)).slice(0, mostListed);
    return {
      title: 'Elsewhere: trip, exam, placement',
      lines: ['Their sessions on these days say “Elsewhere” and count for nothing, also those saved already.'],
      fields: [
        { id: 'group', label: 'A whole group', type: 'choice', options: groups },
        {
          id: 'learners',
          label: 'Or single learners',
          type: 'choices',
          options: learners.map((one) => ({ title: one.name, value: one.id })),
        },
        { id: 'from', label: 'First day', type: 'day', value: today, needed: true },
        { id: 'to', label: 'Last day', type: 'day', value: today, needed: true },
        { id: 'where', label: 'Where', type: 'line', needed: true },
      ],
      acts: [{ act: 'set', title: 'Set elsewhere', style: 'positive' }],
    };
  },
  async submit(world, actor, _about, { fields, pressId }) {
    const { group = '', learners = '', from = '', to = '' } = fields;
    if (!isDay(from) || !isDay(to) || to < from || daysBetween(from, to) > longestDays) return refuse('day-needed');
    const groups = await groupsOf(world, actor);
    if (group && !groups.some((one) => one.value === group)) return refuse('not-allowed');
    const allowed = new Set((await Promise.all(groups.map((one) => learnersIn(world, one.value, from)))).flat());
    const single = learners.split(',').filter(Boolean);
    if (single.some((id) => !allowed.has(id))) return refuse('not-allowed');
    const chosen = [...new Set([...(group ? await learnersIn(world, group, from) : []), ...single])];
    if (chosen.length === 0) return refuse('learner-not-found');
    const now = world.clock.now();
    const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
    await world.records.together(async (records) => {
      for (const learnerId of chosen) {
        const notice: AbsenceNotice = {
          _id: createHash('sha256').update(`${pressId}|${learnerId}`).digest('hex').slice(0, 24),
          learnerId,
          byId: actor._id,
          kind: 'elsewhere',
          days,
          reason: 'other',
          state: 'confirmed',
          presses: [],
          version: 1,
          createdAt: now,
          confirmedAt: now,
          zone: defaultZone,
          ...(fields.where ? { via: fields.where } : {}),
          next: { step: 'spread', at: now },
        };
        await records.notices.draft(notice);
      }
    });
    return `${chosen.length === 1 ? 'One learner is' : `${chosen.length} learners are`} elsewhere, ${sayDays(days)}.`;
  },
};
