import type { CaseView } from './view-case.ts';
import type { ConcernView } from './view-concern.ts';
import type { LateNoticeView, NoticeView } from './view-notice.ts';
import type { RegisterFormView, RegisterMinutesView, RegisterSummaryView } from './view-register.ts';

export type ListItem = { title: string; detail: string; tone?: 'good' | 'attention' | 'warning' | 'default' };
export type ListCommand = { title: string; say: string };

/** A short list or answer: title, one sentence, rows, and what to type or press next. */
export type ListView = { title: string; lead: string; items: ListItem[]; commands: ListCommand[] };

export type AttendanceView = {
  title: string;
  lead: string;
  facts: ListItem[];
  chart: { label: string; value: number; tone: 'good' | 'attention' | 'warning' }[];
};

export type ReportFormView = { lead: string; learners: { id: string; name: string }[] };
export type GuestFormView = {
  registerId: string;
  version: number;
  title: string;
  learners: { id: string; name: string }[];
};
export type NoteView = { text: string; tone: 'good' | 'attention' | 'default' };

/** What a card shows: its template's name and the data it is bound to. `teams/cards` draws it. */
export type CardModel =
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
  | { card: 'concern-raised'; data: ConcernView }
  | { card: 'attendance-mine'; data: AttendanceView }
  | { card: 'list-plain'; data: ListView }
  | { card: 'note-plain'; data: NoteView };

export type CardName = CardModel['card'];
