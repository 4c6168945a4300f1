import { hasGone, isSettled, type OutboxRow, sayOutcome, shownBody } from '../../domain/outbox-row.ts';
import type { Contact, Person } from '../../domain/person.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { isAt } from '../core/reach-person.ts';
import type { SentState } from '../core/records/sending.ts';
import { asText } from '../core/tell-people.task.ts';
import { insteadOf, type MayCall } from './story-instead.ts';
import type { Delivery, StoryRow } from './story-row.ts';

const channels = { teams: 'Teams', sms: 'text message', mail: 'email' } as const;
const mostSent = 300;

/** One message to several places, in the same words. */
const messageOf = (row: OutboxRow) => `${row.key ?? row._id}|${row.body}`;

/** Whose number or address it is: the learner's, one of their contacts', or an employer's; else nobody's who is known. */
function whoseIs(row: OutboxRow, learner: Person, employers: readonly Person[]): Person | Contact | undefined {
  return [learner, ...(learner.contacts ?? []), ...employers].find((one) => isAt(one, row));
}

const sayWhose = (one: Person | Contact) => ('relation' in one ? `${one.name} (${one.relation})` : one.name);

/** Cards in Teams that told somebody something about the learner, and whether they are there. */
async function inTeams(world: World, tasks: readonly Task[], mayCall: MayCall): Promise<StoryRow[]> {
  const rows: StoryRow[] = [];
  const reached = await world.records.slots.reached(
    'task',
    tasks.map((one) => one._id),
  );
  const ids = tasks.flatMap((one) => [
    ...one.watcherIds,
    ...(taskOf('absence', one)?.data.told ?? []).map(({ to }) => to),
  ]);
  const people = new Map((await world.records.people.byIds(ids)).map((one) => [one._id, one]));
  const delivery = (taskId: string, to: string, at: Date): Delivery => {
    const state: SentState = reached.get(`${taskId}|${to}`) ?? 'on-its-way';
    const person = people.get(to);
    const isLost = state === 'failed' && person !== undefined && mayCall(person);
    const instead = isLost ? { instead: insteadOf(person) } : {};
    return { channel: 'Teams', to: person?.name ?? 'someone who has left', state, at, ...instead };
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
        what: asText(change.data.title, change.data.lines),
        byIds: change.data.byId ? [change.data.byId] : [],
        sent: change.watcherIds.map((to) => delivery(task._id, to, change.data.at)),
      });
  }
  return rows;
}

/** Who was told what about a learner, by which channel, and whether it arrived. The Safeguarding Team's own messages only with `isTeam`; `foreign`: tasks of which the viewer may not read; `mayCall`: whose number they may see. */
export async function toldRows(
  world: World,
  learner: Person,
  tasks: readonly Task[],
  {
    since,
    employers,
    isTeam,
    foreign,
    mayCall,
  }: {
    since: Date;
    employers: readonly Person[];
    isTeam: boolean;
    foreign: ReadonlySet<string>;
    mayCall: MayCall;
  },
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
      byIds: first.byId ? [first.byId] : [],
      sent: rows.map((row): Delivery => {
        const whose = whoseIs(row, learner, employers);
        const maySee = mayCall(whose ?? learner);
        const isLost = row.failed !== undefined && !hasGone(row) && whose !== undefined && maySee;
        return {
          channel: channels[row.kind === 'mail' ? 'mail' : 'sms'],
          to: whose ? sayWhose(whose) : maySee ? row.to : 'a number or address of then',
          state: hasGone(row) ? 'sent' : isSettled(row) ? 'failed' : 'on-its-way',
          words: sayOutcome(maySee ? row : { ...row, to: '' }),
          ...(isLost ? { instead: insteadOf(whose, row) } : {}),
        };
      }),
      ...(first.lane === 'safeguarding' ? {} : { event: { kind: 'message', title } }),
    };
  });
  const own = tasks.filter((one) => !foreign.has(taskOf('session-change', one)?.data.taskId ?? ''));
  return [...messages, ...(await inTeams(world, own, mayCall))];
}
