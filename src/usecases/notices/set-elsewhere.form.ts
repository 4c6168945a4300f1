import { createHash } from 'node:crypto';
import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, type Day, dayOf, daysBetween, defaultZone, isDay, sayDays } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import { standIns } from '../core/acting-for.ts';
import type { ChoiceOption } from '../core/card-model.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf, reachOf } from '../core/rights.ts';
import { staffSessions } from '../core/staff-sessions.ts';
import { tellChange } from '../core/tell-people.task.ts';

const noGroups = 'No group is yours to send yet: you teach and manage none. The college office can do it for you.';
const longestDays = 60;
const mostListed = 60;

type Chosen = ChoiceOption & { programmeId: string; group?: string };

/** Programmes and groups a member of staff may send elsewhere: those they teach or manage, or all. */
async function groupsOf(world: World, actor: Person): Promise<Chosen[]> {
  const isAny = reachOf(actor, 'set-elsewhere') === 'any';
  const taught = new Set(
    (await staffSessions(world, actor, 'set-elsewhere', { back: 60, ahead: 60 })).map((one) => one.programmeId),
  );
  const programmes = (await world.records.enrolments.programmes()).filter((one) => isAny || taught.has(one._id));
  const choices: Chosen[] = [];
  for (const programme of programmes) {
    const programmeId = programme._id;
    choices.push({ title: programme.name, value: `${programmeId}|`, programmeId });
    const enrolments = await world.records.enrolments.ofProgramme(programme._id);
    const groups = new Set(enrolments.flatMap((one) => one.groups.map((group) => group.name)));
    for (const group of [...groups].sort())
      choices.push({ title: `${programme.name}, ${group}`, value: `${programmeId}|${group}`, programmeId, group });
  }
  return choices;
}

async function learnersIn(world: World, { programmeId, group }: Chosen, day: string): Promise<string[]> {
  const enrolments = await world.records.enrolments.ofProgramme(programmeId);
  const groups = group === undefined ? [] : [group];
  return enrolments.filter((one) => isExpected(one, { groups, day })).map((one) => one.learnerId);
}

/** What this person set lately, one entry a press: to be taken back when a trip does not take place. */
async function setLately(world: World, actor: Person): Promise<Map<string, AbsenceNotice[]>> {
  const notices = await world.records.notices.elsewhereBy(actor._id, dayOf(world.clock.now()));
  return Map.groupBy(notices, (one) => one.createdAt.toISOString());
}

async function takeBack(world: World, actor: Person, key: string): Promise<number> {
  const now = world.clock.now();
  return world.together(async (inside) => {
    const { records } = inside;
    const own = (await setLately(inside, actor)).get(key) ?? [];
    for (const notice of own) {
      const next = { step: 'spread' as const, at: now };
      const after = { ...notice, state: 'withdrawn' as const, withdrawnAt: now, version: notice.version + 1, next };
      if (!(await records.notices.replace(after, notice.version))) throw new Error('notice changed meanwhile');
    }
    return own.length;
  });
}

type Trip = { learnerIds: readonly string[]; days: readonly Day[]; where: string };
const mostNames = 6;

/** The tutors whose sessions those learners will not be in hear of it, once for all of them. */
async function tellTutors(world: World, actor: Person, key: string, { learnerIds, days, where }: Trip): Promise<void> {
  const enrolments = (await Promise.all(learnerIds.map((id) => world.records.enrolments.ofLearner(id)))).flat();
  const programmeIds = [...new Set(enrolments.map((one) => one.programmeId))];
  const [from = '', to = from] = [days[0], days.at(-1)];
  const sessions = (await world.records.sessions.ofProgrammes(programmeIds, from, to)).filter(
    (session) =>
      !session.cancelled &&
      enrolments.some((one) => one.programmeId === session.programmeId && isExpected(one, session)),
  );
  const ids = await standIns(world, [...new Set(sessions.flatMap((session) => session.tutorIds))]);
  const tutors = await world.records.people.byIds(ids.filter((id) => id !== actor._id));
  const names = [...listNames(await world.records.people.byIds(learnerIds)).values()];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const title = names.length === 1 ? `Elsewhere: ${names[0]}` : `Elsewhere: ${names.length} learners`;
  const lines = [
    `${where}, ${sayDays(days)}. Set by ${callName(actor)}.`,
    ...(names.length === 1 ? [] : [`${names.slice(0, mostNames).join(', ')}${more}.`]),
    'Your registers count it; there is nothing for you to do.',
  ];
  await tellChange(world, { key: `elsewhere|${key}`, title, lines, byId: actor._id }, tutors);
}

