import { addDays, collegeYearOf, type Day, sayDay, yearStart } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import type { ReplayedLearner, ReplayResult, ShownUnder } from '../core/records/replays.ts';
import { reachOf } from '../core/rights.ts';
import { firstDay } from './count-replayed.ts';
import { type ReplayRun, replayRun } from './replay-run.ts';
import { todayOf } from './weeks.ts';

export type Choice = { key: string; title: string };
/** What was picked, by the keys of the choices; what is not among them is as if nothing was picked. */
export type TryAsk = { programme: string; span: string; first: string; second: string };
type Choices = Record<keyof TryAsk, Choice[]>;
/** `byWeek`: in the order of the result's weeks. */
type UnderPolicy = Omit<ShownUnder, 'byWeek'> & { title: string; byWeek: number[] };
export type TriedLearner = ReplayedLearner & { name: string };
export type Tried = {
  at: Date;
  choices: Choices;
  picked: TryAsk;
  from: Day;
  to: Day;
  run: Pick<ReplayRun, 'of' | 'done' | 'error' | 'isCutOff' | 'isBefore'>;
  /**
   * Once it is worked out. `learners`: those with marks; `either`: those whom at least one would have shown; `shown`: the first
   * of these, none for who may not see names.
   */
  result?: {
    learners: number;
    either: number;
    policies: [UnderPolicy, UnderPolicy];
    mondays: Day[];
    both: number;
    neither: number;
    shown: TriedLearner[];
  };
  mayName: boolean;
};

const mostTerms = 6;

type Span = Choice & { from: Day; to: Day; isTerm?: true };

/** College years and the terms of these programmes as far as they have begun, the newest first. */
function spansOf(programmes: readonly Programme[], today: Day): Span[] {
  const year = collegeYearOf(today);
  const since = yearStart(year - 1);
  const terms = programmes.flatMap((one) => one.terms ?? []);
  const own = terms.flatMap(({ from, to }): Span[] => {
    if (from > today || from < since) return [];
    const end = to && to < today ? to : today;
    const title = `Term from ${sayDay(from)} to ${end === today ? 'today' : sayDay(end)}`;
    return [{ key: `${from}_${to ?? ''}`, title, from, to: end, isTerm: true }];
  });
  const known = [...new Map(own.map((one) => [one.key, one])).values()];
  return [
    ...known.toSorted((a, b) => b.from.localeCompare(a.from)).slice(0, mostTerms),
    { key: 'this-year', title: 'This college year', from: yearStart(year), to: today },
    { key: 'last-year', title: 'Last college year', from: since, to: addDays(yearStart(year), -1) },
  ];
}

const keyOf = ({ ref }: LoadedPack) => `${ref.id}_${ref.version}`;
/** "Green Labyrinth, version 1.0". */
const titleOf = (pack: LoadedPack) => `${pack.title.split(':')[0]}, version ${pack.ref.version}`;

function pickedOf(asked: Partial<TryAsk>, choices: Choices, usual: Partial<TryAsk>): TryAsk {
  const pick = (name: keyof TryAsk) => {
    const among = (key: string | undefined) => choices[name].find((one) => one.key === key)?.key;
    return among(asked[name]) ?? among(usual[name]) ?? choices[name][0]?.key ?? '';
  };
  return { programme: pick('programme'), span: pick('span'), first: pick('first'), second: pick('second') };
}

async function resultOf(
  world: World,
  { learners, either, both, policies, rows }: ReplayResult,
  titles: [string, string],
  mayName: boolean,
): Promise<NonNullable<Tried['result']>> {
  const mondays = [...new Set(policies.flatMap((one) => Object.keys(one.byWeek)))].sort();
  const names = mayName ? listNames(await world.records.people.byIds(rows.map((one) => one.learnerId))) : new Map();
  const under = (i: 0 | 1): UnderPolicy => ({
    ...policies[i],
    title: titles[i],
    byWeek: mondays.map((monday) => policies[i].byWeek[monday] ?? 0),
  });
  return {
    learners,
    either,
    mondays,
    policies: [under(0), under(1)],
    both,
    neither: learners - either,
    shown: mayName
      ? rows
          .map((one): TriedLearner => ({ ...one, name: names.get(one.learnerId) ?? one.learnerId }))
          .toSorted((a, b) => firstDay(a).localeCompare(firstDay(b)) || a.name.localeCompare(b.name, 'en-GB'))
      : [],
  };
}

/**
 * A past term or year under two policies, side by side: whom each would have shown to somebody, and when (G9, S13). It reads
 * marks and changes nothing. Learners by name for those who may see any learner; leaders get numbers (G14). Refuses with
 * `not-allowed`.
 */
export async function tryPolicy(world: World, viewer: Person, asked: Partial<TryAsk>): Promise<Outcome<Tried>> {
  if (!(await mayAtAll(world, viewer, 'try-policy'))) return refuse('not-allowed');
  const { enrolments } = world.records;
  const all = (await enrolments.programmes()).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  const today = todayOf(world);
  const packs = world.packs.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  const policies = packs.map((pack) => ({ key: keyOf(pack), title: titleOf(pack) }));
  const chosen = all.filter((one) => one._id === asked.programme);
  const programmes = chosen.length > 0 ? chosen : all;
  const spans = spansOf(programmes, today);
  const choices = {
    programme: [{ key: '', title: 'All programmes' }, ...all.map(({ _id, name }) => ({ key: _id, title: name }))],
    span: spans,
    first: policies,
    second: policies,
  };
  const own = packs.find((one) => one.id === programmes[0]?.pack);
  const other = packs.find((one) => one !== own);
  const usual = {
    span: spans.find((one) => one.isTerm && one.to < today)?.key ?? 'this-year',
    first: own ? keyOf(own) : '',
    second: other ? keyOf(other) : '',
  };
  const picked = pickedOf(asked, choices, usual);
  const span = spans.find((one) => one.key === picked.span);
  const [first, second] = [picked.first, picked.second].map((key) => packs.find((one) => keyOf(one) === key));
  if (!span || !first || !second) return refuse('not-found');
  const { from, to } = span;
  const programmeIds = programmes.map((one) => one._id);
  const ask = async () => {
    const learnerIds = [...new Set((await enrolments.ofProgrammes(programmeIds)).map((one) => one.learnerId))].sort();
    return { learnerIds, programmeIds, from, to, packs: [first, second] as const };
  };
  const run = await replayRun(world, viewer._id, Object.values(picked).join('|'), ask);
  const mayName = reachOf(viewer, 'view-learner') === 'any';
  return {
    at: run.at,
    choices,
    picked,
    from,
    to,
    run,
    mayName,
    ...(run.result && !run.isBefore
      ? { result: await resultOf(world, run.result, [titleOf(first), titleOf(second)], mayName) }
      : {}),
  };
}
