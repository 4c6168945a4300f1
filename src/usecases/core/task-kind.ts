import type { Appointment } from '../../domain/calendar-event.ts';
import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Task, TaskTraits } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import type { CardModel, FormAct, FormField, FormRow, FormView } from './card-model.ts';
import type { CardPage } from './page-rights.ts';
import type { World } from './ports.ts';
import type { TaskMove } from './put-task.ts';

/** What a kind's card shows; ids and buttons' plumbing are added by the engine. */
export type TaskFace = Partial<
  Pick<FormView, 'tone' | 'who' | 'lines' | 'facts' | 'said' | 'chart' | 'links' | 'takesFile'>
> & {
  title: string;
  rows?: FormRow[];
  fields?: FormField[];
  acts?: FormAct[];
  /** What is written at length: its inputs stand behind one button, and while they are open nothing redraws the card. */
  writes?: { title: string; fields: FormField[]; acts: FormAct[] };
};

/** The engine's own button on what was pressed and can still be undone. */
export const undo = 'undo';

/** Buttons of the engine's own: they open and close what is written at length. */
export const writing = { open: 'write', close: 'write-back' } as const;

const isList = ({ type }: FormField) => type === 'choice' || type === 'choices';

/** What is picked on a list must be on it: someone may have left, a time may be taken since. */
function stillOffered(field: FormField): FormField {
  if (!isList(field) || !field.value) return field;
  const picked = field.type === 'choices' ? field.value.split(',') : [field.value];
  const value = picked.filter((one) => field.options?.some((option) => option.value === one)).join(',');
  return { ...field, value };
}

/** An empty list cannot be picked from, so it is said in words; where it must be picked from there is nothing to fill in. */
function withoutEmptyLists(face: TaskFace): TaskFace {
  const isEmpty = (field: FormField) => isList(field) && !field.options?.length;
  const fields = (face.fields ?? []).map(stillOffered);
  const empty = fields.filter(isEmpty);
  if (empty.length === 0) return { ...face, fields };
  const isStuck = empty.some((field) => field.needed);
  return {
    ...face,
    lines: [
      ...(face.lines ?? []),
      ...empty.map(({ label, none }) => none ?? `There is nothing to choose for “${label}” just now.`),
    ],
    fields: isStuck ? [] : fields.filter((field) => !isEmpty(field)),
    acts: isStuck ? (face.acts ?? []).filter((act) => act.bare) : (face.acts ?? []),
  };
}

/** A task's or form's card from its face; what the face leaves out is empty. */
export function formCard(place: Pick<FormView, 'verb' | 'id' | 'version'>, face: TaskFace): CardModel {
  const blank = { who: '', lines: [], facts: [], rows: [], chart: [], fields: [], acts: [], links: [], said: '' };
  return { card: 'form-plain', data: { ...place, tone: 'default', ...blank, ...withoutEmptyLists(face) } };
}

/** One press: who pressed (`actor`), as whom (`acting`, a colleague who is away), with which inputs. `fields` are as typed, trimmed; free text is screened already (S11). */
export type TaskPress<Data> = {
  world: World;
  task: Task<Data>;
  actor: Person;
  acting: Person;
  row: string;
  fields: Record<string, string>;
  now: Date;
};

