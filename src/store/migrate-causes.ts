import type { Db } from 'mongodb';
import type { Cause } from '../domain/cause.ts';
import { sayOrdinal } from '../domain/ordinal.ts';
import type { CaseNote, RiskCase } from '../domain/risk-case.ts';

type Raw = { _id: string } & Record<string, unknown>;
type OldCase = Omit<RiskCase, 'causes' | 'gathered' | 'notes' | 'withdrawn'> & {
  why: string;
  gathered?: { day: string; words: string; rule?: string }[];
  notes?: { at: Date; words: string }[];
  withdrawn?: { at: Date };
};

const said = (words: string): Cause => ({ code: 'said', words });
const ordinals = new Map(Array.from({ length: 60 }, (_, i) => [sayOrdinal(i + 1), i + 1]));

/** The sentences that earlier releases wrote of their own, after a name. */
const sentences: [RegExp, (...found: string[]) => Cause | undefined][] = [
  [
    /^[^.%]+ is at ([\d.]+)%, below ([\d.]+)%\.$/,
    (percent, line) => ({ code: 'below-line', percent: Number(percent), line: Number(line) }),
  ],
  [
    /^[^.%]+ has a (\w+) unauthorised absence while below ([\d.]+)%\.$/,
    (ordinal = '', line) => {
      const nth = ordinals.get(ordinal);
      return nth === undefined ? undefined : { code: 'occurrence', nth, line: Number(line) };
    },
  ],
  [
    /^[^.%]+ has missed (\d+) sessions running( without authorisation)?\.$/,
    (sessions, only) => ({ code: 'absence-run', sessions: Number(sessions), unauthorisedOnly: only !== undefined }),
  ],
  [
    /^[^.%]+ has attended (\d+) of the last (\d+) sessions\.$/,
    (attended, of) => ({ code: 'falling-percent', attended: Number(attended), of: Number(of) }),
  ],
  [
    /^[^.%]+ had attended under ([\d.]+)% of the last (\d+) sessions\.$/,
    (percent, of) => ({ code: 'was-below', percent: Number(percent), of: Number(of) }),
  ],
  [
    /^[^.%]+ was late (\d+) times in the last (\d+) sessions attended\.$/,
    (times, of) => ({ code: 'lateness', times: Number(times), of: Number(of) }),
  ],
];

/** What one of our own sentences said; any other stays in its words. */
function causeIn(words: string): Cause {
  for (const [pattern, read] of sentences) {
    const found = pattern.exec(words);
    const cause = found && read(...found.slice(1));
    if (cause) return cause;
  }
  return said(words);
}

/** Of a report the one who opened the case is known; of a later one on its list only the name that was written. */
function reportIn(words: string, byId: string | undefined): Cause {
  const own = /^[^:]+ reports: (.+)$/s.exec(words)?.[1];
  return own !== undefined && byId !== undefined ? { code: 'reported', byId, words: own } : said(words);
}

function noteIn({ at, words }: { at: Date; words: string }): CaseNote {
  const flags = { 'no flag': 'none', Amber: 'amber', Red: 'red' } as const;
  const [, from = '', to = ''] = /^The risk flag fell from (.+?) to (.+?):/.exec(words) ?? [];
  return from in flags && to in flags
    ? { at, code: 'flag-fell', from: flags[from as keyof typeof flags], to: flags[to as keyof typeof flags] }
    : { at, code: 'said', words };
}

function caseOf({ why, gathered, notes, withdrawn, ...one }: OldCase): Omit<RiskCase, '_id'> {
  const { _id, kind, learnerId, openedById } = one;
  const isOne = (gathered?.length ?? 0) < 2;
  const read = (words: string) =>
    kind === 'report' ? reportIn(words, isOne ? openedById : undefined) : causeIn(words);
  const list = gathered?.map(({ words, ...rest }) => ({ ...rest, cause: read(words) }));
  const last = list?.at(-1)?.day;
  // A case of a year has its standing's id in its own: learner, pack, year.
  const year = kind === 'report' ? undefined : /\|(\d{4})(\||$)/.exec(_id.slice(`${kind}|${learnerId}`.length));
  const end = year ? `${kind}|${learnerId}`.length + year.index + 5 : 0;
  return {
    ...one,
    ...(year ? { standingId: _id.slice(`${kind}|`.length, end) } : {}),
    causes:
      list && kind === 'noticed' ? list.filter((each) => each.day === last).map((each) => each.cause) : [read(why)],
    ...(list ? { gathered: list } : {}),
    ...(notes ? { notes: notes.map(noteIn) } : {}),
    ...(withdrawn ? { withdrawn: { at: withdrawn.at, code: kind === 'fall' ? 'no-fall' : 'rule-holds-no-more' } } : {}),
  };
}

const usual: Record<string, string> = {
  'be in every lesson': 'there',
  'arrive on time': 'on-time',
  'take part in the lesson': 'takes-part',
};
const targetIn = (words: string) => {
  const code = usual[words.trim().toLowerCase()];
  return code ? { code } : { words };
};

/** Why of a task that somebody gave, or one of our own sentences. */
function reasonIn(words: string): Cause {
  if (words === 'Referred for poor attendance.') return { code: 'referred' };
  if (words === 'The Conduct Review was not passed.') return { code: 'review-not-passed' };
  const [, early] = /^The Conduct Review was ended early: (.+)$/s.exec(words) ?? [];
  return early === undefined ? causeIn(words) : { code: 'review-ended-early', words: early };
}

/** Why something was put to somebody, and the targets of reviews, were sentences; they become codes. Can be done twice. */
export async function sentencesToCauses(db: Db): Promise<void> {
  const cases = db.collection<Raw>('cases');
  for await (const one of cases.find({ why: { $type: 'string' } })) {
    const { _id, ...fields } = caseOf(one as unknown as OldCase) as RiskCase;
    await cases.replaceOne({ _id }, fields as never);
  }
  const tasks = db.collection<Raw>('tasks');
  const asked = tasks.find({
    $or: [
      { kind: { $in: ['conduct-review', 'meeting'] }, 'data.why': { $type: 'string' } },
      { kind: { $in: ['referral', 'fitness-to-study', 'serious-review'] }, 'data.reason': { $type: 'string' } },
    ],
  });
  for await (const { _id, kind, data } of asked) {
    const { why, reason, targets, declined, ...rest } = data as Record<string, unknown>;
    const isReason = typeof reason === 'string';
    const after = {
      ...rest,
      causes: [reasonIn(String(isReason ? reason : why))],
      ...(isReason && why !== undefined ? { why } : {}),
      ...(targets ? { targets: (targets as string[]).map(targetIn) } : {}),
      ...(declined ? { declined: said(String(declined)) } : {}),
    };
    await tasks.updateOne({ _id, kind }, { $set: { data: after } });
  }
}
