import type { z } from 'zod';
import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { SlotKind } from '../../domain/slot.ts';
import type { CardModel } from '../../usecases/core/card-model.ts';
import type { World } from '../../usecases/core/ports.ts';
import type { Action } from '../../usecases/core/rights.ts';
import type { Asked } from './payload.ts';

/** What a card shows: which slot its press belongs to. */
export type Subject = { kind: SlotKind; subjectId: string };

/** The pressed card stays as it is, and this one comes below it, in the presser's own chat. */
type Below = { below: CardModel };

/** One card action: what it takes, the right it needs, what it does. The actor comes from the activity, never the card. */
export type Verb<Payload extends z.ZodObject = z.ZodObject> = Asked & {
  verb: string;
  action: Action;
  payload: Payload;
  /** The slot the pressed card shows, if it is one that stays up to date. */
  subject?(payload: z.output<Payload>): Subject | undefined;
  run(world: World, actor: Person, payload: z.output<Payload>, pressId: string): Promise<Outcome<CardModel | Below>>;
  /** The card the press came from, as it is now: a refused press brings it back with what was typed and picked on it. */
  again?(world: World, actor: Person, payload: z.output<Payload>): Promise<Outcome<CardModel>>;
};

/** Keeps the payload's type while building the registry. */
export function defineVerb<Payload extends z.ZodObject>(verb: Verb<Payload>): Verb {
  return verb as unknown as Verb;
}
