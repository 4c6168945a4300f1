import type { GroupMember } from '../../domain/group-member.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { officeOf } from '../core/whose.ts';

type Data = Record<string, never>;
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'unknown-members': Data;
  }
}

const id = taskId('unknown-members', 'office');
/** More names than this are no list on a card any more. */
const mostShown = 15;

/** The office's list is opened where somebody is on it, drawn again where that changed, and ends with the last name. */
export async function listUnknownMembers(world: World): Promise<void> {
  const ownerIds = await officeOf(world);
  const isAny = (await world.records.groups.count()) > 0;
  await world.together(async (inside) => {
    const before = await inside.records.tasks.byId(id);
    if (!isAny) {
      if (before?.isOpen) await moveTask(inside, before, { act: 'clear', state: 'clear', isOpen: false });
      return;
    }
    const fields = { _id: id, kind: 'unknown-members' as const, ownerIds, state: 'open', data: {}, again: ['clear'] };
    await redrawTask(inside, await openTask(inside, fields));
  });
  world.wake();
}

const rowOf = ({ _id, name, upn, mail }: GroupMember): FormRow => ({
  key: _id,
  title: name,
  detail: upn ?? mail ?? '',
});

/** Who is in the college's Entra groups and in no import: people become known by the import alone, so that nobody is made of a group. */
export const unknownMembers = defineTask<Data>({
  clause: 'P',
  label: 'In your groups, not in the import',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world) {
    const members = await world.records.groups.all(mostShown);
    const title = 'In your groups, not in the import';
    if (members.length === 0)
      return { title, tone: 'good', lines: ['Everyone in your groups is known here. Thank you.'] };
    const count = await world.records.groups.count();
    const more = count > mostShown ? ` The first ${mostShown} are shown.` : '';
    return {
      title,
      tone: 'warning',
      lines: [
        `${count === 1 ? 'One person is' : `${count} people are`} in your Entra groups, and nobody here has their account.${more}`,
        'They can do nothing here yet. Import them with that name as upn, or take them out of the group; they leave this list by themselves.',
      ],
      rows: members.map(rowOf),
    };
  },
  acts: {},
  isOver: (_world, task) => !task.isOpen,
});
