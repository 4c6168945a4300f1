import { addMinutes, collegeYearOf, type Day, dayOf, instantOf } from '../domain/calendar.ts';
import type { Task, TaskKind, TaskOf } from '../domain/task.ts';
import { type LoadedPack, type PackShelf, packOn } from '../policy/pack-shelf.ts';
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

type Steps = NonNullable<LoadedPack['occurrences']>['steps'];
/** One of Ben's occurrences: which it was, when its first lesson was, and what the policy asks after it. */
type Away = { n: number; openedAt: Date; programmeId: string; pack: LoadedPack; steps: Steps };

const standingOf = ({ openedAt, pack }: Away) => standingId('L-BEN', pack.id, collegeYearOf(dayOf(openedAt)));
/** When the day's steps were done: after its last lesson. */
const doneAt = ({ openedAt }: Away) => instantOf(dayOf(openedAt), '16:45');

/** A task of that day that is closed; `steps`: its history since it was opened. */
function closed<Kind extends TaskKind>(
  { openedAt, programmeId }: Away,
  kind: Kind,
  key: string,
  own: Pick<TaskOf<Kind>, 'state' | 'data' | 'ownerIds'>,
  steps: Task['history'],
) {
  const usual = {
    learnerId: 'L-BEN',
    programmeId,
    watcherIds: [],
    isOpen: false,
    isShown: true,
    presses: [],
    version: 2,
  };
  return {
    _id: `${kind}|${key}`,
    kind,
    ...usual,
    ...own,
    openedAt,
    history: [{ at: openedAt, act: 'opened' as const }, ...steps],
  };
}

/** What one person had to do and note. */
function notedBy(away: Away, owner: 'mentor' | 'tutor', byId: string) {
  const items = away.steps
    .filter((one) => one.owner === owner && (one.does === 'note' || one.does === 'send-details'))
    .map(({ code, label, does }, k) => ({
      code,
      label,
      does: does === 'send-details' ? does : ('note' as const),
      closed: { outcome: 'done' as const, byId, at: addMinutes(doneAt(away), k), words: noted[code] ?? '' },
    }));
  if (items.length === 0) return [];
  const standing = standingOf(away);
  const data = { packId: away.pack.id, items, standingId: standing, n: away.n };
  const history = items.map((one) => ({ at: one.closed.at, byId, act: 'done' as const, words: one.code }));
  return [closed(away, 'step', `${standing}|${away.n}|${byId}`, { state: 'done', data, ownerIds: [byId] }, history)];
}

function meetingsOf(away: Away) {
  const standing = standingOf(away);
  const met = { day: dayOf(away.openedAt), time: '16:15', place: 'Room 4', came: 'Ben and his mother', agreed };
  return away.steps
    .filter((one) => one.does === 'meeting')
    .map(({ code, label }) => {
      const causes = [{ code: 'said' as const, words: label }];
      const data = { packId: away.pack.id, causes, standingId: standing, n: away.n, ...met };
      const history = [{ at: doneAt(away), byId: 'M-MAYA', act: 'held' as const, words: agreed }];
      const own = { state: 'held', data, ownerIds: ['M-MAYA'] };
      return closed(away, 'meeting', `${standing}|${away.n}|${code}`, own, history);
    });
}

/** The steps of one occurrence, with what says that they were offered. */
function stepsAfter(away: Away) {
  const made = [...notedBy(away, 'mentor', 'M-MAYA'), ...notedBy(away, 'tutor', 'T-SAM'), ...meetingsOf(away)];
  const [standing, steps] = [standingOf(away), made.map((one) => one._id)];
  const data = { standingId: standing, packId: away.pack.id, n: away.n, steps, offeredOn: dayOf(away.openedAt) };
  const own = { state: 'offered', data, ownerIds: [] };
  const offered = closed(away, 'occurrence-steps', `${standing}|${away.n}`, own, []);
  return [{ ...offered, isShown: false, pack: away.pack.ref }, ...made];
}

/** The steps of Ben's first two occurrences, done at the time, so that his card, his story and the third build on something (G9). */
export async function writeSteps(c: Collections, packs: PackShelf, today: Day): Promise<void> {
  const registers = await c.registers
    .find({ rows: { $elemMatch: { learnerId: 'L-BEN', 'mark.code': 'unauthorised' } } })
    .sort({ openedAt: 1 })
    .toArray();
  // Occurrences count by college year, and one a day; the day's first lesson brings its steps.
  const thisYear = registers.filter(({ openedAt }) => collegeYearOf(dayOf(openedAt)) === collegeYearOf(today));
  const firsts = [...Map.groupBy(thisYear, ({ openedAt }) => dayOf(openedAt)).values()].flatMap((all) =>
    all.slice(0, 1),
  );
  const tasks = firsts.slice(-2).flatMap(({ openedAt, programmeId, pack: { id } }, i) => {
    const [n, pack] = [i + 1, packOn(packs, id, today)];
    return stepsAfter({
      n,
      openedAt,
      programmeId,
      pack,
      steps: pack.occurrences?.steps.filter((one) => one.at === n) ?? [],
    });
  });
  if (tasks.length > 0) await c.tasks.insertMany(tasks as Task[]);
}
