import { dayOf, defaultZone, sayDay, timeOf } from '../domain/calendar.ts';
import { callName, type Person } from '../domain/person.ts';
import type { RiskCase } from '../domain/risk-case.ts';
import { type LoadedPack, packOn } from '../policy/policy-pack.ts';
import { cutPercent, tallyOf } from '../policy/rules/tally.ts';
import type { CardModel, CaseView } from './card-model.ts';
import type { World } from './ports.ts';
import { actsAs } from './stand-in.ts';

/** The pack version a case was opened under. */
export function packOfCase(world: World, riskCase: RiskCase): LoadedPack {
  const same = world.packs.find((pack) => pack.id === riskCase.pack.id && pack.version === riskCase.pack.version);
  return same ?? packOn(world.packs, riskCase.pack.id, dayOf(riskCase.openedAt));
}

const flagTitles = { none: 'Attendance', amber: 'Amber risk', red: 'Red risk' } as const;
const kindTitles = { fall: 'decision needed', noticed: 'noticed', report: 'at risk of disengaging' } as const;
const stateTitles = { decided: 'decided', closed: 'closed', withdrawn: 'withdrawn' } as const;

/** Percent attended in each of the last eight weeks with marks, oldest first. */
async function weeksOf(world: World, riskCase: RiskCase, pack: LoadedPack): Promise<CaseView['weeks']> {
  const day = dayOf(riskCase.openedAt);
  const standing = (await world.records.marks.standingsOf([riskCase.learnerId])).filter(
    (one) => one.packId === pack.id,
  );
  const year = Math.max(...standing.map((one) => one.year), Number(day.slice(0, 4)) - 1);
  const weeks = new Map<string, { attended: number; planned: number }>();
  for (const mark of await world.records.marks.ofLearner(riskCase.learnerId, pack.id, year)) {
    const date = new Date(`${mark.day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    const monday = date.toISOString().slice(0, 10);
    const sum = weeks.get(monday) ?? { attended: 0, planned: 0 };
    const tally = tallyOf(mark, pack);
    weeks.set(monday, { attended: sum.attended + tally.attendedMinutes, planned: sum.planned + tally.plannedMinutes });
  }
  return [...weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-8)
    .map(([monday, sum]) => ({
      label: `${Number(monday.slice(8))}/${Number(monday.slice(5, 7))}`,
      percent: Math.floor(cutPercent(sum.attended, sum.planned) ?? 0),
    }));
}

function factsOf(riskCase: RiskCase, pack: LoadedPack): CaseView['facts'] {
  const { evidence } = riskCase;
  const rank = pack.ranks?.find((one) => one.code === evidence.rank);
  const share = (minutes: number) => `${cutPercent(minutes, evidence.plannedMinutes)?.toFixed(1) ?? 0}%`;
  return [
    {
      label: 'Attendance',
      value:
        evidence.percent === null
          ? 'no marks yet'
          : `${evidence.percent.toFixed(2)}% over ${evidence.sessions} sessions`,
    },
    ...(rank ? [{ label: 'Rank', value: `${rank.label} (${rank.judgement})` }] : []),
    ...(pack.occurrences
      ? [{ label: 'Risk flag', value: { none: 'None', amber: 'Amber', red: 'Red' }[evidence.flag] }]
      : []),
    { label: 'Lost to absence', value: share(evidence.lostToAbsence) },
    { label: 'Lost to lateness', value: share(evidence.lostToLateness) },
    ...(evidence.occurrences.length > 0
      ? [
          {
            label: 'Occurrences',
            value: evidence.occurrences
              .slice(-4)
              .map((one) => `${sayDay(one.day)} (${one.percent.toFixed(2)}%)`)
              .join('\n'),
          },
        ]
      : []),
  ];
}

/** The case as its owner decides it, or, for others and once decided, as it stands. Shows the evidence (SPEC "What holds for both"). */
export async function viewCase(world: World, riskCase: RiskCase, viewer: Person): Promise<CardModel> {
  const pack = packOfCase(world, riskCase);
  const learner = await world.records.people.byId(riskCase.learnerId);
  const deciders = new Map<string, Person>(
    (await world.records.people.byIds(riskCase.decisions.map((one) => one.byId))).map((person) => [person._id, person]),
  );
  const all = pack.options[riskCase.kind];
  const taken = new Set(riskCase.decisions.map((one) => one.option));
  const isDecider = riskCase.state === 'open' && (await actsAs(world, viewer, [riskCase.ownerId])) !== undefined;
  const open = isDecider ? all.filter((option) => riskCase.kind === 'fall' || !taken.has(option.code)) : [];
  const decisions = riskCase.decisions.map((one) => {
    const option = all.find((candidate) => candidate.code === one.option);
    const by = deciders.get(one.byId);
    const note = one.note ? ` “${one.note}”` : '';
    return {
      text: `${option?.label ?? one.option}: ${by ? callName(by) : 'someone'}, ${sayDay(dayOf(one.at))} ${timeOf(one.at, defaultZone)}.${note}`,
      next: option?.next ?? '',
    };
  });
  const data: CaseView = {
    caseId: riskCase._id,
    version: riskCase.version,
    title: `${flagTitles[riskCase.askedAt]}: ${riskCase.state === 'open' ? kindTitles[riskCase.kind] : stateTitles[riskCase.state]}`,
    flag: riskCase.askedAt,
    who: learner ? `${callName(learner)} (${learner.ref})` : 'Unknown learner',
    why: riskCase.why,
    facts: factsOf(riskCase, pack),
    weeks: await weeksOf(world, riskCase, pack),
    options: open,
    decisions,
    said: riskCase.withdrawn?.why ?? (riskCase.state === 'open' && !isDecider ? 'With the manager.' : ''),
  };
  return { card: open.length > 0 ? 'case-decide' : 'case-done', data };
}
