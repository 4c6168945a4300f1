import { collegeYearOf, yearStart } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { ageOn, callName, isStaff, type Person } from '../../domain/person.ts';
import type { Flag, Tally } from '../../domain/standing.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { reasonLabel } from '../../policy/rules/reasons.ts';
import { idsFor } from '../core/acting-for.ts';
import { isSeenOutside } from '../core/hold-gate.ts';
import { noteSeen } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';
import { rightFor } from '../core/rights.ts';
import { type Sight, sightOf } from '../core/sight.ts';
import { holdOn } from '../core/silence.ts';
import { yearBegan } from '../core/year-of-case.ts';
import { type ReviewSpan, spanOf } from '../measures/on-review.ts';
import { sayWhat } from '../notices/say-notice.ts';
import { readerOf } from '../safeguarding/who-may-read.ts';
import { flagsShown } from '../standing/figures.ts';
import { type Attended, lastAttended } from '../standing/last-attended.ts';
import { type Call, callsOf } from './calls.ts';
import { marksAsOf } from './marks-as-of.ts';
import { caseRows, concernRows, enrolmentRows, taskRows } from './story-decided.ts';
import { type WeekEvent, weekEvents } from './story-events.ts';
import { callable } from './story-instead.ts';
import { markRows } from './story-marks.ts';
import { whereNow } from './story-now.ts';
import type { Delivery, StoryRow } from './story-row.ts';
import { toldRows } from './story-told.ts';
import { todayOf, type Week, weeksOfMarks, yearSum } from './weeks.ts';

/** A learner's year under one policy, on the programmes the viewer may see. */
export type StoryYear = {
  packId: string;
  programmeIds: string[];
  title: string;
  percent: number | null;
  /** True where the policy counts minutes: then being late takes something off, and no session missed is less than 100%. */
  isOfTime: boolean;
  sessions: number;
  missed: number;
  tally: Tally;
  rank: string;
  flag?: Flag;
  /** The policy's line, in percent. */
  line: number;
  weeks: Week[];
  attended?: Attended;
  /** What happened beside the marks, and the Conduct Reviews on these programmes. */
  events: WeekEvent[];
  reviews: ReviewSpan[];
};
export type StoryEntry = Pick<StoryRow, 'at' | 'kind' | 'what' | 'words' | 'of'> & { who: string; sent: Delivery[] };
export type Story = {
  at: Date;
  /** `age` in years, for those who call the family, and must know whether it is a child. */
  learner: { id: string; name: string; ref: string; age?: number };
  /** Each with the group they are in. */
  programmes: string[];
  years: StoryYear[];
  calls: Call[];
  /** Where they are just now, in words; empty on one's own page. */
  now: string;
  /** The newest first. */
  rows: StoryEntry[];
  isSelf: boolean;
};

type Scope = {
  world: World;
  viewer: Person;
  learner: Person;
  sight: Sight;
  programmes: Programme[];
  enrolments: Enrolment[];
};

/** Everything stops at the beginning of a hold for whoever is not of the staff (S11). */
type Hold = { since: Date } | undefined;

async function yearsOf({ world, learner, sight, programmes, enrolments }: Scope, frozen: Hold) {
  const today = todayOf(world);
  const flag = await flagsShown(world, [learner._id]);
  const years: Omit<StoryYear, 'events' | 'reviews'>[] = [];
  const rows = [];
  const year = collegeYearOf(today);
  const standings = await world.records.marks.standingsOf([learner._id]);
  for (const [packId, own] of Map.groupBy(programmes, (one) => one.pack)) {
    const pack = packOn(world.packs, packId, today);
    const ids = own.map((one) => one._id);
    const all = await world.records.marks.ofLearner(learner._id, packId, year);
    const seen = all.filter((one) => ids.includes(one.programmeId));
    const marks = frozen ? await marksAsOf(world, learner._id, seen, frozen.since) : seen;
    const weeks = weeksOfMarks(marks, pack, today);
    const sums = yearSum(marks, pack);
    const attended = lastAttended(marks, pack);
    const standing = standings.find((one) => one.packId === packId && one.year === year);
    const isFlagged = pack.occurrences !== null && ids.some((id) => sight.may('view-case', id));
    years.push({
      packId,
      programmeIds: ids,
      title: own.map((one) => one.name).join(', '),
      ...sums,
      isOfTime: pack.attendance.unit === 'minutes',
      line: pack.occurrences?.belowPercent ?? pack.attendance.targetPercent,
      weeks,
      ...(attended ? { attended } : {}),
      ...(isFlagged && standing ? { flag: flag(standing) } : {}),
    });
    const fromMarks = await markRows(world, learner._id, marks, pack, frozen?.since);
    rows.push(...fromMarks.filter((one) => !frozen || one.at <= frozen.since));
  }
  for (const one of enrolments)
    for (const programme of programmes.filter(({ _id }) => _id === one.programmeId && sight.may('view-case', _id)))
      rows.push(...enrolmentRows(world, one, programme));
  return { years, rows };
}

