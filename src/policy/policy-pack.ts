import { z } from 'zod';
import { isDay } from '../domain/calendar.ts';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a kebab-case code');
const reasonCode = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'a code in small letters');
const clause = z.string().regex(/^([SG]\d{1,2}|P)(, ([SG]\d{1,2}|P))*$/, 'clause numbers such as "S7" or "G9, G8"');
const day = z.string().refine(isDay, 'a day as YYYY-MM-DD');
const percent = z.number().min(0).max(100);
const minutes = z.int().min(0).max(1_440);

export const MarkType = z.strictObject({
  code,
  label: z.string().min(1).max(30),
  counts: z.enum(['present', 'absent', 'ignored']),
  /** null: waits for a person (a notice not yet decided); never an occurrence. */
  authorised: z.boolean().nullable(),
  asksMinutes: z.boolean().default(false),
  /** Offered to the tutor on the register. */
  offered: z.boolean(),
});
export type MarkType = z.infer<typeof MarkType>;

/** A kind of session and what follows from missing one (S1, S4, S5, G1). */
export const SessionType = z.strictObject({
  code,
  label: z.string(),
  clause,
  /** `learner`: nobody is in the room; the learner logs that it was done and the tutor accepts. */
  loggedBy: z.enum(['tutor', 'learner']).default('tutor'),
  missed: z.enum(['alternative-session', 'set-work', 'nothing']).default('nothing'),
  /** Nobody is expected, so nobody is absent. */
  dropIn: z.boolean().default(false),
  /** The register also asks whether the employer was there. */
  asksEmployer: z.boolean().default(false),
});
export type SessionType = z.infer<typeof SessionType>;

const NoticeRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('absence-run'), clause, sessions: z.int().min(2), unauthorisedOnly: z.boolean() }),
  z.strictObject({ rule: z.literal('falling-percent'), clause, below: percent, overSessions: z.int().min(2) }),
  z.strictObject({ rule: z.literal('lateness'), clause, times: z.int().min(1), ofAttended: z.int().min(1) }),
]);
export type NoticeRule = z.infer<typeof NoticeRule>;

const CaseOption = z.strictObject({
  /** The college's own; the engine reads nothing out of it. */
  code,
  label: z.string().max(40),
  clause,
  next: z.string().max(300),
  closes: z.boolean(),
  /** What choosing it amounts to, so that the figures can suggest one (G8): watch on, discipline, or support. */
  means: z.enum(['monitor', 'discipline', 'support']).optional(),
  /** The risk status recorded with it, which goes to the MIS (S12). */
  sets: code.optional(),
  /** What the decision sets going. */
  opens: z
    .array(
      z.enum([
        'report',
        'warning',
        'send-details',
        'conduct-review',
        'fitness-to-study',
        'inform-employer',
        'action-plan',
      ]),
    )
    .default([]),
  needsNote: z.boolean().default(false),
});
export type CaseOption = z.infer<typeof CaseOption>;

const FundingClock = z.strictObject({
  clause,
  kind: z.enum(['study-programme', 'apprenticeship', 'adult']),
  /** The rule for programmes taught in blocks. */
  blockRelease: z.boolean().default(false),
  after: z.strictObject({ count: z.int().min(1).max(24), unit: z.enum(['weeks', 'months']) }),
  hintDaysBefore: z.int().min(0).max(60),
});
export type FundingClock = z.infer<typeof FundingClock>;

/** Working days after which someone is asked again, and after which it goes also to whoever is above them, and to the leaders. */
const ChaseRule = z.strictObject({
  remindAfter: z.array(z.int().min(1).max(60)).min(1),
  above: z.int().min(1).max(60).nullable(),
  leader: z.int().min(1).max(60).nullable(),
  /** Once all these are over it is asked again this often. */
  thenEvery: z.int().min(1).max(60).default(5),
});
export type ChaseRule = z.infer<typeof ChaseRule>;
const chaseRule = (remindAfter: number[], above: number | null, leader: number | null, thenEvery = 5) =>
  ChaseRule.default({ remindAfter, above, leader, thenEvery });

/** Nothing is left lying: each class of what is asked of people has its times (SPEC P). */
const Chasing = z.strictObject({
  /** A register of an earlier day, each working morning (S7). */
  register: chaseRule([1], 1, 3, 1),
  /** At-risk reports to acknowledge, cases to decide, plans to start or review. */
  decision: chaseRule([1, 3], 3, 5),
  /** Steps of an occurrence, meetings to arrange, long absence, roll check, referral, fitness to study. */
  step: chaseRule([3, 5], 5, null),
  /** A Conduct Review's draft and approval. */
  review: chaseRule([2, 3], 3, null),
  /** Its final review, once its weeks are over. */
  'final-review': chaseRule([1, 3], 3, null),
  /** A meeting whose time is over: did it happen? */
  meeting: chaseRule([1, 3], 3, null),
  /** Serious review, removal, exam entry and progress. */
  place: chaseRule([3, 5], null, 5),
  contest: chaseRule([2, 5], 5, 10),
  /** The policy to be read and confirmed. */
  induction: chaseRule([5, 10], null, null),
});

