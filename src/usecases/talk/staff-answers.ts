import { pickTold, sayTold } from '../../domain/absence-notice.ts';
import { addDays, addMinutes, type Day, daysBetween, mondayOf, sayDay, sayWhen } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { isRefusal, type Outcome } from '../../domain/failure.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import { isAwaited } from '../../domain/register.ts';
import { sayStart } from '../../domain/session.ts';
import { addTally, emptyTally, wholePercent } from '../../domain/standing.ts';
import { sayUnmarked, type Unmarked, unmarkedOf } from '../../domain/unmarked.ts';
import { isUnauthorised, markType, packOn } from '../../policy/pack-shelf.ts';
import { attendancePercent, type InUnit, tallyOfMany } from '../../policy/rules/tally.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { isLoggedByLearners, loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { staffSessions } from '../core/staff-sessions.ts';
import { wordsIn } from '../core/story-link.ts';
import { caseload, isWorrying } from '../overview/caseload.ts';
import { college } from '../overview/college.ts';
import { whatChanged } from '../overview/digest-changes.ts';
import { sayMove, todayOf } from '../overview/weeks.ts';
import { sayChoice } from '../registers/register-choices.ts';
import { flagTones, flagWords } from '../standing/figures.ts';

const mostShown = 8;
const backDays = 5;

const list = (title: string, lead: string, items: ListItem[] = [], say: string[] = []): CardModel => ({
  card: 'list-plain',
  data: {
    title,
    lead,
    items:
      items.length > mostShown
        ? [...items.slice(0, mostShown), { title: `and ${items.length - mostShown} more`, detail: '' }]
        : items,
    commands: say.map((one) => ({ title: capital(one), say: one })),
  },
});

type LateRegister = { title: string; tutors: string; unmarked: Unmarked };

/** Registers past their time and not saved, of the last days and today, the oldest first; of what somebody may see. */
async function lateRegisters(world: World, actor: Person): Promise<LateRegister[]> {
  const now = world.clock.now();
  const sessions = await staffSessions(world, actor, 'view-late-registers', { back: backDays, ahead: 0 });
  const late: LateRegister[] = [];
  for (const session of sessions.filter((one) => !one.cancelled && one.startsAt < now)) {
    const register = await world.records.registers.byId(session._id);
    const context = register?.state === 'open' ? await loadSession(world, session._id) : null;
    if (!register || !context || isLoggedByLearners(context)) continue;
    if (addMinutes(session.startsAt, context.pack.register.overdueMinutes) > now) continue;
    const tutors = (await world.records.people.byIds(session.tutorIds)).map(callName).join(', ');
    const day = session.day === todayOf(world) ? '' : `, ${sayDay(session.day)}`;
    late.push({
      title: `${sayStart(session)}${day}`,
      tutors,
      unmarked: unmarkedOf(register.rows),
    });
  }
  return late;
}

/** Which registers are late, whose they are, and how many learners nobody knows of because of it (S7). */
export async function showLateRegisters(world: World, actor: Person): Promise<CardModel> {
  const late = await lateRegisters(world, actor);
  const items = late.map(({ title, tutors, unmarked }) => ({
    title,
    detail: `${tutors}: ${sayUnmarked(unmarked)}`,
    tone: 'attention' as const,
  }));
  const lead =
    late.length === 0
      ? 'No register is late.'
      : `${late.length === 1 ? 'One register is' : `${late.length} registers are`} late and not saved.`;
  const say = ['my registers', 'enter a register'].filter((one) =>
    reachOf(actor, one === 'my registers' ? 'view-my-registers' : 'enter-register'),
  );
  return list('Overdue registers', lead, items, late.length > 0 ? say : []);
}

/** Who is late on a day, today unless it is said: marked so, or told so beforehand. Times, never reasons. */
export async function showLate(world: World, actor: Person, day?: Day): Promise<CardModel> {
  const now = todayOf(world);
  const today = day ?? now;
  const when = sayWhen(today, now);
  const ahead = daysBetween(now, today);
  const items: ListItem[] = [];
  for (const session of await staffSessions(world, actor, 'view-who-is-out', { back: -ahead, ahead })) {
    const context = session.cancelled ? null : await loadSession(world, session._id);
    const register = context && (await world.records.registers.byId(session._id));
    if (!context) continue;
    const enrolled = await world.records.enrolments.ofProgramme(session.programmeId);
    const ids = register ? register.rows.map((row) => row.learnerId) : enrolled.map((one) => one.learnerId);
    const names = listNames(await world.records.people.byIds(ids));
    const notices = await world.records.notices.touching(ids, today);
    for (const id of ids) {
      const mark = register?.rows.find((row) => row.learnerId === id)?.mark;
      const told = pickTold(notices, id, session, () => ({ accepted: false }));
      const title = `${names.get(id) ?? id} · ${sayStart(session)}`;
      const isAwaiting = !mark || isAwaited(mark, session.startsAt, world.clock.now());
      if (!isAwaiting && mark.minutesLate > 0)
        items.push({ learnerId: id, title, detail: sayChoice(mark, context.pack) });
      else if (isAwaiting && told?.minutesLate) items.push({ learnerId: id, title, detail: sayTold(told) });
    }
  }
  const lead =
    items.length === 0
      ? `Nobody is known to ${today < now ? 'have been' : 'be'} late ${when}.`
      : `${items.length === 1 ? 'One' : items.length} so far ${when}.`;
  return list(`Who ${today < now ? 'was' : 'is'} late ${when}`, lead, items, ['who is out']);
}

