import { collegeYearOf, dayOf, defaultZone, sayDate, sayDay, timeOf, yearStart } from '../../domain/calendar.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { tenthPercent, wholePercent } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import type { CaseOption } from '../../policy/policy-pack.ts';
import { suddenFall } from '../../policy/rules/patterns.ts';
import { isPersonal } from '../../policy/rules/reasons.ts';
import { cutPercent } from '../../policy/rules/tally.ts';
import { actsAs } from '../core/acting-for.ts';
import type { CardModel, CaseView } from '../core/card-model.ts';
import { sayChased } from '../core/chase.task.ts';
import { decideBy } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { storyLink } from '../core/story-link.ts';
import { takenOut } from '../core/typed-words.ts';
import { heldOn, pressBefore, sayPressed, undoTitle } from '../core/undo.ts';
import { awaitsYearTurn } from '../core/year-of-case.ts';
import { sayStillOpen } from '../measures/so-far.ts';
import { type AttendancePicture, pictureOf, sayOccurrences } from '../standing/attendance-picture.ts';
import { flagWords } from '../standing/figures.ts';
import { missesMoreThanOthers } from '../standing/misses-more.ts';
import { type CaseWords, caseSayer } from './say-case.ts';

/** The pack version a case was opened under. */
export function packOfCase(world: World, riskCase: RiskCase): LoadedPack {
  const same = world.packs.find((pack) => pack.id === riskCase.pack.id && pack.version === riskCase.pack.version);
  return same ?? packOn(world.packs, riskCase.pack.id, dayOf(riskCase.openedAt));
}

const flagTitles = { ...flagWords, none: 'Attendance' } as const;
const kindTitles = { fall: 'decision needed', noticed: 'noticed', report: 'at risk of disengaging' } as const;
const stateTitles = { decided: 'decided', closed: 'closed', withdrawn: 'withdrawn' } as const;

function factsOf(riskCase: RiskCase, pack: LoadedPack): CaseView['facts'] {
  // What a decision rested on stays what it was.
  const evidence = riskCase.decisions.at(-1)?.evidence ?? riskCase.evidence;
  const rank = pack.ranks?.find((one) => one.code === evidence.rank);
  const share = (minutes: number) => tenthPercent(cutPercent(minutes, evidence.plannedMinutes) ?? 0);
  return [
    {
      label: 'Attendance',
      value:
        evidence.percent === null
          ? 'no marks yet'
          : `${wholePercent(evidence.percent)} over ${evidence.sessions} sessions`,
    },
    ...(rank ? [{ label: 'Rank', value: rank.judgement }] : []),
    ...(pack.occurrences
      ? [{ label: 'Risk flag', value: { none: 'None', amber: 'Amber', red: 'Red' }[evidence.flag] }]
      : []),
    { label: 'Lost to absence', value: share(evidence.lostToAbsence) },
    { label: 'Lost to lateness', value: share(evidence.lostToLateness) },
    ...(evidence.occurrences.length > 0
      ? [
          {
            label: 'Occurrences',
            value: sayOccurrences(evidence.occurrences).join('\n'),
          },
        ]
      : []),
  ];
}

const mostGathered = 6;

/** What was noticed or reported when, where it is more than one thing, or was of an earlier day than the card. */
function listOf({ kind, openedAt }: RiskCase, { gathered }: CaseWords): CaseView['facts'] {
  if (gathered.length < 2 && (gathered[0]?.day ?? '9') >= dayOf(openedAt)) return [];
  const shown = gathered
    .slice(-mostGathered)
    .map((one) => `${one.isNow ? 'Since ' : ''}${sayDate(one.day)}: ${one.words}`);
  const left = gathered.length - shown.length;
  const value = [...(left > 0 ? [`${left} earlier`] : []), ...shown].join('\n');
  return [{ label: kind === 'report' ? 'Reported' : 'Noticed', value }];
}