/** Whose card a task is: who acts or watches, or stands in for one of them. */
function isPart(task: Task, ids: readonly string[]): boolean {
  return [...task.ownerIds, ...task.watcherIds].some((id) => ids.includes(id));
}

async function decidedRows({ world, viewer, learner, sight, programmes }: Scope, tasks: readonly Task[], hold: Hold) {
  const ids = await idsFor(world, viewer);
  const seen = programmes.map((one) => one._id);
  const cases = (await world.records.cases.allOfLearner(learner._id)).filter(
    (one) => seen.includes(one.programmeId) && sight.may('view-case', one.programmeId),
  );
  // What came of a case or went outside since a hold began would tell of it (S11).
  const isBefore = (at: Date) => !hold || at <= hold.since;
  const fromTasks = tasks.flatMap((task) => {
    const isTheirs = isPart(task, ids) && sight.may(rightFor(task.kind), task.programmeId);
    if (
      !isTheirs &&
      !(isStaff(viewer) && viewer._id !== learner._id && sight.may(rightFor(task.kind), task.programmeId))
    )
      return [];
    const rows = taskRows(world, task, isTheirs);
    return isSeenOutside(task.kind) || !isStaff(viewer) ? rows.filter((row) => isBefore(row.at)) : rows;
  });
  const before = cases.filter((one) => isBefore(one.openedAt));
  return [...(await caseRows(world, before)), ...fromTasks];
}

/** The Conduct Reviews of a learner, for colleagues who may see what was decided. */
function reviewsOf({ sight }: Scope, tasks: readonly Task[]): ReviewSpan[] {
  return tasks.flatMap((task) => {
    const review = taskOf('conduct-review', task);
    const span = review && spanOf(review);
    return span && sight.may('view-case', span.programmeId) ? [span] : [];
  });
}

async function noticeRows({ world, viewer, learner, sight, programmes }: Scope, frozen: Hold) {
  const notices = await world.records.notices.ofLearner(learner._id, yearStart(collegeYearOf(todayOf(world))));
  const packs = programmes.map((one) => packOn(world.packs, one.pack, todayOf(world)));
  const isSeen = (byId: string, at: Date) => !frozen || at <= frozen.since || byId === viewer._id;
  const told = notices.filter((one) => one.confirmedAt && isSeen(one.byId, one.confirmedAt));
  return told.flatMap((one) => {
    const isReason = sight.may('view-reason') && one.kind !== 'elsewhere' && one.reason !== 'none';
    const reason = isReason ? ` (${reasonLabel(one.reason, packs).toLowerCase()})` : '';
    const via = one.via ? `, by ${one.via}` : '';
    const decided = (one.decisions ?? []).filter(({ at }) => !frozen || at <= frozen.since);
    return [
      { at: one.createdAt, kind: 'notice' as const, what: `${sayWhat(one)}${reason}${via}`, byIds: [one.byId] },
      ...decided.map(({ at, state, byId, why }) => ({
        at,
        kind: 'decision' as const,
        what: `${{ accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' }[state]}: ${sayWhat(one)}`,
        byIds: [byId],
        ...(why && sight.may('view-reason') ? { words: why } : {}),
      })),
      ...(one.withdrawnAt && one.state === 'withdrawn' && !one.replacedBy
        ? [{ at: one.withdrawnAt, kind: 'notice' as const, what: `Taken back: ${sayWhat(one)}`, byIds: [one.byId] }]
        : []),
    ];
  });
}

/** "Level 2 Business, group A": with the groups of today. */
function withGroup({ world, enrolments }: Scope, { _id, name }: Programme): string {
  const today = todayOf(world);
  const groups = enrolments
    .filter((one) => one.programmeId === _id)
    .flatMap((one) => one.groups.filter((group) => covers(group, today)).map((group) => group.name));
  return groups.length > 0 ? `${name}, group ${[...new Set(groups)].join(', ')}` : name;
}