const countFlags = (red: number, amber: number) =>
  [red > 0 ? `${flagWords.red}: ${red}` : '', amber > 0 ? `${flagWords.amber}: ${amber}` : '']
    .filter(Boolean)
    .join(', ');

/** Where most learners have a flag, for those who lead the college: by programme, without anybody's name (G14). */
async function showFlagged(world: World, actor: Person): Promise<Outcome<CardModel>> {
  const found = await college(world, actor);
  if (isRefusal(found)) return found;
  const items = found.lines
    .filter(({ red, amber }) => red + amber > 0)
    .toSorted((a, b) => b.red - a.red || b.amber - a.amber)
    .map(({ title, red, amber, all }) => ({
      title,
      detail: [countFlags(red, amber), all.percent === null ? '' : `${all.percent}% in the last twelve weeks`]
        .filter(Boolean)
        .join(' · '),
      tone: flagTones[red > 0 ? 'red' : 'amber'],
    }));
  const lead =
    items.length === 0
      ? 'No learner has a risk flag just now.'
      : 'Learners with a risk flag, by programme. Their names are for those who look after them.';
  return list('Where to look', lead, items, ['what changed', 'decisions']);
}

/**
 * Whom to look at first, of somebody's own learners, and why, as their caseload has it: flags, falls and low attendance. A
 * learner under a hold is there like any other, with the flag from before it (S11). Who leads the college and follows no
 * learner gets programmes. Refuses with `not-allowed`.
 */
export async function showWorries(world: World, actor: Person): Promise<Outcome<CardModel>> {
  const found = await caseload(world, actor);
  if (isRefusal(found)) return showFlagged(world, actor);
  const items = found.rows.filter(isWorrying).map(({ learnerId, name, flag, percent, why }) => {
    const parts = [flagWords[flag], percent === null ? '' : `${percent}% this year`, why];
    return { learnerId, title: name, detail: parts.filter(Boolean).join(' · '), tone: flagTones[flag] };
  });
  const lead = items.length === 0 ? 'Nobody of yours stands out just now.' : 'Whom to look at first, and why.';
  return list(
    'Who to look at',
    lead,
    items,
    ['at risk', 'my tasks'].filter((one) => one !== 'at risk' || reachOf(actor, 'view-at-risk')),
  );
}

/** What changed in the last week: a mentor's or tutor's learners by name, the programmes somebody heads or leads without any (G14). */
export async function showChanges(world: World, actor: Person): Promise<CardModel> {
  const said = (await whatChanged(world, actor)).map(wordsIn);
  const lead = said.length === 0 ? 'Nothing of yours moved far last week.' : `Last week: ${said.join(' ')}`;
  return list('What changed', lead, [], ['who worries me']);
}

/** Programmes whose figures somebody may see. */
async function programmesSeen(world: World, actor: Person): Promise<string[]> {
  const all = await world.records.enrolments.programmes();
  const isAny = reachOf(actor, 'view-report') === 'any';
  return all.filter((one) => isAny || [one.hospId, one.managerId].includes(actor._id)).map((one) => one._id);
}

/** As the pages count: programmes that count sessions and ones that count minutes are by minutes together. */
async function together(world: World, programmeIds: readonly string[], span: { from: Day; to: Day }) {
  let all = emptyTally;
  let unauthorised = 0;
  let unit: InUnit['attendance']['unit'] = 'sessions';
  for (const sum of await world.records.marks.sums(programmeIds, span, 'day')) {
    const pack = packOn(world.packs, sum.packId, span.to);
    all = addTally(all, tallyOfMany(sum, pack));
    if (pack.attendance.unit === 'minutes') unit = 'minutes';
    if (isUnauthorised(markType(pack, sum.code))) unauthorised += sum.count;
  }
  return { percent: attendancePercent(all, { attendance: { unit } }), unauthorised };
}

/** How attendance is this week against the last, in two sentences, and where to look. No names (G14). */
export async function showHowWeAre(world: World, actor: Person): Promise<CardModel> {
  const today = todayOf(world);
  const monday = mondayOf(today);
  const programmeIds = await programmesSeen(world, actor);
  const now = await together(world, programmeIds, { from: monday, to: today });
  const last = await together(world, programmeIds, { from: addDays(monday, -7), to: addDays(monday, -1) });
  const late = (await lateRegisters(world, actor)).length;
  const than =
    now.percent !== null && last.percent !== null
      ? `, ${sayMove(Math.floor(now.percent), Math.floor(last.percent))} last week`
      : '';
  const lead =
    now.percent === null
      ? 'No marks have been saved this week yet.'
      : `${wholePercent(now.percent)} attended this week so far${than}.`;
  const items: ListItem[] = [
    { title: 'Last week', detail: last.percent === null ? 'no marks' : wholePercent(last.percent) },
    { title: 'Unauthorised absences this week', detail: String(now.unauthorised) },
    { title: 'Registers late', detail: late === 0 ? 'none' : String(late), tone: late > 0 ? 'attention' : 'default' },
  ];
  const say = ['report', 'overdue registers', ...(reachOf(actor, 'view-decisions') ? ['decisions'] : [])];
  return list('How we are doing', lead, items, say);
}
