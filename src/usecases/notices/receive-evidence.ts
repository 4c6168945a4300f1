import { createHash } from 'node:crypto';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { openRequest, receiveEvidence } from './evidence.task.ts';

/** What came of fetching a file somebody sent. */
export type FileRead =
  | { name: string; type: string; bytes: Uint8Array }
  | { failed: 'too-large' | 'wrong-kind' | 'not-fetched' };

const failures = {
  'too-large': 'That file is larger than 10 MB, so I could not keep it. Please send a smaller one, such as a photo.',
  'wrong-kind':
    'I can take a photo (JPG, PNG, HEIC or WEBP), a PDF or a Word file (DOCX). That was something else, so I have not kept it.',
  'not-fetched': 'I could not get that file, so I have not kept it. Please send it again in a moment.',
} as const;
const notAsked =
  'I did not ask for a file, so I have not kept it. If it is about an absence, tell the college office, and they can ask you for it here.';
const onlyFirst =
  'I keep one file for each request, so I kept the first one and not the others. If more is needed, you will be asked again.';
const thanks = 'Thank you. Your file has come in. Someone at the college looks at it; few people can see it.';

const note = (text: string, tone: 'good' | 'attention' | 'default'): CardModel => ({
  card: 'note-plain',
  data: { text, tone },
});

/** The same file for the same request is one file, however often it is delivered. */
function fileIdOf(taskId: string, bytes: Uint8Array): string {
  return createHash('sha256').update(taskId).update('\n').update(bytes).digest('hex').slice(0, 40);
}

/** Keeps a file for the sender's open request; false when there is none any more. All or nothing, once. */
async function keep(world: World, sender: Person, file: Exclude<FileRead, { failed: string }>): Promise<boolean> {
  return world.records.together(async (records) => {
    const inside = { ...world, records };
    const task = await openRequest(inside, sender._id);
    if (!task) {
      const all = await records.tasks.ofLearner(sender._id, 'evidence');
      return all.some((one) => one.data.fileId === fileIdOf(one._id, file.bytes));
    }
    const id = fileIdOf(task._id, file.bytes);
    // One that was not accepted gives way to what comes in its place.
    if (task.data.fileId && task.data.fileId !== id) await records.files.remove(task.data.fileId);
    await records.files.put({ _id: id, learnerId: sender._id, fromId: sender._id, at: world.clock.now(), ...file });
    await receiveEvidence(inside, task, { id, name: file.name });
    return true;
  });
}

/**
 * Files sent in chat, such as a medical certificate (G3). Kept only for an open request for evidence, the oldest first;
 * what nobody asked for is not even fetched. One answer a file, in words that say what to do.
 */
export async function receiveFiles(
  world: World,
  sender: Person,
  reads: readonly (() => Promise<FileRead>)[],
): Promise<CardModel[]> {
  const answers: CardModel[] = [];
  let kept = 0;
  for (const read of reads) {
    const tasks = await world.records.tasks.ofLearner(sender._id, 'evidence');
    const isAsked = tasks.some((one) => one.isOpen && one.state === 'asked');
    if (!isAsked && kept > 0) return [...answers, note(onlyFirst, 'default')];
    // What came in before may be delivered again: it is looked at to know it.
    if (!isAsked && !tasks.some((one) => one.data.fileId)) return [...answers, note(notAsked, 'default')];
    const file = await read();
    if ('failed' in file) answers.push(note(failures[file.failed], 'attention'));
    else if (await keep(world, sender, file)) {
      kept++;
      answers.push(note(thanks, 'good'));
    } else return [...answers, note(notAsked, 'default')];
  }
  return answers;
}
