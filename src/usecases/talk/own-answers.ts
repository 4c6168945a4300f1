import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, type Day, dayOf, sayDay, sayWhen, timeOf } from '../../domain/calendar.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { askBackDay, thanksFor } from '../notices/ask-back.ts';
import { sayNext, sayState, sayTeller, sayWhat } from '../notices/say-notice.ts';
import { sessionsOf, touchedSessions } from '../notices/touched-sessions.ts';
import { wantNotice } from '../notices/want-notice.ts';
import { decidedAsSeen } from '../notices/whose-notice.ts';
import { dayFacts } from '../overview/day-facts.ts';
import { todayOf } from '../overview/weeks.ts';
import { isAgainst } from './about-learner.ts';

const lookAheadDays = 28;
const lookBackDays = 14;
const mostShown = 8;
const mostCards = 3;

const list = (title: string, lead: string, items: ListItem[] = [], say: [string, string][] = []): CardModel => ({
  card: 'list-plain',
  data: { title, lead, items, commands: say.map(([label, one]) => ({ title: label, say: one })) },
});

/** The sessions somebody goes to or teaches on these days, in order. */
async function ownSessions(world: World, actor: Person, from: Day, to: Day): Promise<Session[]> {
  if (actor.roles.includes('learner')) return sessionsOf(world, actor._id, [from, to]);
  return world.records.sessions.ofTutor(actor._id, from, to);
}

/** "to 12:00, Room 4, Sam Lee". */
async function sayPlace(world: World, session: Session, actor: Person): Promise<string> {
  const tutors = (await world.records.people.byIds(session.tutorIds))
    .filter((one) => one._id !== actor._id)
    .map(callName);
  const place = session.mode === 'remote' ? 'online' : session.room;
  return [`to ${timeOf(session.endsAt, session.zone)}`, place, ...tutors].filter(Boolean).join(', ');
}

async function nextOf(world: World, actor: Person): Promise<Session | undefined> {
  const now = world.clock.now();
  const today = todayOf(world);
  const ahead = await ownSessions(world, actor, today, addDays(today, lookAheadDays));
  return ahead.find((one) => !one.cancelled && one.startsAt > now);
}

/** What is planned for somebody on a day, and when it starts. */
export async function showDay(world: World, actor: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const on = day ?? today;
  const sessions = await ownSessions(world, actor, on, on);
  const live = sessions.filter((one) => !one.cancelled);
  const [first] = live;
  const items: ListItem[] = [];
  for (const session of sessions.slice(0, mostShown))
    items.push({
      title: sayStart(session),
      detail: session.cancelled ? 'cancelled' : await sayPlace(world, session, actor),
    });
  const when = sayWhen(on, today);
  if (first) {
    const start = on < today ? 'started' : 'start';
    return list(`${sayDay(on)}`, `You ${start} at ${timeOf(first.startsAt, first.zone)} ${when}.`, items);
  }
  const next = await nextOf(world, actor);
  const then = next ? ` Your next is ${sayStart(next)}, ${sayDay(next.day)}.` : '';
  return list(`${sayDay(on)}`, `Nothing is planned for you ${when}.${then}`, items);
}

/** Somebody's next session. */
export async function showNext(world: World, actor: Person): Promise<CardModel> {
  const next = await nextOf(world, actor);
  if (!next) return list('Your next session', `Nothing is planned for you in the next ${lookAheadDays} days.`);
  const row = { title: sayStart(next), detail: await sayPlace(world, next, actor) };
  return list('Your next session', `${sayDay(next.day)}.`, [row]);
}

/** Who at the college has to do with a learner. */
export async function showPeople(world: World, actor: Person): Promise<CardModel> {
  const today = todayOf(world);
  const sessions = await sessionsOf(world, actor._id, [addDays(today, -lookBackDays), addDays(today, lookBackDays)]);
  const enrolments = await world.records.enrolments.ofLearner(actor._id);
  const ids = {
    Tutor: sessions.flatMap((one) => one.tutorIds),
    Coach: enrolments.flatMap((one) => one.coachId ?? []),
    Mentor: enrolments.flatMap((one) => one.mentorId ?? []),
    Employer: enrolments.flatMap((one) => one.employerId ?? []),
  };
  const items: ListItem[] = [];
  for (const [title, own] of Object.entries(ids)) {
    const names = (await world.records.people.byIds([...new Set(own)])).map(callName);
    if (names.length > 0) items.push({ title, detail: names.slice(0, 4).join(', ') });
  }
  const lead =
    items.length > 0
      ? 'You can write to any of them in Teams.'
      : 'Nobody is set for you yet. The college office knows.';
  return list('Your people', lead, items);
}

