import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { Form, FormInput } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { formCard } from '../core/task-kind.ts';
import { contest } from '../fairness/contest.form.ts';
import { setFairness } from '../fairness/set-fairness.form.ts';
import { confirmAll } from '../notices/confirm-all.form.ts';
import { noticeWho } from '../notices/notice-who.form.ts';
import { setElsewhere } from '../notices/set-elsewhere.form.ts';
import { setAway } from '../people/set-away.form.ts';
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
export type FormName = keyof typeof forms;

function findForm(id: string): { form: Form; about: string } | undefined {
  const [name = '', ...about] = id.split('|');
  const form = Object.hasOwn(forms, name) ? forms[name as FormName] : undefined;
  return form && { form, about: about.join('|') };
}

/** Opens a form: its name, with what it is about after a bar. */
export async function openForm(world: World, actor: Person, id: string): Promise<Outcome<CardModel>> {
  const found = findForm(id);
  if (!found) return refuse('unknown-verb');
  if (reachOf(actor, found.form.action) === undefined) return refuse('not-allowed');
  const face = await found.form.face(world, actor, found.about);
  if (isRefusal(face)) return face;
  // A form opened anew is another one: filling it in alike later is meant again, a redelivery is not.
  const version = Math.floor(world.clock.now().getTime() / 1_000) % 1_000_000;
  return formCard({ verb: 'form-submit', id, version }, face);
}

/** Carries out a filled-in form. What it does twice it must do once: `pressId` is the same for every delivery. */
export async function submitForm(
  world: World,
  actor: Person,
  input: FormInput & { form: string },
): Promise<Outcome<CardModel>> {
  const found = findForm(input.form);
  if (!found) return refuse('unknown-verb');
  if (reachOf(actor, found.form.action) === undefined) return refuse('not-allowed');
  const done = await found.form.submit(world, actor, found.about, input);
  world.wake();
  return typeof done === 'string' ? { card: 'note-plain', data: { text: done, tone: 'good' } } : done;
}
