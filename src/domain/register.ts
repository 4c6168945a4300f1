import type { Told } from './absence-notice.ts';
import { addMinutes } from './calendar.ts';
import type { Next, PackRef } from './due.ts';
import type { SessionSums } from './lesson-sums.ts';

/** One learner's outcome in one session. `minutesLate` is 0 unless the mark asks for minutes. */
export type Mark = {
  code: string;
  minutesLate: number;
  /** Minutes left before the end; absent means none (S15). */
  minutesEarly?: number;
  byId: string;
  at: Date;
  /**
   * Chosen for this learner, set by "Rest present", taken from a notice at saving, or by the bot at a deadline (S1).
   * `history`: brought in from a file on a later day; it counts, and nobody is asked or told anything because of it.
   */
  how: 'chosen' | 'rest' | 'notice' | 'deadline' | 'history';
};

/** What a tutor picks for one learner; `ask` means the minutes come on the next card. */
export type Choice = { code: string; minutesLate: number | 'ask'; minutesEarly?: number };

export type RegisterRow = {
  enrolmentId: string;
  learnerId: string;
  mark?: Mark;
  told?: Told;
  /** What cards may have shown pre-filled before it was taken back, changed or decided; the latest last. */
  formerly?: Told[];
  /** Added by the tutor; not on the timetable's list (G5). */
  guest?: boolean;
  /** "Late or left early" was chosen; the row counts as unmarked until its minutes are given. */
  awaitsMinutes?: boolean;
  /** Times the learner was there but did not take part (G16). */
  notes?: { byId: string; at: Date; words: string }[];
};

type MarkChange = { enrolmentId: string; from?: Mark; to: Mark };
/** What brought a change about that nobody made on the register's own card. */
export type RegisterCause =
  | 'guest-added'
  | 'not-taking-part'
  | 'session-cancelled'
  | 'elsewhere'
  | 'not-elsewhere'
  | 'notice-accepted'
  | 'notice-rejected'
  | 'notice-evidence'
  | 'told-before'
  | 'break'
  | 'contested'
  | 'logged'
  | 'not-logged'
  | 'said-in-chat'
  | 'from-file';
/** `words` are what the person wrote about it. */
export type RegisterHistory = {
  version: number;
  byId: string;
  at: Date;
  cause?: RegisterCause;
  words?: string;
  changes: MarkChange[];
};

/** All marks of one session, and the truth about them. `_id` is the session's. */
export type Register = {
  _id: string;
  programmeId: string;
  pack: PackRef;
  version: number;
  state: 'open' | 'saved' | 'cancelled';
  rows: RegisterRow[];
  history: RegisterHistory[];
  /** Recent presses, so that a redelivered one changes nothing twice. */
  presses: string[];
  openedAt: Date;
  /** Whether the employer took part in a visit or review (S1); absent while not said. */
  employerThere?: boolean;
  /** Set when the card could not go out at the session's start. */
  openedLate?: boolean;
  /** When and by whom it was first complete. Amendments, guests and breaks leave both; they stand in the history. */
  savedAt?: Date;
  savedById?: string;
  /** Counts notices put on rows without a new version, so that none is overwritten by a save. */
  touched: number;
  /** The version whose marks have reached `marks`, totals and standings. */
  projected: number;
  /** What its marks have added to the sums of lessons by then. */
  added?: SessionSums;
  next?: Next<'project'>;
};

/**
 * True of a lateness that stands there as it was told, at a time before its learner is due by it: nobody has seen them yet,
 * so they are neither late nor here.
 */
export function isAwaited(mark: Mark, startsAt: Date, at: Date): boolean {
  return mark.how === 'notice' && mark.minutesLate > 0 && at < addMinutes(startsAt, mark.minutesLate);
}

