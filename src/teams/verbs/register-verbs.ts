import { z } from 'zod';
import { addGuest, offerGuests } from '../../usecases/registers/add-guest.ts';
import { amendRegister, markRegister, showRegister, turnPage } from '../../usecases/registers/mark-register.ts';
import { writeLate } from '../../usecases/registers/register-choices.ts';
import { code, id, marks, page, readInputs, version, words } from './payload.ts';
import { defineVerb } from './verb.ts';

const subject = (payload: { registerId: string }) => ({ kind: 'register' as const, subjectId: payload.registerId });
/** `picked`: what was picked on other pages, or before the form for a guest, and is not saved yet. */
const OnRegister = z.object({
  registerId: id,
  version,
  page: page.default(0),
  picked: code(z.record(z.string().max(100), z.string().max(60))).default({}),
});
/** The inputs of a register are marks and minutes: nobody types words there. */
const OnMarks = code(OnRegister.extend({}));

export const registerVerbs = [
  defineVerb({
    verb: 'register-save',
    action: 'mark-register',
    payload: code(
      OnRegister.extend({
        page,
        rest: z.enum(['present', 'leave']),
        why: words.optional(),
        employer: z.enum(['yes', 'no']).optional(),
      }),
    ),
    inputs: marks,
    subject,
    run: (world, actor, payload, pressId) =>
      markRegister(world, actor, {
        registerId: payload.registerId,
        version: payload.version,
        page: payload.page,
        choices: { ...payload.picked, ...readInputs(payload, 'm') },
        restPresent: payload.rest === 'present',
        pressId,
        ...(payload.rest === 'leave' && payload.why ? { why: payload.why } : {}),
        ...(payload.employer ? { employerThere: payload.employer === 'yes' } : {}),
      }),
    again: (world, actor, payload) =>
      turnPage(world, actor, payload.registerId, payload.page, { ...payload.picked, ...readInputs(payload, 'm') }),
  }),
  defineVerb({
    verb: 'register-minutes',
    action: 'mark-register',
    payload: OnMarks,
    inputs: marks,
    subject,
    run: (world, actor, payload, pressId) => {
      const [late, early] = [readInputs(payload, 'm'), readInputs(payload, 'e')];
      const ids = [...new Set([...Object.keys(late), ...Object.keys(early)])];
      const choices = ids.map((key) => [key, writeLate(late[key] ?? '', early[key] ?? '')]);
      return markRegister(world, actor, {
        registerId: payload.registerId,
        version: payload.version,
        page: 0,
        choices: Object.fromEntries(choices),
        restPresent: false,
        pressId,
      });
    },
    again: (world, actor, payload) => showRegister(world, actor, payload.registerId),
  }),
  defineVerb({
    verb: 'register-page',
    action: 'mark-register',
    payload: OnMarks,
    inputs: marks,
    subject,
    run: (world, actor, payload) =>
      turnPage(world, actor, payload.registerId, payload.page, { ...payload.picked, ...readInputs(payload, 'm') }),
  }),
  defineVerb({
    verb: 'register-amend',
    action: 'mark-register',
    payload: OnRegister,
    subject,
    run: (world, actor, payload) => amendRegister(world, actor, payload.registerId),
  }),
  defineVerb({
    verb: 'register-show',
    action: 'mark-register',
    payload: OnRegister,
    subject,
    run: (world, actor, payload) => showRegister(world, actor, payload.registerId, payload),
  }),
  defineVerb({
    verb: 'register-guest',
    action: 'mark-register',
    payload: OnMarks,
    inputs: marks,
    subject,
    run: (world, actor, payload) => {
      const picked = { ...payload.picked, ...readInputs(payload, 'm') };
      return offerGuests(world, actor, payload.registerId, { page: payload.page, picked });
    },
  }),
  defineVerb({
    verb: 'register-add-guest',
    action: 'mark-register',
    payload: OnRegister.extend({ learnerId: id }),
    subject,
    run: (world, actor, payload) => addGuest(world, actor, payload.registerId, payload.learnerId, payload.picked),
    again: (world, actor, payload) => offerGuests(world, actor, payload.registerId, payload),
  }),
];
