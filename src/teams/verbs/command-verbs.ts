import { z } from 'zod';
import { refuse } from '../../domain/failure.ts';
import { answerWhich } from '../../usecases/notices/answer-which.ts';
import { answerSaid } from '../../usecases/talk/answer-said.ts';
import { code } from './payload.ts';
import { defineVerb } from './verb.ts';

export const commandVerbs = [
  defineVerb({
    verb: 'run-command',
    action: 'help',
    // What our own buttons say for whoever presses them; nobody types it.
    payload: z.object({ say: code(z.string().max(120)) }),
    run: async (world, actor, { say }) =>
      (await answerSaid(world, actor, say)) ?? (await answerWhich(world, actor, say)) ?? refuse('unknown-verb'),
  }),
];
