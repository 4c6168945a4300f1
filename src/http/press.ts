import type { Outcome } from '../domain/failure.ts';
import type { Person } from '../domain/person.ts';
import type { CardModel } from '../usecases/core/card-model.ts';

/** What came of a press: the card as it now is, or why not, with the card it came from and what was typed on it. */
type PressAnswer = {
  outcome: Outcome<CardModel> | { said: string };
  /** For the presser alone, beside it, such as kind words after a hint at harm (S11). */
  also?: CardModel;
  again?: { card: CardModel; typed: Record<string, unknown> };
};

/**
 * Carries out a card's button for somebody: the same verbs, rights, checks and screening of words as a press in Teams.
 * `data` is what the page posted, with the ids of its link.
 */
export type Press = (actor: Person, verb: string, data: Record<string, unknown>) => Promise<PressAnswer>;