/** A register as it stood at a time: later marks, amendments and notes taken away. */
export function registerAsOf(register: Register, at: Date): Register {
  const history = register.history.filter((entry) => entry.at <= at);
  const changes = register.history.flatMap((entry) => entry.changes.map((change) => ({ ...change, at: entry.at })));
  const rows = register.rows.map((row): RegisterRow => {
    const own = changes.filter((change) => change.enrolmentId === row.enrolmentId);
    const next = own.find((change) => change.at > at);
    const { mark: now, notes, ...rest } = row;
    const mark = next ? next.from : now;
    const kept = (notes ?? []).filter((note) => note.at <= at);
    return { ...rest, ...(mark && mark.at <= at ? { mark } : {}), ...(kept.length > 0 ? { notes: kept } : {}) };
  });
  return { ...register, history, rows };
}

/** One press of a save button. */
export type Press = {
  /** The same for every delivery of the same press. */
  id: string;
  byId: string;
  at: Date;
  /** The register's version that the card showed. */
  baseVersion: number;
  /** The enrolments on the card (one page of the register). */
  enrolmentIds: readonly string[];
  choices: ReadonlyMap<string, Choice>;
  /** Everyone on the card without a choice is marked with this code. */
  restCode?: string;
  /** What a notice pre-fills. */
  prefill: (told: Told) => Choice | undefined;
  /** Overrides how each mark is said to be made; the bot's own at a deadline. */
  how?: Mark['how'];
  cause?: RegisterCause;
  words?: string;
};

/** A choice that was not taken because someone else had changed the row since the card was drawn. */
export type Conflict = { enrolmentId: string; kept: Mark; yours: Choice };

type Pressed = { register: Register; changes: MarkChange[]; conflicts: Conflict[]; repeated: boolean };

const rememberedPresses = 100;

/** The mark a row had at an earlier version. */
function markAt(register: Register, row: RegisterRow, version: number): Mark | undefined {
  for (const entry of register.history) {
    if (entry.version <= version) continue;
    const change = entry.changes.find((one) => one.enrolmentId === row.enrolmentId);
    if (change) return change.from;
  }
  return row.mark;
}

function isSameChoice(a: Choice | Mark, b: Choice | Mark): boolean {
  return a.code === b.code && a.minutesLate === b.minutesLate && (a.minutesEarly ?? 0) === (b.minutesEarly ?? 0);
}

function isSame(mark: Mark | undefined, choice: Choice | undefined): boolean {
  return mark !== undefined && choice !== undefined && isSameChoice(mark, choice);
}

type RowDecision = { choice: Choice; how: Mark['how'] } | { conflict: Conflict } | undefined;

/** What one press means for one row: three-way between what the card showed, what stands, and what was chosen. */
function decideRow(register: Register, row: RegisterRow, press: Press): RowDecision {
  const chosen = press.choices.get(row.enrolmentId);
  const expected = row.told ? press.prefill(row.told) : undefined;
  if (!chosen) {
    if (row.mark || row.awaitsMinutes || press.restCode === undefined) return undefined;
    return expected && expected.minutesLate !== 'ask'
      ? { choice: expected, how: 'notice' }
      : { choice: { code: press.restCode, minutesLate: 0 }, how: 'rest' };
  }
  const isPrefill = expected !== undefined && isSameChoice(expected, chosen);
  if (!row.mark) return { choice: chosen, how: isPrefill ? 'notice' : 'chosen' };
  if (isSame(row.mark, chosen)) return undefined;
  const shown = markAt(register, row, press.baseVersion);
  if (isSame(shown, chosen)) return undefined;
  const changedSince =
    shown?.at.getTime() !== row.mark.at.getTime() || shown.byId !== row.mark.byId || !isSame(shown, row.mark);
  if (!changedSince) return { choice: chosen, how: 'chosen' };
  return shown === undefined && isPrefill
    ? undefined
    : { conflict: { enrolmentId: row.enrolmentId, kept: row.mark, yours: chosen } };
}

/** What an earlier delivery of the same press could not take; its answer may never have reached the person. */
function conflictsOfRepeat(register: Register, press: Press): Conflict[] {
  const taken = register.history
    .filter((entry) => entry.byId === press.byId && entry.version > press.baseVersion)
    .flatMap((entry) => entry.changes);
  return register.rows.flatMap((row) => {
    const yours = press.choices.get(row.enrolmentId);
    if (!row.mark || !yours || yours.minutesLate === 'ask' || isSame(row.mark, yours)) return [];
    const wasTaken = taken.some((one) => one.enrolmentId === row.enrolmentId && isSame(one.to, yours));
    const wasShown = isSame(markAt(register, row, press.baseVersion), yours);
    return wasTaken || wasShown ? [] : [{ enrolmentId: row.enrolmentId, kept: row.mark, yours }];
  });
}

