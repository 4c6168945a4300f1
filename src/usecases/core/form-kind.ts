import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from './card-model.ts';
import type { World } from './ports.ts';
import type { Action } from './rights.ts';
import type { TaskFace } from './task-kind.ts';

export type FormInput = { act: string; row: string; fields: Record<string, string>; pressId: string };

/** `keeps`: what is filled in stands on the form that opens, too. */
type FormAnswer = string | CardModel | { open: string; keeps?: true };

/** A form in chat: who may fill it in, what it asks, what happens. `about` is what it was opened from, such as a register. */
export type Form = {
  action: Action;
  /** `filled`: what stands in its inputs already, when a press brought it back. */
  face(world: World, actor: Person, about: string, filled?: FormInput['fields']): Promise<Outcome<TaskFace>>;
  /** For buttons that leave inputs aside: those they take. What was written into others is never thrown away. */
  takes?: Record<string, readonly string[]>;
  /** The card it was opened from; a form opened by words has none, and is just left. */
  back?(world: World, actor: Person, about: string): Promise<Outcome<CardModel>>;
  /** What leaving it says, where "Nothing was changed." would be cold. */
  leaving?: string;
  /** Words to answer with, a card, or another form to go on with. */
  submit(world: World, actor: Person, about: string, input: FormInput): Promise<Outcome<FormAnswer>>;
};
