import { addDays, type Day, dayOf, sayDay } from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import type { Programme } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import { idsFor } from './acting-for.ts';
import type { ChoiceOption, FormAct } from './card-model.ts';
import type { World } from './ports.ts';
import type { SessionTimes } from './records/timetable.ts';
import { type Action, reachOf } from './rights.ts';

const mostChoices = 100;

type Span = { back: number; ahead: number };

/** The programmes a member of staff has a right for as a whole: those they head or manage, or all. */
export async function programmesWhole(world: World, actor: Person, action: Action): Promise<Programme[]> {
  const isAny = reachOf(actor, action) === 'any';
  return (await world.records.enrolments.programmes()).filter(
    (one) => isAny || one.managerId === actor._id || one.hospId === actor._id,
  );
}

const idsOf = (programmes: readonly Programme[]) => programmes.map((one) => one._id);
const daysOf = (world: World, { back, ahead }: Span): [Day, Day] => {
  const today = dayOf(world.clock.now());
  return [addDays(today, -back), addDays(today, ahead)];
};

/** What somebody, or whoever they stand in for, teaches in some days around today. */
async function taughtBy(world: World, actor: Person, span: Span): Promise<Session[]> {
  const [from, to] = daysOf(world, span);
  const found: Session[] = [];
  for (const id of await idsFor(world, actor)) found.push(...(await world.records.sessions.ofTutor(id, from, to)));
  return found;
}

/** The sessions a member of staff may act on in some days around today: own, of programmes they manage, or all. */
export async function staffSessions(world: World, actor: Person, action: Action, span: Span): Promise<Session[]> {
  const [from, to] = daysOf(world, span);
  const whole = idsOf(await programmesWhole(world, actor, action));
  const found = whole.length > 0 ? await world.records.sessions.ofProgrammes(whole, from, to) : [];
  found.push(...(await taughtBy(world, actor, span)));
  const byId = new Map(found.map((session) => [session._id, session]));
  return [...byId.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Programmes of which sessions are read at a time: so few that what is read of them is soon let go again. */
const programmesAtOnce = 10;

/** When the same sessions are, and whose; some programmes at a time, since there may be tens of thousands. */
export async function* staffSessionTimes(
  world: World,
  actor: Person,
  action: Action,
  span: Span,
): AsyncGenerator<SessionTimes[]> {
  const [from, to] = daysOf(world, span);
  const whole = await programmesWhole(world, actor, action);
  for (const some of chunksOf(idsOf(whole), programmesAtOnce))
    yield await world.records.sessions.timesOf(some, from, to);
  yield await taughtBeside(world, actor, span, whole);
}

/** When the sessions are that somebody teaches, or whoever they stand in for, on other programmes than these. */
export async function taughtBeside(
  world: World,
  actor: Person,
  span: Span,
  whole: readonly Programme[],
): Promise<SessionTimes[]> {
  const ids = new Set(idsOf(whole));
  const own = (await taughtBy(world, actor, span)).filter((one) => !ids.has(one.programmeId));
  return [...new Map(own.map((one) => [one._id, one])).values()];
}

/** What of a form shows one page of a list of sessions. */
type SessionPage = { options: ChoiceOption[]; lines: string[]; acts: FormAct[] };

/** The button of a form that brings the next page of its sessions. */
export const nextSessions = 'next-sessions';

/** With which of its sessions a page of a form begins, and what the form is about besides: "from:100|close:2026-11-26". */
function pageIn(about: string, count: number): { first: number; rest: string } {
  const [, from, rest] = /^from:(\d{1,5})(?:\|(.*))?$/s.exec(about) ?? [];
  const first = Number(from ?? 0);
  return { first: first < count ? first : 0, rest: from === undefined ? about : (rest ?? '') };
}

/** What a form with a list of sessions is about, whichever page of them it shows. */
export const withoutPage = (about: string) => pageIn(about, 0).rest;

/**
 * Sessions as choices of a form, "Mon 23 Nov 09:00 Workshop": as many as a card can carry, with what it shows of how many
 * and a button to the next ones where there are more. `about`: what the form was opened with; `picked`: the one picked on
 * another page, which stays on the list.
 */
export function sessionChoices(sessions: readonly Session[], about = '', picked?: string): SessionPage {
  const { first } = pageIn(about, sessions.length);
  const shown = sessions.slice(first, first + mostChoices);
  const kept = sessions.filter((one) => one._id === picked && !shown.includes(one));
  const options = [...kept, ...shown].map((one) => ({ title: `${sayDay(one.day)}, ${sayStart(one)}`, value: one._id }));
  if (shown.length === sessions.length) return { options, lines: [], acts: [] };
  const last = first + shown.length;
  const left = Math.min(mostChoices, sessions.length - last);
  const title = left > 0 ? `Show the next ${left} sessions` : `Show first ${mostChoices} sessions`;
  const said = `The list has sessions ${first + 1} to ${last} of ${sessions.length}.`;
  return { options, lines: [said], acts: [{ act: nextSessions, title, keeps: true }] };
}

/** What the form is opened with next, after that button. */
export function nextPageOf(sessions: readonly Session[], about: string): string {
  const { first, rest } = pageIn(about, sessions.length);
  const next = first + mostChoices;
  return [`from:${next < sessions.length ? next : 0}`, ...(rest ? [rest] : [])].join('|');
}