function ageFor({ world, learner, sight }: Scope): { age?: number } {
  return learner.born && sight.may('view-contacts') ? { age: ageOn(learner.born, todayOf(world)) } : {};
}

/**
 * Everything about one learner in this college year, in date order, as far as the viewer may see it (S2, G14): marks,
 * what was told, decisions and steps, who was told by which channel and whether it arrived; what the Safeguarding Team
 * knows for that team alone (S11). Refuses with `not-allowed`.
 */
export async function learnerStory(world: World, viewer: Person, learnerId: string): Promise<Outcome<Story>> {
  const { people, enrolments, concerns, tasks } = world.records;
  const learner = await people.byId(learnerId);
  const sight = await sightOf(world, viewer, learnerId);
  const seen = sight.programmeIds.filter((id) => sight.may('view-story', id));
  if (!learner?.roles.includes('learner') || (seen.length === 0 && !sight.may('view-story')))
    return refuse('not-allowed');
  const all = (await enrolments.programmes()).filter((one) => seen.includes(one._id));
  const own = (await enrolments.ofLearner(learnerId)).filter((one) => seen.includes(one.programmeId));
  const scope: Scope = { world, viewer, learner, sight, programmes: all, enrolments: own };
  const isSelf = viewer._id === learnerId;
  if (!isSelf) {
    const seen = { byId: viewer._id, thingId: learnerId, aboutIds: [learnerId] };
    await noteSeen(world, { ...seen, what: 'story', how: 'page' });
  }
  const isReader = await readerOf(world, viewer);
  const held = (await holdOn(world, learnerId)) as Hold;
  const read = isSelf ? [] : (await concerns.ofLearner(learnerId)).filter(isReader);
  const isTeam = !isSelf && sight.may('view-concern');
  const frozen = isSelf || !isStaff(viewer) ? held : undefined;
  const about = await tasks.allOfLearner(learnerId);
  const mine = about.filter((one) => !one.programmeId || seen.includes(one.programmeId));
  const { years, rows } = await yearsOf(scope, frozen);
  const since = yearBegan(world);
  const employers = await people.byIds(own.flatMap((one) => one.employerId ?? []));
  const foreign = new Set(about.filter((one) => !mine.includes(one)).map((one) => one._id));
  const told = sight.may('view-told')
    ? await toldRows(world, learner, mine, { since, employers, isTeam, foreign, mayCall: callable(viewer, sight) })
    : [];
  const gathered: StoryRow[] = [
    ...rows,
    ...(await noticeRows(scope, frozen)),
    ...(await decidedRows(scope, mine, isTeam ? undefined : held)),
    ...told,
    ...read.flatMap(concernRows),
  ].filter((row) => row.at >= since);
  const names = new Map(
    (await people.byIds(gathered.flatMap((row) => [...row.byIds, ...(row.asked?.ids ?? [])]))).map((one) => [
      one._id,
      callName(one),
    ]),
  );
  const reviews = isSelf ? [] : reviewsOf(scope, mine);
  const who = (ids: readonly string[]) =>
    ids.map((id) => names.get(id) ?? (id === 'bot' ? 'By rule' : 'Someone who has left')).join(', ');
  return {
    at: world.clock.now(),
    learner: { id: learnerId, name: callName(learner), ref: learner.ref, ...ageFor(scope) },
    programmes: all.map((one) => withGroup(scope, one)),
    years: years.map((year) => ({
      ...year,
      events: weekEvents(gathered, year.programmeIds),
      reviews: reviews.filter((one) => year.programmeIds.includes(one.programmeId)),
    })),
    now: isSelf ? '' : await whereNow(world, viewer, learner, seen),
    calls: isSelf
      ? []
      : await callsOf(
          world,
          viewer,
          sight,
          learner,
          own.filter((one) => covers(one, todayOf(world))),
        ),
    rows: gathered
      .map(({ at, kind, what, words, of, byIds, asked, sent }) => ({
        at,
        kind,
        what: asked ? `${what} ${asked.as} ${who(asked.ids)}` : what,
        ...(words ? { words } : {}),
        ...(of ? { of } : {}),
        who: who(byIds),
        sent: sent ?? [],
      }))
      .toSorted((a, b) => b.at.getTime() - a.at.getTime()),
    isSelf,
  };
}
