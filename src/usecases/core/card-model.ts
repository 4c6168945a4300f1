import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { Flag } from '../../domain/standing.ts';
import type { CaseOption } from '../../policy/policy-pack.ts';
import type { RegisterFormView, RegisterMinutesView, RegisterSummaryView } from './register-views.ts';

export type ChoiceOption = { title: string; value: string };

/** A piece of a sentence. A learner's name leads to their story, for who may read it (S2). */
export type Run = { text: string; learnerId?: string; url?: string };
/** A sentence on a card: in runs where it names learners. */
export type Sentence = string | Run[];

export type NoticeView = {
  noticeId: string;
  version: number;
  /** What a person would say first; empty where there is nothing. */
  kindly: string;
  title: string;
  what: string;
  sessions: string[];
  question: string;
  /** Where it is asked about some of its days: what stays without them; else empty. */
  stays: string;
  /** The inputs that answer it; the form's others wait behind a row. All of them where nothing is asked. */
  asks: ('firstDay' | 'lastDay' | 'half' | 'minutesLate' | 'arriveAt')[];
  reason: string;
  reasons: { title: string; value: string }[];
  /** What of the days is missed; empty where it is asked. */
  half: string;
  halves: { title: string; value: string }[];
  kind: AbsenceNotice['kind'];
  firstDay: string;
  lastDay: string;
  minutesLate: string;
  arriveAt: string;
  /** Its state in a word or two. */
  state: string;
  said: string;
  /** What else was said about the same sessions and gives way to this. */
  replaces: string[];
  can: NoticeButton[];
  /** Its form can be left as it was; what was never understood whole has nothing to go back to. */
  canGoBack: boolean;
};
export type NoticeButton = 'confirm' | 'tell-late' | 'change' | 'withdraw' | 'close' | 'take-back' | 'keep' | 'contest';

type LateNoticeView = { title: string; what: string; place: string };

/**
 * One bar of a chart: whole percent attended in a week or month, and the policy's line for it. `isNow`: it still runs.
 * `isAfterGap`: before it there is no mark for a week or more: a break, or registers that nobody saved.
 */
export type ChartBar = {
  label: string;
  value: number;
  /** By the pack's own lines: under the second it calls for attention. */
  tone: 'good' | 'warning' | 'attention';
  line: number;
  isNow?: true | undefined;
  isAfterGap?: true | undefined;
};

export type CaseView = {
  caseId: string;
  version: number;
  title: string;
  flag: Flag;
  who: string;
  why: string;
  facts: { label: string; value: string }[];
  weeks: ChartBar[];
  /** What the figures suggest; no option where they only say something. The person decides. */
  proposal: { code: string; why: string } | undefined;
  /** By when the reader decides, before it goes to whoever is above them. */
  decideBy?: string;
  options: Pick<CaseOption, 'code' | 'label' | 'next' | 'needsNote'>[];
  decisions: { text: string; next: string }[];
  /** What is decided and can still be undone; `undo`: the button's words, where it is the viewer's; `version`: which press. */
  pending?: { title: string; by: string; undo?: string; version: number; note: string };
  /** A note is written before, not after: what stands in it, such as the words of a decision that came to nothing. */
  noteFirst?: string;
  /** The option of which a word of why is asked first. */
  asks?: { code: string; label: string };
  said: string;
  links?: { title: string; url: string }[];
};

export type ConcernView = {
  concernId: string;
  version: number;
  title: string;
  who: string;
  when: string;
  /** To its page on the desk, and to the stories of those it is about. */
  leads: Run[];
  /** What was wrong with the last press; empty when nothing was. */
  problem: string;
  /** Whom it is about, asked; empty when that is clear. */
  ask: string;
  suggested: { personId: string; title: string }[];
  messages: { by: string; words: string }[];
  page: number;
  pages: number;
  /** What the team has done. */
  log: string[];
  /** Where the learner is and whom to call. */
  facts: { label: string; value: string }[];
  whom: string;
  /** Whom the team can tell in its own words. */
  recipients: ChoiceOption[];
  state: 'open' | 'acknowledged' | 'released';
  /** A hold is on somebody. */
  holdsSomeone: boolean;
  /** Somebody has it. */
  hasOwner: boolean;
  /** A release that can still be undone; the button is for whoever pressed it. */
  isReleasing: boolean;
  undo?: { title: string; version: number };
  canHoldAgain: boolean;
  /** Its words can be handed over to the college's own safeguarding record; `handedTo`: what was typed there. */
  canHandOver: boolean;
  handedTo: string;
  /** The morning's question, whether the hold is still needed, waits for an answer. */
  isAsked: boolean;
  said: string;
};

export type ListItem = {
  title: string;
  detail: string;
  tone?: 'good' | 'attention' | 'warning' | 'default';
  /** The task whose card a press of the row brings. */
  shows?: string;
  /** Whom the row is about, and where their story stands for who may read it (S2). */
  learnerId?: string;
  url?: string;
};
/** A button of a list: it says something for the reader, or opens a form. */
export type ListCommand = { title: string } & ({ say: string } | { form: string });

/** A short list or answer: title, one sentence, rows, and what to type or press next. `isWhole`: all of it was asked for, and stands open. */
export type ListView = {
  isWhole?: true;
  title: string;
  lead: string;
  items: ListItem[];
  commands: ListCommand[];
  /** Pages where more of it stands. */
  links?: { title: string; url: string }[];
};