/**
 * Adds someone who is in the room and not on the list (G5). On an open register they are marked with the rest; on a
 * saved one at once, as an amendment: it stays saved, by whom and when it was.
 */
export function addGuestRow(
  register: Register,
  guest: { enrolmentId: string; learnerId: string },
  by: { id: string; at: Date; presentCode: string },
): Register {
  const { enrolmentId } = guest;
  const mark: Mark = { code: by.presentCode, minutesLate: 0, byId: by.id, at: by.at, how: 'chosen' };
  const isSaved = register.state === 'saved';
  const version = register.version + 1;
  const changes = isSaved ? [{ enrolmentId, to: mark }] : [];
  return {
    ...register,
    version,
    rows: [...register.rows, { ...guest, guest: true, ...(isSaved ? { mark } : {}) }],
    history: [...register.history, { version, byId: by.id, at: by.at, cause: 'guest-added', changes }],
    next: { step: 'project', at: by.at },
  };
}

/**
 * Applies a press. A press seen before changes nothing; a row that someone else changed meanwhile is kept and
 * reported. The register is saved once every row has a mark.
 */
export function pressRegister(register: Register, press: Press): Pressed {
  if (register.presses.includes(press.id))
    return { register, changes: [], conflicts: conflictsOfRepeat(register, press), repeated: true };
  const changes: MarkChange[] = [];
  const conflicts: Conflict[] = [];
  const onCard = new Set(press.enrolmentIds);
  let asks = false;
  const rows = register.rows.map((row): RegisterRow => {
    if (!onCard.has(row.enrolmentId)) return row;
    const decision = decideRow(register, row, press);
    if (!decision && row.awaitsMinutes && isSame(row.mark, press.choices.get(row.enrolmentId))) {
      // Asked for the minutes again, and they stay what they were.
      asks = true;
      const { awaitsMinutes: _, ...settled } = row;
      return settled;
    }
    if (!decision) return row;
    if ('conflict' in decision) {
      conflicts.push(decision.conflict);
      return row;
    }
    const { choice, how } = decision;
    if (choice.minutesLate === 'ask') {
      asks = true;
      return { ...row, awaitsMinutes: true };
    }
    const early = choice.minutesEarly ? { minutesEarly: choice.minutesEarly } : {};
    const made = press.how ?? how;
    const to: Mark = {
      code: choice.code,
      minutesLate: choice.minutesLate,
      ...early,
      byId: press.byId,
      at: press.at,
      how: made,
    };
    changes.push(
      row.mark ? { enrolmentId: row.enrolmentId, from: row.mark, to } : { enrolmentId: row.enrolmentId, to },
    );
    const { awaitsMinutes: _, ...rest } = row;
    return { ...rest, mark: to };
  });
  const isWhole = rows.every((row) => row.mark && !row.awaitsMinutes);
  const isNewlySaved = isWhole && register.state === 'open';
  if (changes.length === 0 && !asks && !isNewlySaved) return { register, changes, conflicts, repeated: false };
  const version = register.version + 1;
  const entry: RegisterHistory = {
    version,
    byId: press.byId,
    at: press.at,
    changes,
    ...(press.cause ? { cause: press.cause } : {}),
    ...(press.words ? { words: press.words } : {}),
  };
  const saved = isNewlySaved ? { state: 'saved' as const, savedAt: press.at, savedById: press.byId } : {};
  return {
    register: {
      ...register,
      ...saved,
      rows,
      version,
      history: [...register.history, entry],
      presses: [...register.presses, press.id].slice(-rememberedPresses),
      next: { step: 'project', at: press.at },
    },
    changes,
    conflicts,
    repeated: false,
  };
}
