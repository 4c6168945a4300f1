import { addDays, collegeYearOf, type Day, yearStart } from './calendar.ts';

/** Kinds of data that go by age; each night the bot looks what is old enough (UK GDPR Art. 5(1)(e)). */
export const retentionKinds = [
  'message-words',
  'safeguarding-message-words',
  'concern-words',
  'talk-states',
  'files',
  'mis-events',
  'meeting-reports',
  'messages',
  'audit',
  'evidence',
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** How long, and why. `years`: whole college years after the one it is of; of all else days since it came about. */
type RetentionRule = { what: string; keep: number; unit: 'days' | 'years'; least: number; why: string };
export type Retention = Record<RetentionKind, RetentionRule>;

/** What holds unless a college says otherwise. */
export const usualRetention: Retention = {
  'message-words': {
    what: 'Words of texts and mails',
    keep: 90,
    unit: 'days',
    least: 1,
    why: 'to answer questions about what was said',
  },
  'safeguarding-message-words': {
    what: 'Words of texts and mails of the Safeguarding Team',
    keep: 30,
    unit: 'days',
    least: 1,
    why: 'they stand in the team’s own record',
  },
  'concern-words': {
    what: 'Words of a concern, once the team has handed them over and seen that they arrived',
    keep: 0,
    unit: 'days',
    least: 0,
    why: 'the college’s own safeguarding record has them; until then they stay with the team, however old',
  },
  'talk-states': {
    what: 'What the bot said last to somebody',
    keep: 30,
    unit: 'days',
    least: 1,
    why: 'so that nothing is said twice in a row',
  },
  files: {
    what: 'Certificates and other files',
    keep: 365,
    unit: 'days',
    least: 42,
    why: 'health data: until the year it counts for is over and can no longer be contested',
  },
  'mis-events': {
    what: 'What the MIS was told',
    keep: 400,
    unit: 'days',
    least: 7,
    why: 'so that an MIS can read a whole college year again',
  },
  'meeting-reports': {
    what: 'What Teams’ reports say of remote sessions',
    keep: 90,
    unit: 'days',
    least: 1,
    why: 'while marks are still looked at again; the marks themselves stay',
  },
  messages: {
    what: 'That a text or mail was sent, when and where to',
    keep: 3 * 365,
    unit: 'days',
    least: 90,
    why: 'proof that parents and employers were told',
  },
  audit: {
    what: 'Who saw and changed restricted things',
    keep: 7 * 365,
    unit: 'days',
    least: 365,
    why: 'accountability (UK GDPR Art. 5(2))',
  },
  evidence: {
    what: 'Sessions, registers, marks, totals, notices, decisions, and people who had left by then',
    keep: 6,
    unit: 'years',
    least: 1,
    why: 'evidence of attendance for funding and audit',
  },
};

/** The last day on which what was recorded on a day is kept as evidence. */
export function evidenceUntil(day: Day, years: number): Day {
  return addDays(yearStart(collegeYearOf(day) + 1 + years), -1);
}

/** The first day that is still kept on a day; what is of an earlier one goes. */
export function keptFrom({ keep, unit }: Pick<RetentionRule, 'keep' | 'unit'>, today: Day): Day {
  return unit === 'days' ? addDays(today, -keep) : yearStart(collegeYearOf(today) - keep);
}