/** The notices of days from a day on that somebody told, or that are about them, still standing, by day. */
async function standing(world: World, actor: Person, learners: readonly Person[], from: Day): Promise<AbsenceNotice[]> {
  const found: AbsenceNotice[] = [];
  for (const learner of learners.slice(0, 50))
    found.push(...(await world.records.notices.ofLearner(learner._id, from)));
  return found
    .filter((one) => one.state !== 'withdrawn' && one.kind !== 'elsewhere' && !one.candidates)
    .filter((one) => one.byId === actor._id || one.learnerId === actor._id)
    .toSorted((a, b) => ((a.days[0] ?? '') < (b.days[0] ?? '') ? -1 : 1));
}

/** What somebody has told us of today and the days to come; the cards come again, to change or take back. */
export async function showTold(world: World, actor: Person, learners: readonly Person[]): Promise<CardModel> {
  const notices = await standing(world, actor, learners, todayOf(world));
  const title = 'What you have told me';
  if (notices.length === 0) return list(title, 'I have nothing from you for today or later.', [], []);
  const names = new Map(learners.map((one) => [one._id, firstName(one)]));
  const items: ListItem[] = [];
  for (const stored of notices.slice(0, mostShown)) {
    const notice = await decidedAsSeen(world, stored, actor);
    const state = sayState(notice, await touchedSessions(world, notice));
    const said = `said ${sayDay(dayOf(notice.createdAt))}, ${timeOf(notice.createdAt)}`;
    const by = notice.byId === actor._id ? '' : `, by ${await sayTeller(world, notice, actor)}`;
    const name = notice.learnerId === actor._id ? '' : `${names.get(notice.learnerId) ?? 'Someone'}: `;
    items.push({ title: `${name}${sayWhat(notice)}`, detail: `${state}, ${said}${by}` });
  }
  const own = notices.filter((one) => one.byId === actor._id).slice(0, mostCards);
  await world.together(async (inside) => {
    const { records } = inside;
    for (const { _id } of own) {
      const fresh = await records.notices.byId(_id);
      if (fresh) await wantNotice(inside, fresh, [actor._id]);
    }
  });
  const cards =
    own.length === 1
      ? 'Its card comes again below, to change or take back.'
      : 'Their cards come again below, to change or take back.';
  return list(title, own.length > 0 ? cards : 'This is what others told me about you.', items);
}

/** What was decided about an absence: the newest one told, or to come. */
export async function showDecided(world: World, actor: Person, learners: readonly Person[]): Promise<CardModel> {
  const from = addDays(todayOf(world), -lookBackDays);
  const notices = (await standing(world, actor, learners, from)).filter((one) => one.kind === 'absence');
  // What counts is asked about before what nobody has been told of yet.
  const isDraft = (one: AbsenceNotice) => Number(one.state === 'draft');
  const last = notices.toSorted((a, b) => isDraft(a) - isDraft(b) || b.createdAt.getTime() - a.createdAt.getTime())[0];
  const learner = last && learners.find((one) => one._id === last.learnerId);
  if (!last || !learner) return list('Your absence', 'I have no absence written down from you in the last two weeks.');
  const notice = await decidedAsSeen(world, last, actor);
  const title = `${learner._id === actor._id ? '' : `${firstName(learner)}: `}${sayWhat(notice)}`;
  if (notice.state === 'draft') return list(title, 'Nobody has been told yet: its card waits for a yes.', [], []);
  const sessions = await touchedSessions(world, notice);
  const said = await sayNext(world, notice, { viewer: actor, learner, sessions });
  const isRejected = notice.decisions?.at(-1)?.state === 'rejected' && learner._id === actor._id;
  return list(title, said, [], isRejected ? [['Ask for another look', 'contest']] : []);
}

/** How a learner was marked on a day: on the last one with sessions, unless they say which. */
export async function showMarks(world: World, actor: Person, day?: Day): Promise<CardModel> {
  const today = todayOf(world);
  const back = day ? [] : await sessionsOf(world, actor._id, [addDays(today, -lookBackDays), today]);
  const now = world.clock.now();
  const on = day ?? back.findLast((one) => one.startsAt <= now)?.day ?? today;
  const facts = await dayFacts(world, actor, [on], actor);
  const items = facts.map(({ session, words }) => ({ title: sayStart(session), detail: words }));
  const lead =
    facts.length === 0 ? `Nothing was planned for you ${sayWhen(on, today)}.` : `Your marks ${sayWhen(on, today)}.`;
  const isOpen = facts.some(isAgainst);
  return list(sayDay(on), lead, items.slice(0, mostShown), isOpen ? [['Ask for another look', 'contest']] : []);
}

/** “I am here”: what was told of today is offered to be taken back; else nothing is to do. */
export async function hearHere(world: World, actor: Person): Promise<CardModel> {
  const today = todayOf(world);
  const own = (await world.records.notices.ofLearner(actor._id, today)).find(
    (one) =>
      one.byId === actor._id && one.state !== 'withdrawn' && one.days.includes(today) && one.kind !== 'elsewhere',
  );
  if (!own) return list('Good.', 'Your tutor marks you on the register.');
  return list(thanksFor([own]), await askBackDay(world, [own], today));
}
