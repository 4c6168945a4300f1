import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { sayDays } from '../../domain/calendar.ts';
import { firstName, nameAndRef } from '../../domain/person.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask, endings } from '../core/task-kind.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { nameOf } from '../core/whose.ts';

type Data = { noticeId: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'long-absence': Data;
  }
}

/** A long absence: the mentor is asked to arrange alternative study and support, and the learner is told whom to talk to (G4). */
export async function openLongAbsence(
  world: World,
  notice: AbsenceNotice,
  { mentorId, programmeId, pack }: { mentorId: string; programmeId: string; pack: LoadedPack },
): Promise<void> {
  await openTask(world, {
    _id: taskId('long-absence', notice._id),
    kind: 'long-absence',
    learnerId: notice.learnerId,
    programmeId,
    ownerIds: [mentorId],
    state: 'open',
    data: { noticeId: notice._id },
    pack: pack.ref,
  });
  const learner = await world.records.people.byId(notice.learnerId);
  if (!learner) return;
  const mentor = await nameOf(world, mentorId, 'Your mentor');
  const lines = [
    `Hello ${firstName(learner)}, you told us that you will be away ${sayDays(notice.days)}. ${mentor} will talk with you about studying in another way meanwhile, and about what would help.`,
    `You need not wait: please get in touch with ${mentor} whenever it suits you.`,
  ];
  const key = `long-absence|${notice._id}`;
  await tellChange(world, { key, title: 'While you are away', lines, aboutId: learner._id }, [learner]);
}

/** Alternative study for someone away for long (G4). */
export const longAbsence = defineTask<Data>({
  clause: 'G4',
  label: 'A long absence',
  chase: 'step',
  rests: ['held', 'break'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  async face(world, task) {
    const notice = await world.records.notices.byId(task.data.noticeId);
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!notice || !learner) return undefined;
    const last = task.history.at(-1);
    const said: Record<string, string> = {
      arranged: 'Alternative study arranged',
      'not-needed': 'Not needed',
      withdrawn: 'The notice was taken back',
    };
    return {
      title: task.isOpen ? 'Long absence: alternative study' : (said[task.state] ?? ''),
      tone: task.isOpen ? 'warning' : 'good',
      who: nameAndRef(learner),
      lines: [`Will be away ${sayDays(notice.days)}. Please talk about studying in another way and about support.`],
      fields: task.isOpen ? [{ id: 'note', label: 'What was arranged', type: 'words' as const }] : [],
      acts: task.isOpen
        ? [
            { act: 'arranged', title: 'Arranged', style: 'positive' as const },
            { act: 'not-needed', title: 'Not needed' },
          ]
        : [],
      said: task.isOpen ? '' : `${await nameOf(world, last?.byId)}${last?.words ? `: “${last.words}”` : ''}`,
    };
  },
  acts: endings('arranged', 'not-needed'),
});