/**
 * What the figures suggest to the mentor (G8): support where what people told points to health or personal
 * circumstances, discipline from the second occurrence, else watching on; of the options the pack has, by what they
 * mean. Only a proposal: the mentor decides.
 */
async function proposeOption(
  world: World,
  riskCase: RiskCase,
  options: readonly CaseOption[],
  { pattern, chart }: Pick<AttendancePicture, 'pattern' | 'chart'>,
): Promise<CaseView['proposal']> {
  const year = collegeYearOf(dayOf(world.clock.now()));
  const told = (await world.records.notices.ofLearner(riskCase.learnerId, yearStart(year))).filter(
    (one) => one.state === 'confirmed',
  );
  const own = told.filter((one) => isPersonal(one.reason, packOfCase(world, riskCase))).length;
  const count = riskCase.evidence.occurrences.length;
  const suggest = (means: CaseOption['means'], why: string) => {
    const option = options.find((one) => one.means === means);
    return option && { code: option.code, why };
  };
  if (own >= 2 && own * 2 >= told.length)
    return suggest('support', `${own} of ${told.length} notices name health or family.`);
  const last = riskCase.decisions.at(-1);
  if (options.some((one) => one.code === last?.option && one.means === 'support'))
    return { code: '', why: 'Support was decided before: ask how things are first.' };
  const fall = suddenFall(chart.map((week) => week.value));
  if (fall)
    return {
      code: '',
      why: `A sudden fall: ${fall.before}% before, ${fall.now}% in the last ${fall.weeks} weeks. It could be health or family: ask first.`,
    };
  if (count >= 2 && !(await missesMoreThanOthers(world, riskCase.learnerId, packOfCase(world, riskCase))))
    return { code: '', why: 'The others on the programme miss as much: ask first what keeps them all away.' };
  if (count >= 2)
    return suggest(
      'discipline',
      `${count} occurrences, and nothing told points to health or family.${pattern ? ` ${pattern}.` : ''}`,
    );
  return suggest('monitor', 'Fewer than two occurrences so far.');
}

/** The case as its owner decides it, or, for others and once decided, as it stands. Shows the evidence (SPEC "What holds for both"). */
export async function viewCase(world: World, riskCase: RiskCase, viewer: Person): Promise<CardModel> {
  const links = riskCase.state === 'open' ? await storyLink(world, viewer, riskCase.learnerId) : [];
  return drawCase(world, riskCase, viewer, links);
}

/** What is decided on a case and can still be undone, for whoever decides it. */
async function pendingOn(world: World, { _id }: RiskCase, viewer: Person): Promise<CaseView['pending']> {
  const held = await heldOn(world, { kind: 'case', id: _id });
  if (!held) return undefined;
  const { title, count, press } = held.data;
  const undo = undoTitle(world, held, viewer);
  return {
    title,
    by: await sayPressed(world, held),
    ...(undo ? { undo } : {}),
    version: count,
    note: typeof press.note === 'string' ? press.note : '',
  };
}

/** A note beside the options: what the viewer wrote with a decision that came to nothing, or where nothing can be undone an empty one. */
async function noteFirstOf(world: World, { _id }: RiskCase, viewer: Person): Promise<Pick<CaseView, 'noteFirst'>> {
  const before = await pressBefore(world, { kind: 'case', id: _id });
  const { note } = before?.data.byId === viewer._id ? before.data.press : {};
  if (typeof note === 'string' && note !== takenOut) return { noteFirst: note };
  return world.undoMinutes ? {} : { noteFirst: '' };
}

/** What else is open about the learner, whoever has it. */
export const stillOpenLabel = 'Still open';

