import { collegeYearOf, type Day, mondayOf, sayDay, sayWhen, timeOf } from '../../domain/calendar.ts';
import { callName, firstName, isStaff, nameAndRef, type Person } from '../../domain/person.ts';
import { sayStart } from '../../domain/session.ts';
import { wholePercent } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { CardModel, ListCommand, ListItem } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { standingId } from '../core/records/standing.ts';
import { reachOf } from '../core/rights.ts';
import { storyLink } from '../core/story-link.ts';
import { dayFacts, frozenSince, programmesSeen, type SessionFact } from '../overview/day-facts.ts';
import { todayOf } from '../overview/weeks.ts';
import { figuresOf, flagsShown, flagTones, flagWords, shownFigures } from '../standing/figures.ts';

const mostShown = 6;
const mostLines = 8;

/** Whether somebody is there, in a sentence, from what is known of each of their sessions. */
function sayThere(name: string, facts: readonly SessionFact[], when: string, isToday: boolean): string {
  const live = facts.filter((one) => one.state !== 'cancelled');
  const [first] = live;
  if (!first) return facts.length > 0 ? `What was planned ${when} is cancelled.` : `${name} has no sessions ${when}.`;
  const states = new Set(live.map((one) => one.state));
  const is = isToday ? 'is' : 'was';
  if (states.size === 1 && states.has('to-come')) {
    const { title, startsAt, zone } = first.session;
    return `Not known yet: ${title} starts at ${timeOf(startsAt, zone)} ${when}.`;
  }
  const isIn = states.has('in') || states.has('late');
  if (isIn && !states.has('out')) return `Yes, ${name} ${is} in.`;
  if (states.has('out') && !isIn) return `No, ${name} ${is} marked absent.`;
  if (isIn) return `${name} ${is} in for part of it.`;
  if (states.has('told')) return `${name} told us beforehand, or somebody did.`;
  return `Not known yet: no register with ${name} on it is saved.`;
}

/** Whether a learner is in, on one day. */
export async function showWhetherIn(world: World, viewer: Person, learner: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const on = day ?? today;
  const facts = await dayFacts(world, learner, [on], viewer);
  const items = facts.slice(0, mostShown).map(({ session, words }) => ({ title: sayStart(session), detail: words }));
  const lead = sayThere(firstName(learner), facts, sayWhen(on, today), on >= today);
  const commands = [{ title: `How is ${firstName(learner)} doing?`, say: `how is ${learner.ref} doing` }];
  return { card: 'list-plain', data: { title: callName(learner), lead, items, commands } };
}

type Seen = { percent: number | null; attended: number; sessions: number };

/** The programmes of a learner that somebody may see something of, and the packs under which they have figures. */
type Sight = { programmeIds: string[]; packIds: string[] };

/** Sessions counted and missed in the week of today, as the viewer may see them. */
async function weekOf(
  world: World,
  viewer: Person,
  learner: Person,
  { packIds, programmeIds }: Sight,
): Promise<ListItem[]> {
  const today = todayOf(world);
  const since = await frozenSince(world, viewer, learner._id);
  let [counted, missed] = [0, 0];
  for (const packId of packIds) {
    const pack = packOn(world.packs, packId, today);
    for (const mark of await world.records.marks.ofLearner(learner._id, packId, collegeYearOf(today))) {
      if (mark.day < mondayOf(today) || (since && mark.startsAt >= since) || !programmeIds.includes(mark.programmeId))
        continue;
      const { sessions, attended } = tallyOf(mark, pack);
      counted += sessions;
      missed += sessions - attended;
    }
  }
  const detail = counted === 0 ? 'No marks yet' : `Missed ${missed} of ${counted}`;
  return [{ title: 'This week', detail }];
}

/** The risk flag, for those who decide on it; under a hold the one from before it (S11). */
async function flagOf(world: World, viewer: Person, learner: Person, packIds: readonly string[]): Promise<ListItem[]> {
  if (reachOf(viewer, 'view-at-risk') === undefined) return [];
  const shown = await flagsShown(world, [learner._id]);
  const year = collegeYearOf(todayOf(world));
  for (const packId of packIds) {
    const standing = await world.records.marks.standing(standingId(learner._id, packId, year));
    const flag = standing ? shown(standing) : 'none';
    if (flag === 'none') continue;
    return [{ title: 'Risk flag', detail: flagWords[flag], tone: flagTones[flag] }];
  }
  return [];
}

