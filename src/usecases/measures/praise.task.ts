import { addDays, addWorkingDays, collegeYearOf, type Day, dayOf, mondayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft } from '../../domain/enrolment.ts';
import { firstName } from '../../domain/person.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { type PraiseKind, praiseFor } from '../../policy/rules/praise.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { isResting } from '../core/silence.ts';
import { defineClock } from '../core/task-kind.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { morningOf } from '../core/working-time.ts';

/** `after`: the learners of the programme have been looked at so far, in order of their enrolments. */
type Data = { monday: Day; after?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    praise: Data;
  }
}

/** Learners looked at in one transaction. */
const atOnce = 40;

const words: Record<PraiseKind, string> = {
  'full-week': 'You were at every session last week. Well done, and thank you.',
  'full-month': 'You were at every session of the last month. That is a real achievement.',
  'above-the-line': 'Your attendance is back above the line this college sets. That took effort. Well done.',
  'on-time-again': 'You were on time for every session last week. Thank you, it makes a difference.',
};

/** A week with a session is looked back on when the next one begins, where the pack praises (policy 1.2, SPEC P). */
export async function planPraise(world: World, { session, programme, pack }: SessionContext): Promise<void> {
  if (!pack.praise) return;
  const monday = mondayOf(session.day);
  const morning = addWorkingDays(addDays(monday, 6), 1, world.holidays(programme));
  await openTask(world, {
    _id: taskId('praise', programme._id, monday),
    kind: 'praise',
    programmeId: programme._id,
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: { monday },
    next: { step: 'look', at: morningOf(morning, programme.zone) },
  });
}

/** One kind word to one learner, at most one a week, whatever programmes they are on; none while anything rests. */
async function praiseOne(world: World, { learnerId }: Enrolment, pack: LoadedPack, monday: Day): Promise<void> {
  if (await isResting(world, learnerId)) return;
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return;
  const marks = await world.records.marks.ofLearner(learnerId, pack.id, collegeYearOf(monday));
  const own = learner.adjustments?.findLast((one) => !one.ended && one.kind === 'threshold');
  const kind = praiseFor(marks, pack, monday, own?.kind === 'threshold' ? own.below : undefined);
  if (!kind) return;
  const title = `Well done, ${firstName(learner)}`;
  const key = `praise|${learnerId}|${monday}`;
  await tellChange(world, { key, title, lines: [words[kind]], tone: 'good', aboutId: learnerId }, [learner]);
}

/** Encouragement in short warm messages, where the pack says so (policy 1.2, SPEC P). Nobody sees the task itself. */
export const praise = defineClock<Data>({
  clause: 'P',
  label: 'A kind word',
  async onTime(world, task) {
    const programme = await world.records.enrolments.programme(task.programmeId ?? '');
    const { monday, after = '' } = task.data;
    const done = { act: 'looked-at' as const, state: 'done', isOpen: false, next: null };
    if (!programme) return done;
    const pack = packOn(world.packs, programme.pack, monday);
    const today = dayOf(world.clock.now(), programme.zone);
    const rest = (await world.records.enrolments.ofProgramme(programme._id))
      .filter((one) => one._id > after && covers(one, today) && !hasLeft(one, today))
      .toSorted((a, b) => (a._id < b._id ? -1 : 1));
    for (const one of rest.slice(0, atOnce)) await praiseOne(world, one, pack, monday);
    const last = rest[atOnce - 1];
    if (rest.length <= atOnce || !last) return done;
    return { act: 'looked-at-some', data: { after: last._id }, next: { step: 'look', at: world.clock.now() } };
  },
});
