import { dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { type Break, covers, endOn, isOnBreak, type Span } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName } from '../../domain/person.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerFields, pickedFrom } from '../core/learners-of.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { setMarks } from '../registers/set-mark.ts';

/** Registers inside the break, saved already or open: the learner was not expected there; all that followed is taken back. */
async function clearSpan(
  world: World,
  learnerId: string,
  span: Span,
  by: { id: string; pressId: string },
): Promise<void> {
  for (const { _id } of await world.records.registers.ofLearner(learnerId)) {
    const context = await loadSession(world, _id);
    if (!context || !covers(span, context.session.day)) continue;
    await world.together(async (inside) => {
      const { records } = inside;
      const register = await records.registers.byId(_id);
      const own = register?.rows.filter((row) => row.learnerId === learnerId) ?? [];
      const { pack } = context;
      const marks = new Map(own.map((row) => [row.enrolmentId, { code: pack.markRoles.notExpected, minutesLate: 0 }]));
      await setMarks(inside, _id, marks, { ...by, pack, cause: 'break' });
    });
  }
}

/** A break in learning: no sessions count, nobody is told, nothing is asked until the learner returns (SPEC P). `about`: a learner to begin with. */
export const setBreak: Form = {
  action: 'set-break',
  takes: { return: ['learner', 'named'], 'take-back': ['learner', 'named', 'from'] },
  async face(world, _actor, about) {
    const today = dayOf(world.clock.now());
    const all = await world.records.people.withRole('learner');
    return {
      title: 'Break in learning',
      lines: [
        'During a break no session counts and nobody is told or asked anything. Leave the last day empty while it is not known.',
      ],
      fields: [
        ...learnerFields(all, 'There are no learners yet: they come with the import.').map((field) =>
          field.id === 'learner' && about ? { ...field, value: about } : field,
        ),
        { id: 'from', label: 'First day', type: 'day', value: today, needed: true },
        { id: 'to', label: 'Last day', type: 'day' },
      ],
      acts: [
        { act: 'set', title: 'Set the break', style: 'positive' },
        { act: 'return', title: 'Has returned today' },
        { act: 'take-back', title: 'Take this break back' },
      ],
    };
  },
  async submit(world, actor, _about, { act, fields, pressId }) {
    const { from = '', to = '' } = fields;
    const learner = pickedFrom(await world.records.people.withRole('learner'), fields);
    const learnerId = learner?._id ?? '';
    const enrolments = await world.records.enrolments.ofLearner(learnerId);
    if (!learner || enrolments.length === 0) return refuse('learner-not-found', fields.named);
    if (isAboutSelf(actor, learnerId)) return refuse('not-yourself');
    const today = dayOf(world.clock.now());
    const setAll = async (change: (breaks: readonly Break[]) => Break[]) => {
      for (const one of enrolments) await world.records.enrolments.setBreaks(one._id, change(one.breaks ?? []));
    };
    if (act === 'return') {
      if (!enrolments.some((one) => isOnBreak(one, today))) return refuse('not-on-break', callName(learner));
      await setAll((breaks) => endOn(breaks, today));
      return `${callName(learner)} is back from today.`;
    }
    if (act === 'take-back') {
      const isIt = (span: Break) => span.from === from && span.from > today;
      if (!enrolments.some((one) => one.breaks?.some(isIt))) return refuse('no-break-planned', callName(learner));
      await setAll((breaks) => breaks.filter((span) => !isIt(span)));
      return `Taken back: ${callName(learner)} has no break from ${sayDay(from)}.`;
    }
    if (!isDay(from) || (to !== '' && (!isDay(to) || to < from))) return refuse('days-do-not-fit');
    const span = { from, ...(to ? { to } : {}), byId: actor._id, at: world.clock.now() };
    await setAll((breaks) => [...breaks.filter((other) => other.from !== from), span]);
    await clearSpan(world, learnerId, span, { id: actor._id, pressId });
    return `${callName(learner)} is on a break in learning from ${sayDay(from)}${to ? ` to ${sayDay(to)}` : ''}.`;
  },
};