/** Whom to call: the family for those who may, else who at the college has to do with the learner. */
async function contactsOf(world: World, viewer: Person, learner: Person, { programmeIds }: Sight): Promise<ListItem[]> {
  const all = await world.records.enrolments.ofLearner(learner._id);
  // Somebody outside sees who has to do with the learner where they have.
  const enrolments = isStaff(viewer) ? all : all.filter((one) => programmeIds.includes(one.programmeId));
  const ids = enrolments.flatMap((one) => [one.mentorId, one.coachId, one.employerId].filter((id) => id !== undefined));
  const people = new Map((await world.records.people.byIds([...new Set(ids)])).map((one) => [one._id, callName(one)]));
  const name = (key: 'mentorId' | 'coachId' | 'employerId') =>
    [...new Set(enrolments.flatMap((one) => people.get(one[key] ?? '') ?? []))].join(', ');
  const college = [
    { title: 'Mentor', detail: name('mentorId') },
    { title: 'Coach', detail: name('coachId') },
    ...(isStaff(viewer) ? [{ title: 'Employer', detail: name('employerId') }] : []),
  ].filter((one) => one.detail !== '');
  if (reachOf(viewer, 'view-contacts') === undefined) return college;
  const family = (learner.contacts ?? []).map((one) => ({
    title: `${one.name}, ${one.relation}`,
    detail: one.doNotContact ? 'do not contact' : [one.mobile, one.email].filter(Boolean).join(', ') || 'no number',
  }));
  const own = [learner.mobile, learner.email].filter(Boolean).join(', ');
  return [...(own ? [{ title: 'Phone', detail: own }] : []), ...family.slice(0, 2), ...college];
}

function buttonsFor(viewer: Person, learner: Person): ListCommand[] {
  const isOffered = (say: string, action: Parameters<typeof reachOf>[1], title: string) =>
    reachOf(viewer, action) === undefined ? [] : [{ title, say }];
  return [
    { title: `Is ${firstName(learner)} in?`, say: `is ${learner.ref} in` },
    ...isOffered('report at risk', 'report-at-risk', 'Report at risk'),
    ...isOffered('at risk', 'view-at-risk', 'At risk'),
    ...isOffered('my learners', 'view-my-learners', 'My learners'),
  ].slice(0, 3);
}

/** The figures of a learner's year that somebody may see. */
async function figuresSeen(world: World, viewer: Person, learner: Person): Promise<Sight & { seen: Seen[] }> {
  const figures = await (isStaff(viewer) ? figuresOf : shownFigures)(world, learner._id);
  const programmeIds = await programmesSeen(world, viewer, learner._id);
  const isTheirs = (one: { programmeId: string }) => programmeIds.includes(one.programmeId);
  const packIds = figures.filter((one) => one.programmes?.some(isTheirs)).map((one) => one.packId);
  const isWhole = viewer._id === learner._id || reachOf(viewer, 'view-learner') === 'any';
  const seen = isWhole ? figures : figures.flatMap((one) => one.programmes ?? []).filter(isTheirs);
  return { seen, packIds, programmeIds };
}

/** "84% attendance this year: 3 of 20 sessions missed." Cut, never rounded up. */
function sayFigures(seen: readonly Seen[]): string {
  const said = seen.map(({ percent, attended, sessions }) => {
    const share = percent === null ? 'No' : wholePercent(percent);
    return `${share} attendance this year: ${sessions - attended} of ${sessions} ${sessions === 1 ? 'session' : 'sessions'} missed.`;
  });
  return said.join(' ') || 'No register with a mark is saved this year yet.';
}

/** What somebody may see of a learner, on a short card: attendance, today, this week, whom to call. */
export async function showLearner(world: World, viewer: Person, learner: Person): Promise<CardModel> {
  const { seen, ...sight } = await figuresSeen(world, viewer, learner);
  const facts = await dayFacts(world, learner, [todayOf(world)], viewer);
  const now = facts.slice(0, 3).map(({ session, words }) => ({ title: `Today, ${sayStart(session)}`, detail: words }));
  const items = [
    ...(await flagOf(world, viewer, learner, sight.packIds)),
    ...(now.length > 0 ? now : [{ title: 'Today', detail: 'No sessions' }]),
    ...(await weekOf(world, viewer, learner, sight)),
    ...(await contactsOf(world, viewer, learner, sight)),
  ];
  const title = isStaff(viewer) ? nameAndRef(learner) : callName(learner);
  const commands = buttonsFor(viewer, learner);
  const links = await storyLink(world, viewer, learner._id);
  const data = { title, lead: sayFigures(seen), items: items.slice(0, mostLines), commands, links };
  return { card: 'list-plain', data };
}

/** How much somebody has missed this year, and when last. */
export async function showMissed(world: World, viewer: Person, learner: Person): Promise<CardModel> {
  const { seen, ...sight } = await figuresSeen(world, viewer, learner);
  const isSelf = viewer._id === learner._id;
  const last = (isSelf || isStaff(viewer) ? await shownFigures(world, learner._id) : [])
    .flatMap((one) => one.lastMissed ?? [])
    .sort()
    .at(-1);
  const items = [
    ...(await weekOf(world, viewer, learner, sight)),
    ...(last ? [{ title: 'Last missed', detail: sayDay(last) }] : []),
  ];
  const commands = isSelf
    ? [
        { title: 'My attendance', say: 'my attendance' },
        { title: 'Ask for another look', say: 'contest' },
      ]
    : buttonsFor(viewer, learner);
  const title = isSelf ? 'What you have missed' : callName(learner);
  return { card: 'list-plain', data: { title, lead: sayFigures(seen), items, commands } };
}

/** True where a mark counts against a learner; for offering another look at it. */
export function isAgainst(fact: SessionFact): boolean {
  return fact.state === 'out' || fact.state === 'late';
}
