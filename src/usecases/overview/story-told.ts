import { hasGone, isSettled, type OutboxRow, sayOutcome, shownBody } from '../../domain/outbox-row.ts';
import type { Person } from '../../domain/person.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { isAt } from '../core/reach-person.ts';
import type { SentState } from '../core/records/sending.ts';
import type { Delivery, StoryRow } from './story-row.ts';

const channels = { teams: 'Teams', sms: 'text message', mail: 'email' } as const;
const mostSent = 300;

/** One message to several places, in the same words. */
const messageOf = (row: OutboxRow) => `${row.key ?? row._id}|${row.body}`;

/** Whose number or address it is: the learner's, one of their contacts', or an employer's; else as it is. */
function whoseIs(row: OutboxRow, learner: Person, employers: readonly Person[]): string {
  if (isAt(learner, row)) return learner.name;
  const contact = learner.contacts?.find((one) => isAt(one, row));
  if (contact) return `${contact.name} (${contact.relation})`;
  return employers.find((one) => isAt(one, row))?.name ?? row.to;
}

/** Cards in Teams that told somebody something about the learner, and whether they are there. */
async function inTeams(world: World, tasks: readonly Task[]): Promise<StoryRow[]> {
  const rows: StoryRow[] = [];
  const reached = await world.records.slots.reached(
    'task',
    tasks.map((one) => one._id),
  );
  const names = new Map<string, string>();
  const ids = tasks.flatMap((one) => [
    ...one.watcherIds,
    ...(taskOf('absence', one)?.data.told ?? []).map(({ to }) => to),
  ]);
  for (const person of await world.records.people.byIds(ids)) names.set(person._id, person.name);
  const delivery = (taskId: string, to: string, at: Date): Delivery => {
    const state: SentState = reached.get(`${taskId}|${to}`) ?? 'on-its-way';
    return { channel: 'Teams', to: names.get(to) ?? 'someone who has left', state, at };
  };
  for (const task of tasks) {
    const told = (taskOf('absence', task)?.data.told ?? []).filter((one) => one.channel === 'teams');
    const [first] = told;
    if (first)
      rows.push({
        at: first.at,
        kind: 'message',
        what: 'Told of the absence',
        byIds: [],
        sent: told.map(({ to, at }) => delivery(task._id, to, at)),
      });
    const change = taskOf('session-change', task);
    if (change && change.watcherIds.length > 0)
      rows.push({
        at: change.data.at,
        kind: 'message',
        what: [change.data.title, ...change.data.lines].join('. '),
        byIds: change.data.byId ? [change.data.byId] : [],
        sent: change.watcherIds.map((to) => delivery(task._id, to, change.data.at)),
      });
  }
  return rows;
}

/** Who was told what about a learner, by which channel, and whether it arrived. The Safeguarding Team's own messages only with `isTeam`; `foreign`: tasks of which the viewer may not read. */
export async function toldRows(
  world: World,
  learner: Person,
  tasks: readonly Task[],
  {
    since,
    employers,
    isTeam,
    foreign,
  }: { since: Date; employers: readonly Person[]; isTeam: boolean; foreign: ReadonlySet<string> },
): Promise<StoryRow[]> {
  const sent = (await world.records.outbox.sentAbout(learner._id, since, mostSent)).filter(
    (one) => (isTeam || one.lane !== 'safeguarding') && !foreign.has(one.taskId ?? ''),
  );
  const messages = [...Map.groupBy(sent, messageOf).values()].map((rows): StoryRow => {
    const [first] = rows as [OutboxRow, ...OutboxRow[]];
    const isLost = rows.every((row) => isSettled(row) && !hasGone(row));
    const title = `${first.kind === 'mail' ? 'Email' : 'Text'} ${isLost ? 'not delivered' : 'sent'}`;
    return {
      at: first.createdAt,
      kind: first.lane === 'safeguarding' ? 'safeguarding' : 'message',
      what: shownBody(first),
      byIds: [],
      sent: rows.map((row) => ({
        channel: channels[row.kind === 'mail' ? 'mail' : 'sms'],
        to: whoseIs(row, learner, employers),
        state: hasGone(row) ? 'sent' : isSettled(row) ? 'failed' : 'on-its-way',
        words: sayOutcome(row),
      })),
      ...(first.lane === 'safeguarding' ? {} : { event: { kind: 'message', title } }),
    };
  });
  const own = tasks.filter((one) => !foreign.has(taskOf('session-change', one)?.data.taskId ?? ''));
  return [...messages, ...(await inTeams(world, own))];
}
