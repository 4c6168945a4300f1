import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { fileKind, pictureKind } from '../../domain/file-kind.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { namesFile, noticesFitting } from './fitting-notice.ts';
import { fileIdOf, giveFile } from './give-file.ts';
import { offerFile } from './offered-file.task.ts';
import { sayWhat } from './say-notice.ts';

/** What came of fetching a file somebody sent. */
export type FileRead =
  | { name: string; type: string; bytes: Uint8Array }
  | { failed: 'too-large' | 'wrong-kind' | 'damaged' | 'not-fetched' | 'elsewhere' };

/** The largest file that is kept, in bytes. */
export const mostFileBytes = 10 * 1024 * 1024;

/** What a person reads of the name; what a name may not hold is taken out. */
function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._() -]/gu, '_').slice(-100);
}

/** Looks at a file somebody sent, by chat or page: its size, its kind by name and bytes, and that it is all there. A picture pasted has no name. */
export function checkFile(name: string | undefined, bytes: Uint8Array): FileRead {
  if (bytes.length > mostFileBytes) return { failed: 'too-large' };
  const kind = name === undefined ? pictureKind(bytes) : fileKind(name, bytes);
  if (!kind) return { failed: 'wrong-kind' };
  if (!kind.isWhole(bytes)) return { failed: 'damaged' };
  return { name: name === undefined ? `photo.${kind.endings[0]}` : plainName(name), type: kind.type, bytes };
}

const failures = {
  'too-large': 'That file is larger than 10 MB, so I could not keep it. Please send a smaller one, such as a photo.',
  'wrong-kind':
    'I can take a photo (JPG, PNG, HEIC or WEBP), a PDF or a Word file (DOCX). That was something else, so I have not kept it.',
  damaged:
    'That file is cut short or damaged, so nobody could open it and I have not kept it. Please send it again, or take a photo of it.',
  elsewhere:
    'I can take only files that are attached here in the chat, so I have not kept that one. Please attach the file itself, or a photo of it.',
  'not-fetched': 'I could not get that file, so I have not kept it. Please send it again in a moment.',
} as const;
const notKept =
  'I know of no absence this file could be for, so I have not kept it. Write when you are or were away, and send it again with that.';
const onlyFirst =
  'I keep one file for each request, so I kept the first one and not the others. If more is needed, you will be asked again.';
const thanks = 'Thank you. Your file has come in. Someone at the college looks at it; few people can see it.';

const note = (text: string, tone: 'good' | 'attention' | 'default'): CardModel => ({
  card: 'note-plain',
  data: { text, tone },
});

type Kept = Exclude<FileRead, { failed: string }>;

/** True for a file that is in already: Teams delivers a message more than once. */
async function isKnown(world: World, sender: Person, file: Kept): Promise<boolean> {
  const offered = await world.records.tasks.byId(taskId('offered-file', fileIdOf(sender._id, file.bytes)));
  if (offered && !['deleted', 'lapsed'].includes(offered.state)) return true;
  const own = await world.records.tasks.ofLearner(sender._id, 'evidence');
  return own.some((one) => one.data.fileId === fileIdOf(one._id, file.bytes));
}

/** The notice a file belongs to without asking: the only one evidence is asked for, or that its words name. */
async function sureOf(
  world: World,
  notices: readonly AbsenceNotice[],
  { text, messageId }: Beside,
): Promise<AbsenceNotice | undefined> {
  const [only] = notices;
  if (!only || notices.length > 1) return undefined;
  const isAsked = (await world.records.tasks.byId(taskId('evidence', only._id)))?.state === 'asked';
  const isOfMessage = messageId !== undefined && only.messageId === messageId;
  return isAsked || isOfMessage || namesFile(text) ? only : undefined;
}

/** What stood beside the files: words, and which chat message it was. */
type Beside = { text: string; messageId?: string | undefined };

/** Keeps one file where it belongs, or asks which absence it is for. What to answer at once. */
async function keep(
  world: World,
  sender: Person,
  file: Kept,
  notices: readonly AbsenceNotice[],
  beside: Beside,
): Promise<CardModel[]> {
  const sure = await sureOf(world, notices, beside);
  await world.together(async (inside) => {
    if (sure?.state === 'confirmed') await giveFile(inside, sure, { ...file, fromId: sender._id });
    else await offerFile(inside, sender, { ...file, id: fileIdOf(sender._id, file.bytes) }, notices, sure);
  });
  if (!sure) return [];
  if (sure.state === 'confirmed') return [note(thanks, 'good')];
  return [note(`Thank you. I keep your file with this: ${sayWhat(sure)}. It goes in once you confirm that.`, 'good')];
}

/**
 * Files sent in chat, such as a medical certificate (G3): each goes to the absence it is for, asked for or not. Where
 * that is not clear its sender is asked; where there is none it is not even fetched. In words that say what to do.
 */
export async function receiveFiles(
  world: World,
  sender: Person,
  reads: readonly (() => Promise<FileRead>)[],
  beside: Beside = { text: '' },
): Promise<CardModel[]> {
  const answers: CardModel[] = [];
  let kept = 0;
  for (const read of reads) {
    const notices = await noticesFitting(world, sender, beside);
    const all = await world.records.tasks.ofLearner(sender._id, 'evidence');
    if (notices.length === 0 && kept > 0) return [...answers, note(onlyFirst, 'default')];
    // What came in before may be delivered again: it is looked at to know it.
    if (notices.length === 0 && !all.some((one) => one.data.fileId)) return [...answers, note(notKept, 'default')];
    const file = await read();
    if ('failed' in file) answers.push(note(failures[file.failed], 'attention'));
    else if (await isKnown(world, sender, file)) answers.push(note(thanks, 'good'));
    else if (notices.length > 0) {
      kept++;
      answers.push(...(await keep(world, sender, file, notices, beside)));
    } else return [...answers, note(notKept, 'default')];
  }
  world.wake();
  return answers;
}
