import { z } from 'zod';
import { isRefusal } from '../../domain/failure.ts';
import { actOnTask } from '../../usecases/desk/act-on-task.ts';
import { openForm, submitForm } from '../../usecases/desk/forms.ts';
import { showPart, showTaskInPlace } from '../../usecases/desk/on-learners-card.ts';
import { showTaskBelow } from '../../usecases/desk/show-tasks.ts';
import { showTask } from '../../usecases/desk/view-task.ts';
import { code, fields, id, readInputs, version } from './payload.ts';
import { textMarks } from './payload-texts.ts';
import { defineVerb } from './verb.ts';

/**
 * A form's payload: which card, which button, of which row; `bare`: the button leaves the inputs where they are; `on`: it
 * was pressed on the card about this learner.
 */
const OnForm = z
  .object({
    id,
    version,
    act: code(z.string().regex(/^[a-z][a-z-]{0,39}$/)),
    row: code(z.string().max(200)).optional(),
    bare: z.literal(true).optional(),
    on: id.optional(),
  })
  // Whatever kind of field it is: what was typed counts, also where a choice was asked for.
  .register(textMarks, { text: 'words' });
const readFields = (payload: z.output<typeof OnForm>) => (payload.bare ? {} : readInputs(payload, 'f'));

export const formVerbs = [
  defineVerb({
    verb: 'form-open',
    action: 'help',
    payload: z.object({ id, version }),
    run: (world, actor, payload) => openForm(world, actor, payload.id),
  }),
  defineVerb({
    verb: 'need-someone',
    action: 'raise-concern',
    payload: z.object({ version }),
    async run(world, actor) {
      const form = await openForm(world, actor, 'need-someone');
      return isRefusal(form) ? form : { below: form };
    },
  }),
  defineVerb({
    verb: 'task-show',
    // Whose the task is the use case asks.
    action: 'help',
    payload: z.object({ id, version }),
    run: (world, actor, payload) => showTaskBelow(world, actor, payload.id),
  }),
  defineVerb({
    verb: 'part-show',
    // Whose the part is the use case asks.
    action: 'help',
    payload: z.object({ id, version, on: id }),
    subject: ({ on }) => ({ kind: 'learner', subjectId: on }),
    run: showPart,
  }),
  defineVerb({
    verb: 'task-act',
    // Which kind's right is needed depends on the task; the use case asks for it.
    action: 'help',
    payload: OnForm,
    inputs: fields,
    subject: (payload) => ({ kind: 'task', subjectId: payload.id }),
    run: (world, actor, payload, pressId) =>
      actOnTask(world, actor, {
        taskId: payload.id,
        act: payload.act,
        row: payload.row ?? '',
        fields: readFields(payload),
        pressId,
        isInPlace: payload.on !== undefined,
      }),
    again: (world, actor, payload) => (payload.on ? showTaskInPlace : showTask)(world, actor, payload.id),
  }),
  defineVerb({
    verb: 'form-submit',
    // Each form names the right it needs; the use case asks for it.
    action: 'help',
    payload: OnForm,
    inputs: fields,
    run: (world, actor, payload, pressId) =>
      submitForm(world, actor, {
        form: payload.id,
        act: payload.act,
        row: payload.row ?? '',
        fields: readFields(payload),
        pressId,
      }),
    again: (world, actor, payload) => openForm(world, actor, payload.id, readFields(payload)),
  }),
];