export type TaskAct<Data> = {
  by: 'owner' | 'watcher' | 'both';
  /** Takes something against the learner further: it rests while they contest anything, and nothing typed is lost. */
  escalates?: true;
  /** Nothing of it happens for some minutes, in which it can be undone: a decision, a signature. */
  undo?: true;
  /** Also possible once the task is closed, such as taking a decision back. */
  whenClosed?: boolean;
  /**
   * The inputs it stores or answers. What was written into another one stays on the card; where the card has no such
   * input afterwards, the press is refused, so that no button throws away what stands beside it.
   */
  takes?: readonly string[];
  run(press: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>>;
};

/** Buttons of its owner's that end a task in a state of their own name, with a note where one was written. */
export function endings<Data>(...states: TaskStep[]): Record<string, TaskAct<Data>> {
  const ending = (state: TaskStep): TaskAct<Data> => ({
    by: 'owner',
    takes: ['note'],
    run: async ({ fields: { note } }) => ({ act: state, state, isOpen: false, ...(note ? { words: note } : {}) }),
  });
  return Object.fromEntries(states.map((state) => [state, ending(state)]));
}

/** One kind of task: what it declares, what its card shows to whom, what each button does, what happens when its time comes. */
export type TaskKindOf<Data> = TaskTraits & {
  /** The clauses it serves. */
  clause: string;
  /** Undefined: this viewer sees nothing of it. */
  face(world: World, task: Task<Data>, viewer: Person): Promise<TaskFace | undefined>;
  acts: Record<string, TaskAct<Data>>;
  /** What the learner it is about does on it; every other act is somebody else's, whatever roles the learner holds. */
  learnerActs?: readonly string[];
  /** Whom these rows of its list are about, by row, where the task itself is about nobody; all of a list are asked at once. */
  aboutRows?(world: World, task: Task<Data>, rows: readonly string[]): Promise<Map<string, string>>;
  /** The page on which more of it stands; its card leads there while it is open, whoever may look at that page. */
  page?(task: Task<Data>): CardPage | undefined;
  /** True once its card says nothing this viewer needs any more: it then leaves their chat. What was done stays on record. */
  isOver?(world: World, task: Task<Data>, viewer: Person, shown: FormView): boolean | Promise<boolean>;
  /** What of it stands in calendars as it is now; undefined: nothing. */
  appointment?(world: World, task: Task<Data>): Promise<Appointment | undefined>;
  /** For a kind on which people decide: its name, and which steps of the history are decisions, with their labels. */
  decides?: { name: string; steps: Partial<Record<TaskStep, string>> };
  /** Looks at the state again when `next` is due; undefined ends the clock without a change. */
  onTime?(world: World, task: Task<Data>): Promise<TaskMove<Data> | undefined>;
};

/** A decision someone made on a task: what, who, and how long after they were asked. */
type MadeDecision = { label: string; byId: string; at: Date; afterMs: number };

/** Steps that put a task to somebody anew. */
const asks: readonly TaskStep[] = ['opened', 'needed-again', 'contested', 'proposed', 'two-weeks-are-over'];

/** The decisions made on a task, oldest first. Looking, printing, handing over and commenting are none. */
export function decisionsOn(kind: Pick<TaskKindOf<never>, 'decides'>, task: Task): MadeDecision[] {
  let askedAt = task.openedAt;
  return task.history.flatMap(({ at, byId, act }) => {
    const label = kind.decides?.steps[act];
    if (label && byId) return [{ label, byId, at, afterMs: at.getTime() - askedAt.getTime() }];
    if (asks.includes(act)) askedAt = at;
    return [];
  });
}

/** One kind among all kinds: the engine hands each only the tasks that it wrote itself. */
export function defineTask<Data extends Record<string, unknown>>(
  kind: TaskKindOf<Data>,
): TaskKindOf<Record<string, unknown>> {
  return kind;
}

/**
 * A clock of the bot's own, such as a nightly purge: nobody sees it, nobody is asked, a cancelled or handed-over session
 * leaves it alone. `rests` where its learner's hold, break or contest stops it.
 */
export function defineClock<Data extends Record<string, unknown>>(
  clock: Pick<TaskKindOf<Data>, 'clause' | 'label'> & { rests?: TaskTraits['rests'] } & Required<
      Pick<TaskKindOf<Data>, 'onTime'>
    >,
): TaskKindOf<Record<string, unknown>> {
  return defineTask<Data>({
    chase: 'nobody-waits',
    rests: [],
    whileHeld: 'staff-only',
    onCancel: 'stay',
    onHandOver: 'stay',
    face: async () => undefined,
    acts: {},
    ...clock,
  });
}