const webPage = z.string().regex(/^https:\/\/\S+$/, 'an https:// address');

/** One policy as data: what a college decides and the engine carries out. One immutable file a version. */
export const PolicyPack = z
  .strictObject({
    id: code,
    version: z.string().regex(/^\d+\.\d+$/),
    title: z.string().min(1),
    validFrom: day,
    reviewOn: day,
    /** Where people can read the policy itself, and the college's policies it goes with; one without an address is named (S6). */
    papers: z
      .strictObject({
        policy: webPage.nullable(),
        related: z.array(z.strictObject({ title: z.string().min(1).max(80), url: webPage.nullable() })).max(12),
      })
      .default({ policy: null, related: [] }),
    sessionTypes: z.array(SessionType).min(1),
    marks: z.array(MarkType).min(2),
    /** Codes the engine needs to name: who is there by default, late, away, and what a notice pre-fills. */
    markRoles: z.strictObject({
      present: code,
      late: code,
      absent: code,
      authorised: code,
      noticePending: code,
      elsewhere: code,
      notExpected: code,
    }),
    lateChoices: z.array(z.int().min(1).max(600)).max(6),
    attendance: z.strictObject({
      clause,
      unit: z.enum(['minutes', 'sessions']),
      authorised: z.enum(['absent', 'excluded']),
      targetPercent: percent,
      punctualityTargetPercent: percent,
      /** Under the first a figure is drawn as a warning, under the second as calling for attention. */
      tones: z.strictObject({ warningBelow: percent, attentionBelow: percent }),
    }),
    /** Minutes after a session's start, and after the day's last session's end (S7). */
    register: z.strictObject({ clause, nudgeMinutes: minutes, overdueMinutes: minutes, endOfDayMinutes: minutes }),
    /** Asks tutors to check in before a session and records when they did. It watches staff, so it is off by default (S9). */
    staffCheckIn: z.strictObject({ clause, on: z.boolean(), arriveBeforeMinutes: minutes }),
    /** Activities without a tutor: logged by the learner within these working days, else absent (S1). */
    logging: z.strictObject({ clause, workingDays: z.int().min(0) }),
    /** After a missed 1-2-1: another within these working days, `agreed` or `held` by then (S4). */
    alternativeSession: z
      .strictObject({ clause, workingDays: z.int().min(1), by: z.enum(['agreed', 'held']) })
      .nullable(),
    /** After a missed group session: work to be set, and how long for unless the tutor says otherwise (S5). */
    setWork: z.strictObject({ clause, workingDays: z.int().min(1) }).nullable(),
    /** Who hears of an absence and when, counted from the session's start (S10, G6). */
    absence: z.strictObject({
      clause,
      tellAfterMinutes: minutes,
      tell: z.array(
        z.strictObject({
          who: z.enum(['learner', 'parent', 'employer', 'key-worker']),
          of: z.enum(['any', 'unauthorised']),
        }),
      ),
      /** Managers get the list of the missing (S10). */
      managerList: z.boolean(),
    }),
    /** Who decides the notices that the pack does not accept by itself (G2, S2). */
    notices: z.strictObject({ clause, decidedBy: z.enum(['admin', 'manager']) }),
    /** A notice this many calendar days long asks the mentor or coach to arrange alternative study (G4). */
    longAbsence: z.strictObject({ clause, days: z.int().min(2) }).nullable(),
    /** Whether having been there without taking part counts as absent (G16). */
    nonEngagement: z.strictObject({ clause, counts: z.boolean() }),
    /** How long a concern may wait before it goes to the deputy (S11). */
    safeguarding: z.strictObject({ clause, acknowledgeMinutes: minutes, urgentMinutes: minutes }),
    /** Lowest first; the last has no `below`. `label`: what the policy calls it, a colour; people are told its `judgement`. */
    ranks: z
      .array(z.strictObject({ code, label: z.string(), judgement: z.string(), clause, below: percent.nullable() }))
      .nullable(),
    occurrences: z
      .strictObject({
        clause,
        belowPercent: percent,
        count: z.enum(['per-day', 'per-mark', 'per-crossing']),
        flags: z.array(z.strictObject({ at: z.int().min(1), flag: z.enum(['amber', 'red']) })),
        leastHistorySessions: z.int().min(0),
        /** The steps of one occurrence are offered once those before are closed or this old. */
        nextStepAfterWorkingDays: z.int().min(0),
        /** What is to be done at the first, second, third occurrence, each owned by someone. */
        steps: z.array(
          z.strictObject({
            at: z.int().min(1),
            code,
            clause,
            owner: z.enum(['mentor', 'tutor', 'hosp']),
            label: z.string().max(200),
            does: z.enum(['note', 'meeting', 'send-details', 'conduct-review']).default('note'),
          }),
        ),
        sms: z.string().max(300),
        smsParent: z.string().max(300),
      })
      .nullable(),
    noticeRules: z.array(NoticeRule),
    /** What follows from a learner being at risk: how long improvement may take (S13), when a plan is reviewed (S12). */
    atRisk: z
      .strictObject({
        clause,
        improveWithinWorkingDays: z.int().min(1),
        improvedPercent: percent,
        reviewAfterWorkingDays: z.int().min(1),
      })
      .nullable(),
    /** Weeks of daily targets, signed each lesson (G11). */
    conductReview: z.strictObject({ clause, weeks: z.int().min(1).max(4), lessons: z.int().min(1).max(8) }).nullable(),
    /** Below these percentages a person decides about exam entry, and about progress to year two (G10). */
    exams: z
      .strictObject({
        clause,
        below: percent,
        /** Asked again below each of these; unless said, every ten points further down. */
        againBelow: z.array(percent).optional(),
      })
      .nullable(),
    progression: z.strictObject({ clause, below: percent, from: z.string().regex(/^\d\d-\d\d$/) }).nullable(),
    /** How long without attendance until funding rules ask for a step; the MIS officer gets a hint before, never evidence. */
    fundingClocks: z.array(FundingClock).default([]),
    chasing: Chasing.prefault({}),
    /** What learners hear a kind word for, at most one a week; null: nothing (policy 1.2). Fewer sessions in a week are no full week. */
    praise: z
      .strictObject({
        clause,
        for: z.array(z.enum(['full-week', 'full-month', 'above-the-line', 'on-time-again'])).min(1),
        leastSessions: z.int().min(1).max(30).default(3),
      })
      .nullable()
      .default(null),
    /** Mentors, managers and leaders hear as each week begins what waits on them and what changed (SPEC P). */
    mondayDigest: z.boolean().default(true),
    /** Statuses a mentor or manager may record; each goes to the MIS (S12, G9). */
    statuses: z.array(z.strictObject({ code, label: z.string() })),
    /** What the owner of a case may decide, by kind of case. */
    options: z.strictObject({ fall: z.array(CaseOption), noticed: z.array(CaseOption), report: z.array(CaseOption) }),
    reasons: z.array(
      z.strictObject({
        /** One that is read out of words (`reasons` in domain/absence-notice), or the college's own. */
        code: reasonCode,
        label: z.string().min(1).max(40),
        clause,
        accept: z.enum(['by-itself', 'by-a-person']),
        /** Whole words of a message that mean this reason, before any other is read: "jury", "driving test". */
        words: z.array(z.string().min(3).max(40)).default([]),
        /** It tells of health or family, so that several suggest support, never discipline (G8). */
        personal: z.boolean().optional(),
        /** Evidence is asked for once the absence is longer than this many calendar days in a row (G3). */
        evidenceAfterDays: z.int().min(0).nullable().default(null),
      }),
    ),
  })
  .superRefine((pack, ctx) => {
    const statuses = new Set(pack.statuses.map((status) => status.code));
    for (const [kind, options] of Object.entries(pack.options))
      for (const [i, option] of options.entries())
        if (option.sets && !statuses.has(option.sets))
          ctx.addIssue({ code: 'custom', path: ['options', kind, i, 'sets'], message: `no status "${option.sets}"` });
    if (pack.options.report.length === 0)
      ctx.addIssue({ code: 'custom', path: ['options', 'report'], message: 'a report must be decidable' });
    const codes = new Set(pack.marks.map((mark) => mark.code));
    for (const [role, used] of Object.entries(pack.markRoles))
      if (!codes.has(used)) ctx.addIssue({ code: 'custom', path: ['markRoles', role], message: `no mark "${used}"` });
    const listed = pack.reasons.map((reason) => reason.code);
    for (const needed of ['other', 'none'])
      if (!listed.includes(needed))
        ctx.addIssue({ code: 'custom', path: ['reasons'], message: `"${needed}" must be on the list` });
    if (new Set(listed).size < listed.length)
      ctx.addIssue({ code: 'custom', path: ['reasons'], message: 'a code stands there twice' });
    const limits = (pack.ranks ?? []).map((rank) => rank.below);
    const isRising = limits.every((below, i) => {
      const before = limits[i - 1];
      return i === limits.length - 1 ? below === null : below !== null && (i === 0 || below > (before ?? 100));
    });
    if (!isRising)
      ctx.addIssue({ code: 'custom', path: ['ranks'], message: 'limits must rise, and only the last rank has none' });
  });
export type PolicyPack = z.infer<typeof PolicyPack>;
