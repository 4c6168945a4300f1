import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes, daysBetween, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { taskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { idsFor } from '../core/acting-for.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { waitingOn } from '../notices/notice-list.ts';
import { sayReason } from '../notices/reasons-under.ts';
import { sayWhat } from '../notices/say-notice.ts';
import { actOnTask } from './act-on-task.ts';

const mostShown = 8;
type Waiting = { taskId: string; packId: string; notice: AbsenceNotice };

/** True where the pack asks for evidence of an absence as long as this one: that is decided one by one (G3). */
async function needsEvidence(world: World, packId: string, notice: AbsenceNotice): Promise<boolean> {
  const asked = await world.records.tasks.byId(taskId('evidence', notice._id));
  if (asked && ['asked', 'sent', 'lapsed'].includes(asked.state)) return true;
  const [first = '', last = ''] = [notice.days[0], notice.days.at(-1)];
  const rule = packOn(world.packs, packId, first).reasons.find((one) => one.code === notice.reason);
  return rule?.evidenceAfterDays != null && daysBetween(first, last) + 1 > rule.evidenceAfterDays;
}

/** What waits for somebody's decision: what may be accepted in one go, and how much must be looked at singly. */
async function waitingFor(world: World, actor: Person): Promise<{ all: Waiting[]; apart: number }> {
  const open = await world.records.tasks.openOf(await idsFor(world, actor));
  const tasks = open.flatMap((task) => taskOf('decide-notices', task) ?? []);
  const all: Waiting[] = [];
  let apart = 0;
  for (const task of tasks)
    for (const notice of await waitingOn(world, task)) {
      // Somebody else decides about what is one's own.
      if (notice.learnerId === actor._id) continue;
      const { packId } = task.data;
      if (await needsEvidence(world, packId, notice)) apart++;
      else all.push({ taskId: task._id, packId, notice });
    }
  return { all, apart };
}

const sayApart = (apart: number) =>
  apart === 0
    ? []
    : [
        `${apart === 1 ? 'One needs' : `${apart} need`} evidence first, so ${apart === 1 ? 'it stays' : 'they stay'} on the list.`,
      ];

/** True for what stood, as it stands, when the button was drawn: what came or was changed since was not asked about. */
const wasAsked = ({ notice }: Waiting, upTo: number) =>
  !upTo || [notice.confirmedAt, notice.changedAt].every((at) => (at?.getTime() ?? 0) <= upTo);

/** Accepts every absence that waits for somebody, asked once and each recorded as if pressed singly (G2, S2). `about`: the notices that were shown. */
export const acceptAll: Form = {
  action: 'task-decide-notices',
  async face(world, actor) {
    const { all, apart } = await waitingFor(world, actor);
    if (all.length === 0)
      return { title: 'Nothing to accept', lines: ['No absence waits for you.', ...sayApart(apart)] };
    const people = await world.records.people.byIds(all.map((one) => one.notice.learnerId));
    const names = new Map(people.map((one) => [one._id, callName(one)]));
    // One absence under two policies is named once, and accepted under each.
    const said = [...Map.groupBy(all, (one) => one.notice._id).values()].flatMap(([first, ...others]) => {
      if (!first) return [];
      const reasons = new Set([first, ...others].map((one) => sayReason(world, one.notice, one.packId)));
      return `${names.get(first.notice.learnerId) ?? 'Someone'}: ${sayWhat(first.notice)} · ${[...reasons].join(' / ')}`;
    });
    const more = said.length > mostShown ? [`and ${said.length - mostShown} more`] : [];
    return {
      title: said.length === 1 ? 'Accept this absence?' : `Accept all ${said.length} absences?`,
      tone: 'warning',
      lines: [...said.slice(0, mostShown), ...more, ...sayApart(apart)],
      // Only what was asked about is accepted: what comes in meanwhile waits for its own press.
      fields: [],
      acts: [
        { act: 'accept', title: said.length === 1 ? 'Accept it' : `Accept all ${said.length}`, style: 'positive' },
      ],
    };
  },
  async submit(world, actor, about, { pressId }) {
    const upTo = Number(about);
    const { all } = await waitingFor(world, actor);
    const asked = all.filter((one) => wasAsked(one, upTo));
    // One that stands on two lists of a policy is pressed, and undone, on one of them.
    const once = new Map(asked.map((one) => [`${one.notice._id}|${one.packId}`, one]));
    const left = new Set(all.filter((one) => !asked.includes(one)).map(({ notice }) => notice._id)).size;
    const still =
      left > 0
        ? ` ${left === 1 ? 'One has come or changed since I asked: it still waits' : `${left} have come or changed since I asked: they still wait`} for you.`
        : '';
    const accepted = new Set<string>();
    for (const { taskId, notice } of once.values()) {
      const press = {
        taskId,
        act: 'accept' as const,
        row: notice._id,
        fields: {},
        pressId: `${pressId}|${notice._id}`,
      };
      if (!isRefusal(await actOnTask(world, actor, press))) accepted.add(notice._id);
    }
    if (accepted.size === 0) return `Nothing on this card was left to accept.${still}`;
    const { undoMinutes = 0 } = world;
    const undone = undoMinutes
      ? ` Nothing has gone out yet: until ${timeOf(addMinutes(world.clock.now(), undoMinutes))} they can be undone on the list, the newest first.`
      : '';
    return `Accepted: ${accepted.size === 1 ? 'one absence' : `${accepted.size} absences`}. Each is recorded with your name.${undone}${still}`;
  },
};
