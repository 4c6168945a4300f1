import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { answerQuestion } from './answer-question.ts';
import { answerCommand, findCommand, isCommand } from './commands.ts';

/**
 * Answers words that are wholly a command or a question of the table, typed or said by a button. Undefined: they are
 * neither, or only look like one to somebody whose roles do not have it.
 */
export async function answerSaid(world: World, actor: Person, text: string): Promise<Outcome<CardModel> | undefined> {
  const command = findCommand(text);
  if (command && reachOf(actor, command.action) !== undefined) return answerCommand(world, actor, command);
  // A command somebody does not have may be a question of theirs, and words that only resemble one mean something else.
  const isWhole = command !== undefined && isCommand(text);
  const answer = await answerQuestion(world, actor, text, { isCommand: isWhole });
  return answer ?? (isWhole ? answerCommand(world, actor, command) : undefined);
}
