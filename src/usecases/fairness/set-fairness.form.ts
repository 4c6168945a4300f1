import { collegeYearOf, dayOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import {
  type Adjustment,
  callName,
  type Ended,
  holdsOn,
  nameAndRef,
  type Person,
  type SetAside,
} from '../../domain/person.ts';
import { wholePercent } from '../../domain/standing.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerFields, pickedFrom } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf, reachOf } from '../core/rights.ts';
import { refoldLearner } from '../risk/fold-learner.ts';

/** Learners someone may decide about: of the programmes they head or manage, or all. */
async function learners(world: World, actor: Person): Promise<Person[]> {
  if (reachOf(actor, 'set-fairness') === 'any') return world.records.people.withRole('learner');
  const programmes = (await world.records.enrolments.programmes()).filter((one) =>
    [one.hospId, one.managerId].includes(actor._id),
  );
  const enrolments = (await Promise.all(programmes.map((one) => world.records.enrolments.ofProgramme(one._id)))).flat();
  return world.records.people.byIds([...new Set(enrolments.map((one) => one.learnerId))]);
}

/** An occurrence of a learner's year under a pack. */
type Occurred = Pick<SetAside, 'packId' | 'day'>;
const asideKey = (does: 'aside' | 'count', one: Occurred) => `${does}:${one.packId}:${one.day}`;

async function occurrencesOf(world: World, learnerId: string): Promise<Occurred[]> {
  const year = collegeYearOf(dayOf(world.clock.now()));
  const standings = (await world.records.marks.standingsOf([learnerId])).filter((one) => one.year === year);
  return standings.flatMap(({ packId, occurrences }) => occurrences.map(({ day }) => ({ packId, day })));
}

async function sayNow(world: World, learner: Person): Promise<string[]> {
  const year = collegeYearOf(dayOf(world.clock.now()));
  const lines: string[] = [];
  for (const standing of (await world.records.marks.standingsOf([learner._id])).filter((one) => one.year === year))
    for (const one of standing.occurrences) lines.push(`Occurrence: ${sayDay(one.day)} (${wholePercent(one.percent)})`);
  for (const one of (learner.setAside ?? []).filter((each) => !each.ended))
    lines.push(`Set aside: ${sayDay(one.day)}, “${one.why}”`);
  for (const one of (learner.adjustments ?? []).filter((each) => holdsOn(each))) {
    const what = one.kind === 'threshold' ? `line at ${one.below}%` : `marks “${one.code}” do not count`;
    const until = one.ended?.until ? ` for days before ${sayDay(one.ended.until)}` : '';
    lines.push(`Adjustment: ${what}${until}, “${one.why}”`);
  }
  return lines;
}

/** An end judges nothing of the days before it anew; what was a mistake counts for no day, also where it has ended. */
function endings(all: readonly Adjustment[]) {
  return [
    ...(all.some((one) => !one.ended) ? [{ title: 'End all adjustments from today', value: 'end' }] : []),
    ...(all.some((one) => holdsOn(one))
      ? [{ title: 'Take all adjustments back: they were a mistake', value: 'mistake' }]
      : []),
  ];
}

/**
 * One learner's own terms: reasonable adjustments (Equality Act 2010) and occurrences set aside, by a named person with
 * a reason (G9, policy 4.3). The year is folded again; flags that fall away are withdrawn with a note.
 */
export const setFairness: Form = {
  action: 'set-fairness',
  async face(world, actor, about) {
    const all = await learners(world, actor);
    const learner = all.find((one) => one._id === about);
    if (!learner)
      return {
        title: 'Adjustments for one learner',
        fields: learnerFields(all, 'No learner is yours to decide about yet. The college office can do that.'),
        acts: [{ act: 'choose', title: 'Go on', style: 'positive' }],
      };
    const days = (await occurrencesOf(world, learner._id)).map((one) => ({
      title: `Set aside ${sayDay(one.day)}`,
      value: asideKey('aside', one),
    }));
    const again = (learner.setAside ?? [])
      .filter((one) => !one.ended)
      .map((one) => ({
        title: `Count ${sayDay(one.day)} again`,
        value: asideKey('count', one),
      }));
    return {
      title: 'Adjustments for one learner',
      who: nameAndRef(learner),
      lines: await sayNow(world, learner),
      fields: [
        {
          id: 'what',
          label: 'What to do',
          type: 'choice',
          needed: true,
          options: [
            ...days,
            ...again,
            { title: 'Another line for this learner (percent below)', value: 'threshold' },
            { title: 'Lateness does not count', value: 'ignore-late' },
            { title: 'Authorised absence does not count', value: 'ignore-authorised' },
            ...endings(learner.adjustments ?? []),
          ],
        },
        { id: 'below', label: 'Percent, for another line', type: 'number' },
        { id: 'why', label: 'Why', type: 'words', needed: true },
      ],
      acts: [{ act: 'set', title: 'Decide', style: 'positive' }],
    };
  },
  async submit(world, actor, about, { act, fields }) {
    const all = await learners(world, actor);
    if (act === 'choose') {
      const chosen = pickedFrom(all, fields);
      if (!chosen) return refuse('learner-not-found');
      return { open: `set-fairness|${chosen._id}` };
    }
    const learner = all.find((one) => one._id === about);
    const { what = '', below = '', why = '' } = fields;
    if (!learner) return refuse('not-allowed');
    if (isAboutSelf(actor, learner._id)) return refuse('not-yourself');
    if (what === '') return refuse('pick-one', 'What to do');
    if (what !== 'threshold' && below !== '') return refuse('typed-not-kept', '“Percent, for another line”');
    if (why.length < 3) return refuse('needs-a-reason');
    const isDone = await world.together(async (inside) => {
      const { records } = inside;
      const occurrences = await occurrencesOf(inside, learner._id);
      const fresh = await records.people.byId(learner._id);
      const own = fresh && decide(world, fresh, actor, occurrences, { what, below: Number(below), why });
      if (!own) return false;
      await records.people.setFairness(learner._id, own);
      await refoldLearner(inside, learner._id);
      return true;
    });
    if (!isDone) return what === 'threshold' ? refuse('percent-needed', below) : refuse('bad-payload');
    return `Decided for ${callName(learner)}. Flags and cards follow; it is in the history with your name.`;
  },
};

/** The learner's own terms after one decision; undefined when it is none that was offered. Nothing is overwritten. */
function decide(
  world: World,
  learner: Person,
  actor: Person,
  occurrences: readonly Occurred[],
  { what, below, why }: { what: string; below: number; why: string },
): Pick<Person, 'adjustments' | 'setAside'> | undefined {
  const stamp = { byId: actor._id, at: world.clock.now(), why };
  const aside = learner.setAside ?? [];
  const adjustments: Adjustment[] = learner.adjustments ?? [];
  const end = <T extends { ended?: Ended }>(all: readonly T[], isIt: (one: T) => boolean): T[] =>
    all.map((one) => (isIt(one) && !one.ended ? { ...one, ended: stamp } : one));
  const today = dayOf(stamp.at);
  const endToday = (one: Adjustment) => (one.ended ? one : { ...one, ended: { ...stamp, until: today } });
  const takeBack = (one: Adjustment) => (holdsOn(one) ? { ...one, ended: one.ended ?? stamp, mistake: stamp } : one);
  // What is put right on the day it was given was a slip.
  const replaced = (one: Adjustment) => (!one.ended && dayOf(one.at) === today ? takeBack(one) : endToday(one));
  const same = (a: Pick<SetAside, 'packId' | 'day'>) => (b: Pick<SetAside, 'packId' | 'day'>) =>
    a.packId === b.packId && a.day === b.day;
  const counted = occurrences.find((one) => asideKey('aside', one) === what);
  if (counted) return { setAside: [...end(aside, same(counted)), { ...counted, ...stamp }] };
  const again = aside.find((one) => asideKey('count', one) === what);
  if (again) return { setAside: end(aside, same(again)) };
  if (what === 'threshold') {
    // Another line may only ease what the policy asks.
    const most = Math.max(0, ...world.packs.map((pack) => pack.occurrences?.belowPercent ?? 0));
    if (!(below > 0 && below < most)) return undefined;
    const rest = adjustments.map((one) => (one.kind === 'threshold' ? replaced(one) : one));
    return { adjustments: [...rest, { kind: 'threshold', below, ...stamp }] };
  }
  if (what === 'ignore-late' || what === 'ignore-authorised') {
    const role = what === 'ignore-late' ? 'late' : 'authorised';
    const codes = [...new Set(world.packs.map((pack) => pack.markRoles[role]))];
    const own = codes.map((code) => ({ kind: 'ignore-mark' as const, code, ...stamp }));
    const isIt = (one: Adjustment) => one.kind === 'ignore-mark' && codes.includes(one.code);
    return { adjustments: [...adjustments.map((one) => (isIt(one) ? replaced(one) : one)), ...own] };
  }
  if (what === 'end') return { adjustments: adjustments.map(endToday) };
  if (what === 'mistake') return { adjustments: adjustments.map(takeBack) };
  return undefined;
}
