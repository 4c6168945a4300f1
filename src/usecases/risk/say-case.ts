import { type Day, sayDay } from '../../domain/calendar.ts';
import { type Cause, namedIn, sayCause, saySince } from '../../domain/cause.ts';
import type { CaseNote, RiskCase, Withdrawn } from '../../domain/risk-case.ts';
import type { World } from '../core/ports.ts';
import { namesNow } from '../core/say-causes.ts';

/** A case in words: why it exists, what was gathered when, and what happened to it without a decision. */
export type CaseWords = {
  why: string;
  /** `isNow`: it was noticed on that day, holds still, and has the figures of now. */
  gathered: { day: Day; words: string; isNow: boolean }[];
  /** `isQuiet`: for its history alone. `byIds`: who did it; nobody, where a rule did. */
  notes: { at: Date; words: string; isQuiet: boolean; byIds: string[] }[];
  withdrawn?: string;
};

const flags = { none: 'no flag', amber: 'Amber', red: 'Red' } as const;
const withdrawnWords: Record<Withdrawn['code'], string> = {
  'no-fall': 'A mark was amended; attendance did not fall below the line then.',
  'another-fall': 'A mark was amended: attendance fell below the line on another day. That has a card of its own.',
  'rule-holds-no-more': 'A mark was amended; the rule no longer applies.',
};

function sayNote(note: CaseNote, nameOf: (id: string) => string): string {
  if (note.code === 'flag-fell')
    return `The risk flag fell from ${flags[note.from]} to ${flags[note.to]}: a mark was amended or an occurrence set aside.`;
  if (note.code === 'improved') return `Better since: ${saySince(note)}.`;
  if (note.code === 'year-closed') return `Closed with the year ${note.year - 1}–${note.year} by ${nameOf(note.byId)}.`;
  if (note.code === 'place-ended') return `Closed: the place on the programme ended on ${sayDay(note.day)}.`;
  if ('title' in note)
    return `${note.title}: ${note.code === 'chosen' ? 'chosen' : 'taken back'} by ${nameOf(note.byId)}.`;
  if (note.code === 'not-carried-out') return `What ${nameOf(note.byId)} decided could not be carried out any more.`;
  return note.words;
}

/** Says each of these cases in words, with the names that people go by now: one look for all of them. */
export async function caseSayer(world: World, cases: readonly RiskCase[]): Promise<(one: RiskCase) => CaseWords> {
  const all = ({ causes, gathered = [] }: RiskCase) => [...causes, ...gathered.map((one) => one.cause)];
  const ids = cases.flatMap((one) => [
    one.learnerId,
    ...all(one).flatMap(namedIn),
    ...(one.notes ?? []).flatMap((note) => ('byId' in note ? [note.byId] : [])),
  ]);
  const nameOf = await namesNow(world, ids);
  return ({ state, learnerId, causes, gathered = [], notes = [], withdrawn }) => {
    const say = (cause: Cause) => sayCause(cause, nameOf(learnerId, 'This learner'), nameOf);
    return {
      why: causes.map(say).join(' '),
      gathered: gathered.map((one) => ({
        day: one.day,
        words: say(one.cause),
        isNow: state === 'open' && one.isNow === true,
      })),
      notes: notes.map((note) => ({
        at: note.at,
        words: sayNote(note, nameOf),
        isQuiet: note.code === 'chosen' || note.code === 'taken-back',
        // What could not be carried out was stopped by a rule, whoever decided it.
        byIds: 'byId' in note && note.code !== 'not-carried-out' ? [note.byId] : [],
      })),
      ...(withdrawn ? { withdrawn: withdrawnWords[withdrawn.code] } : {}),
    };
  };
}