/** Trips, exams, placements for many at once: that day's sessions say "Elsewhere" and count for nothing (SPEC P). */
export const setElsewhere: Form = {
  action: 'set-elsewhere',
  takes: { 'take-back': ['which'] },
  async face(world, actor) {
    const today = dayOf(world.clock.now());
    const groups = await groupsOf(world, actor);
    const lately = await setLately(world, actor);
    const ids = (
      await Promise.all(groups.filter((one) => one.group === undefined).map((one) => learnersIn(world, one, today)))
    ).flat();
    const learners = learnerChoices(await world.records.people.byIds(ids)).slice(0, mostListed);
    return {
      title: 'Elsewhere: trip, exam, placement',
      lines: ['Their sessions on these days say “Elsewhere” and count for nothing, also those saved already.'],
      fields: [
        {
          id: 'group',
          label: 'A whole group',
          type: 'choice',
          options: groups.map(({ title, value }) => ({ title, value })),
          none: noGroups,
        },
        {
          id: 'learners',
          label: 'Or single learners',
          type: 'choices',
          options: learners.map((one) => ({ title: one.name, value: one.id })),
        },
        { id: 'from', label: 'First day', type: 'day', value: today, needed: true },
        { id: 'to', label: 'Last day', type: 'day', value: today, needed: true },
        { id: 'where', label: 'Where', type: 'line' },
        ...(lately.size > 0
          ? [
              {
                id: 'which',
                label: 'Or take back',
                type: 'choice' as const,
                options: [...lately].map(([value, own]) => ({
                  title: `${own[0]?.via ?? 'Elsewhere'}, ${sayDays(own[0]?.days ?? [])} (${own.length})`,
                  value,
                })),
              },
            ]
          : []),
      ],
      acts: [
        { act: 'set', title: 'Set elsewhere', style: 'positive' },
        ...(lately.size > 0 ? [{ act: 'take-back', title: 'Take it back' }] : []),
      ],
    };
  },
  async submit(world, actor, _about, { act, fields, pressId }) {
    if (act === 'take-back') {
      const count = await takeBack(world, actor, fields.which ?? '');
      if (count === 0) return refuse('pick-one', 'Or take back');
      return `Taken back for ${count === 1 ? 'one learner' : `${count} learners`}. Marks that stood before are back; where none stood, please amend the register.`;
    }
    if ((fields.where ?? '').length < 2) return refuse('needs-words', 'Where');
    const { group = '', learners = '', from = '', to = '' } = fields;
    if (!isDay(from) || !isDay(to) || to < from || daysBetween(from, to) > longestDays)
      return refuse('days-do-not-fit');
    const groups = await groupsOf(world, actor);
    const whole = groups.find((one) => one.value === group);
    if (group && !whole) return refuse('not-allowed');
    const allowed = new Set((await Promise.all(groups.map((one) => learnersIn(world, one, from)))).flat());
    const single = learners.split(',').filter(Boolean);
    if (single.some((id) => !allowed.has(id))) return refuse('not-allowed');
    const all = [...new Set([...(whole ? await learnersIn(world, whole, from) : []), ...single])];
    const chosen = all.filter((id) => !isAboutSelf(actor, id));
    if (chosen.length === 0 && all.length > 0) return refuse('not-yourself');
    if (chosen.length === 0) return refuse('pick-one', 'A whole group, or single learners');
    const now = world.clock.now();
    const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
    await world.together(async (inside) => {
      const { records } = inside;
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
      await tellTutors(inside, actor, pressId, { learnerIds: chosen, days, where: fields.where ?? '' });
    });
    return `${chosen.length === 1 ? 'One learner is' : `${chosen.length} learners are`} elsewhere, ${sayDays(days)}.`;
  },
};