/** The same, with these links on it. `asked`: the option of which a word of why is asked first. */
export async function drawCase(
  world: World,
  riskCase: RiskCase,
  viewer: Person,
  links: NonNullable<CaseView['links']> = [],
  asked?: string,
): Promise<Extract<CardModel, { card: 'case-decide' | 'case-done' }>> {
  const pack = packOfCase(world, riskCase);
  const learner = await world.records.people.byId(riskCase.learnerId);
  const deciders = new Map<string, Person>(
    (await world.records.people.byIds(riskCase.decisions.map((one) => one.byId))).map((person) => [person._id, person]),
  );
  // Of one that is not open what it was decided on is shown.
  const picture = riskCase.state === 'open' ? await pictureOf(world, riskCase.learnerId, riskCase.pack.id) : undefined;
  const all = pack.options[riskCase.kind];
  const since = riskCase.reopenedAt ?? new Date(0);
  const taken = new Set(riskCase.decisions.filter((one) => one.at >= since).map((one) => one.option));
  const isEnded = awaitsYearTurn(world, riskCase);
  const isDecider =
    riskCase.state === 'open' && !isEnded && (await actsAs(world, viewer, [riskCase.ownerId])) !== undefined;
  const pending = isDecider ? await pendingOn(world, riskCase, viewer) : undefined;
  const open = isDecider && !pending ? all.filter((option) => riskCase.kind === 'fall' || !taken.has(option.code)) : [];
  const decisions = riskCase.decisions.map((one) => {
    const option = all.find((candidate) => candidate.code === one.option);
    const by = deciders.get(one.byId);
    const note = one.note ? ` “${one.note}”` : '';
    return {
      text: `${option?.label ?? one.option}: ${by ? callName(by) : 'someone'}, ${sayDay(dayOf(one.at))} ${timeOf(one.at, defaultZone)}.${note}`,
      next: option?.next ?? '',
    };
  });
  const words = (await caseSayer(world, [riskCase]))(riskCase);
  const again = isDecider ? await sayChased(world, { kind: 'case', id: riskCase._id }, riskCase.learnerId) : '';
  const stillOpen = picture && riskCase.decisions.length > 0 ? await sayStillOpen(world, riskCase.learnerId) : '';
  const asks = open.find((one) => one.code === asked);
  const isProposed = picture !== undefined && open.length > 0 && !asks && riskCase.kind === 'fall';
  const decideDay = isProposed ? await decideBy(world, riskCase) : undefined;
  const data: CaseView = {
    caseId: riskCase._id,
    version: riskCase.version,
    title: `${flagTitles[riskCase.askedAt]}: ${pending ? 'decided' : riskCase.state === 'open' ? kindTitles[riskCase.kind] : stateTitles[riskCase.state]}`,
    flag: riskCase.askedAt,
    who: learner ? nameAndRef(learner) : 'Unknown learner',
    why: again ? `${words.why} ${again}` : words.why,
    facts: [
      // What was just decided has its own words and Undo, and no room for the list.
      ...(pending ? [] : listOf(riskCase, words)),
      ...(picture
        ? [...(stillOpen ? [{ label: stillOpenLabel, value: stillOpen }] : []), ...picture.facts]
        : factsOf(riskCase, pack)),
    ],
    weeks: picture?.chart ?? [],
    proposal: isProposed ? await proposeOption(world, riskCase, open, picture) : undefined,
    // A day that has gone by is said by who asks again.
    ...(decideDay && decideDay >= dayOf(world.clock.now()) ? { decideBy: sayDay(decideDay) } : {}),
    ...(open.length > 0 ? await noteFirstOf(world, riskCase, viewer) : {}),
    options: asks ? [] : open,
    decisions,
    ...(pending ? { pending } : {}),
    ...(asks ? { asks: { code: asks.code, label: asks.label } } : {}),
    said:
      words.withdrawn ??
      words.notes.findLast((one) => !one.isQuiet && one.at >= since)?.words ??
      (isEnded
        ? 'The year has ended. Close it or carry it over on the card that asks for it.'
        : riskCase.state === 'open' && !isDecider
          ? 'With the manager.'
          : ''),
  };
  return { card: open.length > 0 || pending ? 'case-decide' : 'case-done', data: { ...data, links } };
}
