import type { Person } from '../../src/domain/person.ts';
import type { Task } from '../../src/domain/task.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { actsAs, mayAtAll, mayFor } from '../../src/usecases/core/acting-for.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import type { Action } from '../../src/usecases/core/rights.ts';
import { undo, writing } from '../../src/usecases/core/task-kind.ts';
import { forms } from '../../src/usecases/desk/forms.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { isOwnNotice } from '../../src/usecases/notices/whose-notice.ts';
import { mayReadConcern } from '../../src/usecases/safeguarding/who-may-read.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';
import type { CardAction } from '../teams/loopback-teams.ts';

/** Whether a task's button is for this person: open or not, theirs to press by the part they have in it. */
async function isForThem(world: World, viewer: Person, task: Task, name: string): Promise<boolean> {
  const { acts } = taskKindsOf[task.kind];
  if (name === undo) return (await actsAs(world, viewer, task.ownerIds)) !== undefined;
  const isWriting = Object.values<string>(writing).includes(name);
  const act = isWriting
    ? { by: 'owner' as const, whenClosed: false }
    : Object.hasOwn(acts, name)
      ? acts[name]
      : undefined;
  if (!act || !(task.isOpen || act.whenClosed)) return false;
  const isOwner = (await actsAs(world, viewer, task.ownerIds)) !== undefined;
  const isWatcher = !isOwner && (await actsAs(world, viewer, task.watcherIds)) !== undefined;
  if (act.by === 'both') return isOwner || isWatcher;
  return act.by === 'owner' ? isOwner : isWatcher;
}

/** Whether a press of this button would be taken from this person, as far as rights go. */
async function isAlive(world: World, viewer: Person, { verb: name, data }: CardAction): Promise<boolean> {
  const { records } = world;
  const verb = verbs.find((one) => one.verb === name);
  if (!verb || !(await mayAtAll(world, viewer, verb.action))) return false;
  const text = (key: string) => String(data[key] ?? '');
  if (name === 'task-act') {
    const task = await records.tasks.byId(text('id'));
    // A card that is about to be drawn again says nothing about the buttons people have.
    return !task || task.version !== data.version || isForThem(world, viewer, task, text('act'));
  }
  if (name === 'form-open' || name === 'form-submit') {
    const form = forms[text('id').split('|')[0] as keyof typeof forms];
    return form !== undefined && mayAtAll(world, viewer, form.action);
  }
  if (name.startsWith('register-')) {
    const session = await records.sessions.byId(text('registerId'));
    return mayFor(world, viewer, 'mark-register', session?.tutorIds ?? []);
  }
  if (['case-decide', 'case-undo', 'case-note'].includes(name)) {
    const riskCase = await records.cases.byId(text('caseId'));
    const action: Action = `decide-${riskCase?.kind ?? 'fall'}`;
    return mayFor(world, viewer, action, [riskCase?.ownerId ?? '']);
  }
  if (name.startsWith('notice-')) {
    const notice = await records.notices.byId(text('noticeId'));
    return notice !== null && isOwnNotice(world, notice, viewer);
  }
  if (name.startsWith('concern-')) {
    const concern = await records.concerns.byId(text('concernId'));
    return concern !== null && mayReadConcern(world, viewer, concern);
  }
  return true;
}

/** The buttons of a card whose press would be refused to whom it is shown: the card, the button, the person. */
export async function deadButtons(world: World, viewer: Person, card: unknown): Promise<string[]> {
  const dead: string[] = [];
  for (const action of actionsOf(card).filter((one) => one.type === 'Action.Execute'))
    if (!(await isAlive(world, viewer, action)))
      dead.push(`${JSON.stringify(wordsOf(card).split('\n')[0])} shows ${viewer._id} “${action.title}”`);
  return dead;
}
