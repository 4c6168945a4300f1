import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, dayOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { readReason } from '../../language/read-reason.ts';
import { daysNamed } from '../../language/talk/shape.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';

/** A note may come this long after the absence. */
const lookBackDays = 21;
/** Of a file on behalf of others only what was told lately is looked at. */
const toldDays = 14;
const minutes = 60_000;

const note =
  /\b(note|letter|certificate|cert|evidence|proof|fit note|sick note|doctors?|dentist|appointment|screenshot|attached|attaching|document|pic|picture|photo|scan|form|text from|card)\b/i;

/** True for words that say what a file is: "heres my note". */
export function namesFile(text: string): boolean {
  return note.test(text);
}

type Open = { notice: AbsenceNotice; isAsked: boolean };

/** The notices a file from somebody may belong to, and whether one is asked for: told by them or about them, not decided, without a file yet. */
async function openNotices(world: World, sender: Person): Promise<Open[]> {
  const { records, clock } = world;
  const now = clock.now();
  const today = dayOf(now);
  const told = await records.notices.toldBy(sender._id, new Date(now.getTime() - toldDays * 1_440 * minutes));
  const own = sender.roles.includes('learner')
    ? await records.notices.ofLearner(sender._id, addDays(today, -lookBackDays))
    : told.filter((one) => one.state === 'confirmed');
  const found: Open[] = [];
  for (const one of own) {
    const isOpen = one.kind === 'absence' && one.state !== 'withdrawn' && !one.candidates;
    if (!isOpen || one.decisions?.at(-1)?.state === 'accepted') continue;
    const evidence = await records.tasks.byId(taskId('evidence', one._id));
    const isAsked = evidence?.state === 'asked';
    if (!evidence || isAsked || ['withdrawn', 'lapsed'].includes(evidence.state)) found.push({ notice: one, isAsked });
  }
  return found;
}

/**
 * The notices a file may be for, as the words beside it say: of a day that is named, else of a reason that is, else those
 * for which evidence is asked, else all that are open.
 */
export async function noticesFitting(
  world: World,
  sender: Person,
  { text, messageId }: { text: string; messageId?: string | undefined },
): Promise<AbsenceNotice[]> {
  const all = await openNotices(world, sender);
  const open = all.map((one) => one.notice);
  const asked = all.filter((one) => one.isAsked).map((one) => one.notice);
  const days = daysNamed(text, dayOf(world.clock.now()));
  const reason = text === '' ? 'none' : readReason(text);
  const ofMessage = open.filter((one) => messageId !== undefined && one.messageId === messageId);
  const narrowed = [
    // What the message itself tells of, and what evidence is asked for: which of them, its sender says.
    ofMessage.length > 0 ? [...new Set([...ofMessage, ...asked])] : [],
    open.filter((one) => one.days.some((day) => days.includes(day))),
    asked,
    open.filter((one) => reason !== 'none' && reason !== 'other' && one.reason === reason),
  ];
  return narrowed.find((some) => some.length > 0) ?? open;
}