/** `parts`: one for each policy the learner is under, with the names of its programmes. */
export type AttendanceView = {
  title: string;
  lead: string;
  parts: {
    name: string;
    lead: string;
    facts: ListItem[];
    chart: ChartBar[];
    /** The percent to be reached. */
    aim: number;
  }[];
};

export type FormField = {
  id: string;
  label: string;
  type: 'words' | 'line' | 'day' | 'time' | 'number' | 'choice' | 'choices';
  value?: string;
  options?: ChoiceOption[];
  /** What is said where there is nothing to choose from: why, and what to do. */
  none?: string;
  /** Teams does not send the form before it is filled in. */
  needed?: boolean;
  /** Seldom needed: behind a row that unfolds it. */
  isFolded?: boolean;
};
export type FormAct = {
  act: string;
  title: string;
  style?: 'positive' | 'destructive';
  /** True: the form's inputs are not sent along, nor checked. */
  bare?: boolean;
  /** True: the inputs are sent along as they are, whatever of them is still to fill in, and stay so. */
  keeps?: true;
  /** The register that the button brings: in chat as a card below, on a page as a link to it. */
  opens?: string;
};
export type FormRow = {
  key: string;
  title: string;
  detail: string;
  tone?: 'good' | 'attention' | 'warning' | 'default';
  acts?: FormAct[];
  /** The whole row is its one button. */
  isButton?: boolean;
  /** The story of whom the row names, for who may read it (S2). */
  url?: string;
};

/** A card of lines, rows with their own buttons, inputs and buttons: every task and every form in chat. */
export type FormView = {
  verb: 'task-act' | 'form-submit';
  /** The task's id, or the form's name. */
  id: string;
  version: number;
  title: string;
  tone: 'good' | 'attention' | 'warning' | 'default';
  who: string;
  lines: Sentence[];
  facts: { label: string; value: string }[];
  rows: FormRow[];
  chart: ChartBar[];
  fields: FormField[];
  acts: FormAct[];
  links: { title: string; url: string }[];
  /** A file sent beside it, such as a certificate, belongs to it (G3): in chat with a message, on a page by its own input. */
  takesFile?: true;
  /** What has been done, and by whom. */
  said: Sentence;
  /** There is nothing to press on it any more: two lines, and the rest behind them. */
  isOver?: true;
};

/** One thing on the card about a learner, as the card it would be alone. `next`: what is asked first. */
export type LearnerPart = {
  key: string;
  /** Of the task or case. */
  id: string;
  title: string;
  /** By whom and when, or with whom it is; of what the reader just did, what came of it. */
  detail: string;
  /** `open`: there is something for the reader to press; `waits`: for others. */
  state: 'next' | 'open' | 'waits' | 'done';
  /** For whom it waits, where that is not the reader, and since which day. */
  waits?: { for: string; since: string };
  /** The reader pressed something on it a moment ago: its row is not folded with the others. */
  isFresh?: true;
  card: Extract<AnyCard, { card: 'case-decide' | 'case-done' | 'form-plain' }>;
};

/** All that a colleague follows about one learner: the next thing first, the rest as rows to unfold, then the figures. */
export type LearnerView = {
  learnerId: string;
  name: string;
  flag: Flag;
  why: string;
  parts: LearnerPart[];
  /** To the learner's story. */
  links: { title: string; url: string }[];
  /** One for each policy that what is shown is under. */
  figures: { name: string; facts: { label: string; value: string }[]; chart: ChartBar[] }[];
};

type ReportFormView = { lead: string; learners: { id: string; name: string }[] };
export type GuestFormView = {
  registerId: string;
  version: number;
  page: number;
  picked: Record<string, string>;
  title: string;
  learners: { id: string; name: string }[];
};
/** Whom to call in need, on a line that can be pressed; 999 has no name. */
export type HelpLine = { name: string; number: string; when: string };
/** `isPrivate`: for the reader's own chat alone, never for a channel (S11). `further`: what comes after the first sentence. */
export type NoteView = {
  text: string;
  tone: 'good' | 'attention' | 'default';
  isPrivate?: boolean;
  further?: string;
  lines?: HelpLine[];
};

/** What a card shows: its template's name and the data it is bound to. `teams/cards` draws it. */
type AnyCard =
  | { card: 'register-form'; data: RegisterFormView }
  | { card: 'register-minutes'; data: RegisterMinutesView }
  | { card: 'register-summary'; data: RegisterSummaryView }
  | { card: 'register-guest'; data: GuestFormView }
  | { card: 'notice-confirm'; data: NoticeView }
  | { card: 'notice-change'; data: NoticeView }
  | { card: 'notice-done'; data: NoticeView }
  | { card: 'notice-late'; data: LateNoticeView }
  | { card: 'case-decide'; data: CaseView }
  | { card: 'case-done'; data: CaseView }
  | { card: 'case-report'; data: ReportFormView }
  | { card: 'learner-follow'; data: LearnerView }
  | { card: 'concern-raised'; data: ConcernView }
  | { card: 'attendance-mine'; data: AttendanceView }
  | { card: 'list-plain'; data: ListView }
  | { card: 'form-plain'; data: FormView }
  | { card: 'note-plain'; data: NoteView };

/** `needsSomeone`: a quiet button opens a private way to the Safeguarding Team, on whatever a learner gets after a message (S11). */
export type CardModel = AnyCard & { needsSomeone?: true };

export type CardName = CardModel['card'];
