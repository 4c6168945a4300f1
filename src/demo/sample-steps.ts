import { addMinutes, collegeYearOf, type Day, dayOf, instantOf } from '../domain/calendar.ts';
import type { Task, TaskOf } from '../domain/task.ts';
import { type PackShelf, packOn } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';
import { standingId } from '../usecases/core/records/standing.ts';

/** What Maya and Sam noted beside the policy's steps when Ben was away without a word before. */
const noted: Record<string, string> = {
  monitor: 'Talked on the corridor, he is looking for evening work.',
  evidence: 'He had none: he overslept.',
  coursework: 'Two tasks behind. Extra time agreed on Thursdays.',
  'inform-parent': 'Rang his mother as well.',
};
const agreed = 'Ben writes by 8:30 if he cannot come. His mother wakes him on Mondays.';

/** The steps of Ben's first two occurrences, done at the time, so that his card, his story and the third build on something (G9). */
export async function writeSteps(c: Collections, packs: PackShelf, today: Day): Promise<void> {
  const registers = await c.registers
    .find({ rows: { $elemMatch: { learnerId: 'L-BEN', 'mark.code': 'unauthorised' } } })
    .sort({ openedAt: 1 })
    .toArray();
  // Occurrences count by day and by college year; a day's first lesson brings its steps.
  const thisYear = registers.filter(({ openedAt }) => collegeYearOf(dayOf(openedAt)) === collegeYearOf(today));
  const days = [...Map.groupBy(thisYear, ({ openedAt }) => dayOf(openedAt))].slice(-2);
  const tasks = days.flatMap(([day, [first]], i) => {
    if (!first) return [];
    const { programmeId, pack, openedAt } = first;
    const n = i + 1;
    const standing = standingId('L-BEN', pack.id, collegeYearOf(day));
    const steps = (packOn(packs, pack.id, today).occurrences?.steps ?? []).filter((one) => one.at === n);
    const done = instantOf(day, '16:45');
    const of = <Data>(kind: Task['kind'], own: string, fields: Pick<Task<Data>, 'state' | 'data' | 'ownerIds'>) => ({
      _id: `${kind}|${own}`,
      kind,
      learnerId: 'L-BEN',
      programmeId,
      watcherIds: [],
      isOpen: false,
      isShown: true,
      presses: [],
      version: 2,
      openedAt,
      history: [{ at: openedAt, act: 'opened' }] as Task['history'],
      ...fields,
    });
    const people = { mentor: 'M-MAYA', tutor: 'T-SAM' } as const;
    const own = Object.entries(people).flatMap(([owner, byId]) => {
      const items = steps
        .filter(
          (one) =>
            one.owner === owner && (one.does === undefined || one.does === 'note' || one.does === 'send-details'),
        )
        .map(({ code, label, does }, k) => ({
          code,
          label,
          does: does === 'send-details' ? does : ('note' as const),
          closed: { outcome: 'done' as const, byId, at: addMinutes(done, k), words: noted[code] ?? '' },
        }));
      if (items.length === 0) return [];
      const data = { packId: pack.id, items, standingId: standing, n };
      const task = of<TaskOf<'step'>['data']>('step', `${standing}|${n}|${byId}`, {
        state: 'done',
        data,
        ownerIds: [byId],
      });
      task.history.push(
        ...items.map(({ code, closed }) => ({ at: closed.at, byId, act: 'done' as const, words: code })),
      );
      return [task];
    });
    const meetings = steps
      .filter((one) => one.does === 'meeting')
      .map(({ code, label }) => {
        const causes = [{ code: 'said' as const, words: label }];
        const met = { day, time: '16:15', place: 'Room 4', came: 'Ben and his mother', agreed };
        const data = { packId: pack.id, causes, standingId: standing, n, ...met };
        const task = of<TaskOf<'meeting'>['data']>('meeting', `${standing}|${n}|${code}`, {
          state: 'held',
          data,
          ownerIds: ['M-MAYA'],
        });
        task.history.push({ at: done, byId: 'M-MAYA', act: 'held', words: agreed });
        return task;
      });
    const made = [...own, ...meetings];
    const data = { standingId: standing, packId: pack.id, n, steps: made.map((one) => one._id), offeredOn: day };
    const offered = of<TaskOf<'occurrence-steps'>['data']>('occurrence-steps', `${standing}|${n}`, {
      state: 'offered',
      data,
      ownerIds: [],
    });
    return [{ ...offered, isShown: false, pack }, ...made];
  });
  if (tasks.length > 0) await c.tasks.insertMany(tasks as Task[]);
}
