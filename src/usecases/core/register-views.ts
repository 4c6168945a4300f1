export type RegisterFormView = {
  registerId: string;
  version: number;
  page: number;
  pages: number;
  title: string;
  place: string;
  lead: string;
  rows: { enrolmentId: string; label: string; value: string; choices: { title: string; value: string }[] }[];
  isAmending: boolean;
  isDropIn: boolean;
  asksEmployer: boolean;
  employer: '' | 'yes' | 'no';
  problems: string[];
  /** What was picked and is not saved yet, of learners who are not on this page; by enrolment id. */
  picked: Record<string, string>;
};

export type RegisterMinutesView = {
  registerId: string;
  version: number;
  title: string;
  place: string;
  rows: { enrolmentId: string; label: string }[];
  /** The page of the register they are on, to go back to. */
  page: number;
};

export type RegisterSummaryView = {
  registerId: string;
  version: number;
  title: string;
  place: string;
  saved: string;
  counts: { label: string; count: number; tone: 'good' | 'warning' | 'attention' | 'default' }[];
  /** `url`: the story of whom a line names, for who may read it (S2). */
  exceptions: { name: string; mark: string; url?: string }[];
  /** What has just been done beside the marks. */
  said: string;
  questions: string[];
  problems: string[];
  isCancelled: boolean;
};
