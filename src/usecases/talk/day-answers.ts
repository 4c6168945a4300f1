import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, type Day, daysBetween, sayDay, sayWhen, timeOf } from '../../domain/calendar.ts';
import { callName, firstName, isStaff, type Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import type { Question } from '../../language/talk/questions.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { enrolmentsOfEmployer, reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { staffSessions } from '../core/staff-sessions.ts';
import { askBackDay, thanksFor } from '../notices/ask-back.ts';
import { sessionsOf } from '../notices/touched-sessions.ts';
import { dayFacts, programmesSeen } from '../overview/day-facts.ts';
import { todayOf } from '../overview/weeks.ts';
import { learnersSeen } from './whom-asked.ts';

const mostShown = 8;
const lookAheadDays = 28;
const spanOfPeople = 14;

const list = (title: string, lead: string, items: ListItem[] = []): CardModel => ({
  card: 'list-plain',
  data: { title, lead, items, commands: [] },
});

const rowOf = (session: Session): ListItem => ({
  title: sayStart(session),
  detail: session.cancelled ? 'Cancelled' : `to ${timeOf(session.endsAt, session.zone)}`,
});

/** What is planned on a day for the asker: their own, their apprentices’, or what they answer for. */
async function plannedFor(world: World, actor: Person, day: Day): Promise<Session[]> {
  const ahead = daysBetween(todayOf(world), day);
  if (isStaff(actor)) return staffSessions(world, actor, 'view-who-is-out', { back: -ahead, ahead });
  const found = actor.roles.includes('learner') ? await sessionsOf(world, actor._id, [day]) : [];
  const programmes = (await enrolmentsOfEmployer(world, actor)).map((one) => one.programmeId);
  found.push(...(await world.records.sessions.ofProgrammes([...new Set(programmes)], day, day)));
  return [...new Map(found.map((one) => [one._id, one])).values()];
}

/** “Is the tutorial still on”, “is college open tomorrow”: what is planned, and what of it is cancelled. */
export async function showStillOn(world: World, actor: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const on = day ?? today;
  const when = sayWhen(on, today);
  const sessions = await plannedFor(world, actor, on);
  const live = sessions.filter((one) => !one.cancelled);
  const [first] = live;
  const rows = [...sessions.filter((one) => one.cancelled), ...live].slice(0, mostShown).map(rowOf);
  if (sessions.length === 0) return list(sayDay(on), `Nothing is planned ${when}, as far as I know.`);
  if (!first) return list(sayDay(on), `Everything ${when} is cancelled.`, rows);
  const isAll = live.length === sessions.length;
  const lead = isAll
    ? `As far as I know nothing is cancelled ${when}. The first starts at ${timeOf(first.startsAt, first.zone)}.`
    : `Some of it is cancelled ${when}. The first that is on starts at ${timeOf(first.startsAt, first.zone)}.`;
  return list(sayDay(on), lead, rows);
}

/** True where an absence is told for the part of the day on which somebody says they come. */
function isAgainst(notice: AbsenceNotice, day: Day, part: Question['part']): boolean {
  if (notice.kind !== 'absence' || notice.state === 'withdrawn' || !notice.days.includes(day)) return false;
  const isAfternoonOnly = (notice.fromTime ?? '00:00') >= '12:00';
  const isMorningOnly = notice.toTime !== undefined && notice.toTime <= '12:00';
  return !(part === 'am' && isAfternoonOnly) && !(part === 'pm' && isMorningOnly);
}

/**
 * “I’ll be in tomorrow morning”: told to nobody, since they are expected; what is planned is said. Where the same person
 * had told of an absence then, that day of it is taken back, or asked about where others were told already.
 */
export async function hearComing(world: World, actor: Person, person: Person, question: Question): Promise<CardModel> {
  const today = todayOf(world);
  const day = question.day ?? today;
  const isSelf = person._id === actor._id;
  const notices = await world.records.notices.ofLearner(person._id, day);
  const against = notices.filter((one) => isAgainst(one, day, question.part));
  const own = against.filter((one) => one.byId === actor._id);
  if (own.length > 0) return list(thanksFor(own), await askBackDay(world, own, day, question.part !== undefined));
  const facts = await dayFacts(world, person, [day], actor);
  const live = facts.filter((one) => one.state !== 'cancelled').map((one) => one.session);
  const [first] = live;
  const when = sayWhen(day, today);
  const whose = isSelf ? 'you' : firstName(person);
  // Who else told us is not said here; the learner reads it under “what have I told you”.
  const other =
    isSelf && against.some((one) => one.state === 'confirmed')
      ? ' Somebody else has told us otherwise: write “what have I told you” to see it.'
      : '';
  if (!first) return list('Good.', `Nothing is planned for ${whose} ${when}, and I have reported nothing.${other}`);
  const starts = `${isSelf ? 'You start' : `${firstName(person)} starts`} at ${timeOf(first.startsAt, first.zone)} ${when}.`;
  return list('Good.', `${starts} I have reported nothing.${other}`, live.slice(0, mostShown).map(rowOf));
}

/** When a learner is at college next: what is planned of the programmes that the viewer may see. */
export async function showWhenIn(world: World, viewer: Person, learner: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const seen = await programmesSeen(world, viewer, learner._id);
  const span = day ? [day] : [today, addDays(today, lookAheadDays)];
  const ahead = (await sessionsOf(world, learner._id, span)).filter(
    (one) => seen.includes(one.programmeId) && one.endsAt > world.clock.now(),
  );
  const items = ahead
    .slice(0, mostShown)
    .map((one) => ({ ...rowOf(one), title: `${sayDay(one.day)}, ${sayStart(one)}` }));
  const next = ahead.find((one) => !one.cancelled);
  const lead = next
    ? `Next: ${sayDay(next.day)}, ${sayStart(next)}.`
    : `Nothing is planned for ${firstName(learner)} ${day ? sayWhen(day, today) : `in the next ${lookAheadDays} days`}.`;
  return list(callName(learner), lead, items);
}

/** Who at the college has to do with a learner; somebody outside sees those of their own programmes. */
export async function showTheirPeople(world: World, viewer: Person, learner: Person): Promise<CardModel> {
  const today = todayOf(world);
  const seen = await programmesSeen(world, viewer, learner._id);
  const isSeen = (one: { programmeId: string }) => seen.includes(one.programmeId);
  const span = [addDays(today, -spanOfPeople), addDays(today, spanOfPeople)];
  const sessions = (await sessionsOf(world, learner._id, span)).filter(isSeen);
  const enrolments = (await world.records.enrolments.ofLearner(learner._id)).filter(isSeen);
  const ids = {
    Tutor: sessions.flatMap((one) => one.tutorIds),
    Coach: enrolments.flatMap((one) => one.coachId ?? []),
    Mentor: enrolments.flatMap((one) => one.mentorId ?? []),
    ...(isStaff(viewer) ? { Employer: enrolments.flatMap((one) => one.employerId ?? []) } : {}),
  };
  const items: ListItem[] = [];
  for (const [title, own] of Object.entries(ids)) {
    const names = (await world.records.people.byIds([...new Set(own)])).map(callName);
    if (names.length > 0) items.push({ title, detail: names.slice(0, 4).join(', ') });
  }
  const lead = items.length > 0 ? 'Who has to do with them here.' : 'Nobody is set yet. The college office knows.';
  return list(callName(learner), lead, items);
}

/** How each of somebody’s own learners stands on a day, for those who do not see whole registers: employers and mentors. */
export async function showMineOn(world: World, actor: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const on = day ?? today;
  const reportable = reachOf(actor, 'report-absence') !== undefined;
  const mine = reportable ? await reportableLearners(world, actor) : await learnersSeen(world, actor);
  const items: ListItem[] = [];
  for (const learner of mine.slice(0, 60))
    for (const { session, words, state } of await dayFacts(world, learner, [on], actor)) {
      // Of many only those who are not simply there or still to come.
      if (mine.length > mostShown && (state === 'in' || state === 'to-come')) continue;
      items.push({ learnerId: learner._id, title: `${callName(learner)} · ${sayStart(session)}`, detail: words });
    }
  const when = sayWhen(on, today);
  const lead =
    items.length > 0
      ? `What is known of your learners ${when}.`
      : `Nothing is known of anybody of yours being away ${when}.`;
  const more = items.length > 30 ? [{ title: `and ${items.length - 30} more`, detail: '' }] : [];
  return list('Your learners', lead, [...items.slice(0, 30), ...more]);
}
