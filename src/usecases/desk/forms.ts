import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { Form, FormInput } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { formCard, type TaskFace } from '../core/task-kind.ts';
import { labelsOf, notTaken, takenOut } from '../core/typed-words.ts';
import { contest } from '../fairness/contest.form.ts';
import { setFairness } from '../fairness/set-fairness.form.ts';
import { confirmAll } from '../notices/confirm-all.form.ts';
import { noticeWho } from '../notices/notice-who.form.ts';
import { setElsewhere } from '../notices/set-elsewhere.form.ts';
import { colleagueAway, setAway } from '../people/set-away.form.ts';
import { setBreak } from '../people/set-break.form.ts';
import { aboutLearner } from '../registers/about-learner.form.ts';
import { enterRegister } from '../registers/enter-register.form.ts';
import { markOne } from '../registers/mark-one.form.ts';
import { needSomeone } from '../safeguarding/need-someone.form.ts';
import { raiseWorry } from '../safeguarding/raise-concern.form.ts';
import { attendanceReport } from '../standing/attendance-report.form.ts';
import { setStatus } from '../standing/set-status.form.ts';
import { changeSession } from '../timetable/change-session.form.ts';
import { handOver } from '../timetable/hand-over.form.ts';
import { acceptAll } from './accept-all.form.ts';

/** Every form there is. */
export const forms = {
  'about-learner': aboutLearner,
  'accept-all': acceptAll,
  'attendance-report': attendanceReport,
  'change-session': changeSession,
  'colleague-away': colleagueAway,
  'confirm-all': confirmAll,
  contest,
  'enter-register': enterRegister,
  'hand-over': handOver,
  'mark-one': markOne,
  'need-someone': needSomeone,
  'notice-who': noticeWho,
  'raise-worry': raiseWorry,
  'set-away': setAway,
  'set-break': setBreak,
  'set-elsewhere': setElsewhere,
  'set-fairness': setFairness,
  'set-status': setStatus,
} as const satisfies Record<string, Form>;
type FormName = keyof typeof forms;

function findForm(id: string): { form: Form; about: string } | undefined {
  const [name = '', ...about] = id.split('|');
  const form = Object.hasOwn(forms, name) ? forms[name as FormName] : undefined;
  return form && { form, about: about.join('|') };
}

/** Every form can be left again: to the card it was opened from, or with nothing changed. */
function withWayBack(form: Form, about: string, face: TaskFace): TaskFace {
  const isFilledIn = (face.acts ?? []).length > 0;
  const canGoBack = form.back !== undefined && about !== '';
  if (!isFilledIn && !canGoBack) return face;
  return { ...face, acts: [...(face.acts ?? []), { act: 'back', title: canGoBack ? 'Back' : 'Not now', bare: true }] };
}

/** The form with what stands in its inputs already; words that were passed on are echoed nowhere (S11). */
function withFilled(face: TaskFace, filled: FormInput['fields']): TaskFace {
  const own = (id: string) => (Object.hasOwn(filled, id) && filled[id] !== takenOut ? filled[id] : undefined);
  const fields = (face.fields ?? []).map((field) => ({ ...field, value: own(field.id) ?? field.value ?? '' }));
  return { ...face, fields };
}

/** Opens a form: its name, with what it is about after a bar. `filled`: what stands in its inputs, where a press brought it back. */
export async function openForm(
  world: World,
  actor: Person,
  id: string,
  filled: FormInput['fields'] = {},
): Promise<Outcome<CardModel>> {
  const found = findForm(id);
  if (!found) return refuse('unknown-verb');
  if (!(await mayAtAll(world, actor, found.form.action))) return refuse('not-allowed');
  const face = await found.form.face(world, actor, found.about, filled);
  if (isRefusal(face)) return face;
  // A form opened anew is another one: filling it in alike later is meant again, a redelivery is not.
  const version = Math.floor(world.clock.now().getTime() / 1_000) % 1_000_000;
  return formCard({ verb: 'form-submit', id, version }, withWayBack(found.form, found.about, withFilled(face, filled)));
}

const note = (text: string, tone: 'good' | 'default'): CardModel => ({ card: 'note-plain', data: { text, tone } });

/** What was written into inputs that the pressed button of a form leaves aside; it would be gone with the form. */
async function writtenInVain(world: World, actor: Person, form: Form, about: string, input: FormInput) {
  const takes = form.takes?.[input.act];
  if (!takes) return [];
  const face = await form.face(world, actor, about);
  return isRefusal(face) ? [] : notTaken(face.fields ?? [], input.fields, takes);
}

/** Carries out a filled-in form. What it does twice it must do once: `pressId` is the same for every delivery. */
export async function submitForm(
  world: World,
  actor: Person,
  input: FormInput & { form: string },
): Promise<Outcome<CardModel>> {
  const found = findForm(input.form);
  if (!found) return refuse('unknown-verb');
  const { form, about } = found;
  if (!(await mayAtAll(world, actor, form.action))) return refuse('not-allowed');
  if (input.act === 'back')
    return form.back && about !== ''
      ? form.back(world, actor, about)
      : note(form.leaving ?? 'Nothing was changed.', 'default');
  const lost = await writtenInVain(world, actor, form, about, input);
  if (lost.length > 0) return refuse('typed-not-kept', labelsOf(lost));
  const done = await form.submit(world, actor, about, input);
  world.wake();
  if (typeof done === 'string') return note(done, 'good');
  return 'open' in done ? openForm(world, actor, done.open, done.keeps && input.fields) : done;
}
