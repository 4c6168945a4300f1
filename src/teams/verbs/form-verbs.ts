import { z } from 'zod';
import { actOnTask } from '../../usecases/desk/act-on-task.ts';
import { openForm, submitForm } from '../../usecases/desk/forms.ts';
import { code, id, version } from './payload.ts';
import { textMarks } from './payload-texts.ts';
import { defineVerb } from './verb.ts';

const fieldKey = /^f_[a-z][a-zA-Z]{0,30}$/;
const known = ['id', 'version', 'act', 'row'];

/** A form's payload: which card, which button, and its inputs `f_…`; nothing else. */
const OnForm = z
  .looseObject({
    id,
    version,
    act: code(z.string().regex(/^[a-z][a-z-]{0,39}$/)),
    row: code(z.string().max(200)).optional(),
  })
  .refine((data) =>
    Object.entries(data).every(
      ([key, value]) =>
        known.includes(key) || (fieldKey.test(key) && typeof value === 'string' && value.length <= 4_000),
    ),
  )
  .refine((data) => Object.keys(data).length <= 40)
  // Whatever kind of field it is: what was typed counts, also where a choice was asked for.
  .register(textMarks, { text: 'words' });

function readFields(payload: Record<string, unknown>): Record<string, string> {
  const fields = Object.entries(payload).filter(([key]) => fieldKey.test(key));
  return Object.fromEntries(fields.map(([key, value]) => [key.slice(2), String(value).trim()]));
}

export const formVerbs = [
  defineVerb({
    verb: 'form-open',
    action: 'help',
    payload: z.strictObject({ id, version }),
    run: (world, actor, payload) => openForm(world, actor, payload.id),
  }),
  defineVerb({
    verb: 'task-act',
    // Which kind's right is needed depends on the task; the use case asks for it.
    action: 'help',
    payload: OnForm,
    subject: (payload) => ({ kind: 'task', subjectId: payload.id }),
    run: (world, actor, payload, pressId) =>
      actOnTask(world, actor, {
        taskId: payload.id,
        act: payload.act,
        row: payload.row ?? '',
        fields: readFields(payload),
        pressId,
      }),
  }),
  defineVerb({
    verb: 'form-submit',
    // Each form names the right it needs; the use case asks for it.
    action: 'help',
    payload: OnForm,
    run: (world, actor, payload, pressId) =>
      submitForm(world, actor, {
        form: payload.id,
        act: payload.act,
        row: payload.row ?? '',
        fields: readFields(payload),
        pressId,
      }),
  }),
];
