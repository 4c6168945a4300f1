import { type AbsenceNotice, type NoticeDecision, sayMinutesLate, toldAbout } from '../../domain/absence-notice.ts';
import { sayDays } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { firstName, type Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { Task, TaskDataOf } from '../../domain/task.ts';
import { isAcceptedByItself } from '../../policy/rules/reasons.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';
import { packsUnder } from './reasons-under.ts';
import { isOutsideOf } from './whose-notice.ts';

function sayLate({ arriveAt, minutesLate }: AbsenceNotice): string {
  if (arriveAt) return `Here from ${arriveAt}`;
  return minutesLate ? sayMinutesLate(minutesLate) : 'Late';
}

/** "Not in, Tuesday 24 November", "15 minutes late, …". */
export function sayWhat(notice: AbsenceNotice): string {
  const on = notice.days.length > 0 ? `, ${sayDays(notice.days)}` : '';
  if (notice.kind === 'lateness') return `${sayLate(notice)}${on}`;
  if (notice.kind === 'early_leave') {
    const leaving = `eaving early${notice.fromTime ? ` at ${notice.fromTime}` : ''}${on}`;
    return notice.minutesLate || notice.arriveAt ? `${sayLate(notice)}, and l${leaving}` : `L${leaving}`;
  }
  const part = notice.toTime ? ` until ${notice.toTime}` : notice.fromTime ? ` from ${notice.fromTime}` : '';
  return `Not in${part}${on}`;
}

/** What is to be taken back of it, and what stays then: "Not in, Thursday 26 November" of the days that were told. */
export function partsOf(notice: AbsenceNotice): { back: AbsenceNotice; stays?: AbsenceNotice } {
  const { backDays: back, days } = notice;
  if (notice.question !== 'withdraw' || !back) return { back: notice };
  return { back: { ...notice, days: back }, stays: { ...notice, days: days.filter((day) => !back.includes(day)) } };
}

/** What a notice says, with the learner's name before it where its reader is somebody else. `say`: how they are named. */
export async function sayWhose(
  world: World,
  notice: AbsenceNotice,
  reader: Person,
  say: (learner: Person) => string,
): Promise<string> {
  const learner = notice.learnerId === reader._id ? null : await world.records.people.byId(notice.learnerId);
  return learner ? `${say(learner)}: ${sayWhat(notice)}` : sayWhat(notice);
}

/** Who told us, as the viewer reads it. */
export async function sayTeller(world: World, notice: AbsenceNotice, viewer: Person): Promise<string> {
  return notice.byId === viewer._id ? 'you' : await nameOf(world, notice.byId);
}

/** False for a card that was put away before anybody confirmed it. */
export const wasTold = (notice: AbsenceNotice) => notice.state === 'confirmed' || notice.confirmedAt !== undefined;

/** What became of a notice that another took the place of. */
async function sayReplaced(world: World, notice: AbsenceNotice, viewer: Person): Promise<string> {
  const by = notice.replacedBy ? await world.records.notices.byId(notice.replacedBy) : null;
  if (!by) return 'Something else was told us instead.';
  const who = await sayTeller(world, by, viewer);
  if (isOutsideOf(notice, viewer) && by.byId !== viewer._id)
    return notice.createdAt > by.createdAt ? 'We know this already.' : `${who} told us otherwise since.`;
  if (!wasTold(notice) && by.byId === notice.byId && by.createdAt >= notice.createdAt)
    return `${capital(who)} wrote later: ${sayWhat(by)}. That has a card of its own.`;
  // What says the same and came first was not replaced by it: it is what stands.
  return notice.createdAt > by.createdAt
    ? `We know this already: ${who} told us. ${sayWhat(by)}.`
    : `${capital(who)} told us later: ${sayWhat(by)}.`;
}

const states = { accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' } as const;

/** The latest decision under each policy, oldest first. */
function decisionsOf(notice: AbsenceNotice): NoticeDecision[] {
  return [...new Map((notice.decisions ?? []).map((one) => [one.packId, one])).values()];
}

/** The state of a notice in a word or two, for its card's heading. */
export function sayState(notice: AbsenceNotice, sessions: readonly Session[]): string {
  if (notice.replacedBy) return wasTold(notice) ? 'Replaced' : 'Put away';
  if (notice.state === 'withdrawn') return 'Taken back';
  if (notice.state === 'draft') return 'Not confirmed yet';
  const decided = new Set(decisionsOf(notice).map((one) => states[one.state]));
  if (decided.size > 0) return [...decided].join(', ');
  return isToldLate(notice, sessions) ? 'Confirmed, told late' : 'Confirmed';
}

/** True when an absence was told too late for one of its sessions. */
function isToldLate(notice: AbsenceNotice, sessions: readonly Session[]): boolean {
  return notice.kind === 'absence' && sessions.some((one) => toldAbout(notice, one, true)?.inTime === false);
}

/** The contest in which somebody looks at a rejected notice again, while it is open. */
export async function contestOf(world: World, notice: AbsenceNotice): Promise<Task | undefined> {
  const contests = await world.records.tasks.ofLearner(notice.learnerId, 'contest');
  const isAbout = (subject: TaskDataOf['contest']['subject']) => subject.kind === 'notice' && subject.id === notice._id;
  return contests.find((one) => one.isOpen && isAbout(one.data.subject));
}

async function sayDecision(
  world: World,
  decision: NoticeDecision,
  viewer: Person,
  learner: Person,
  contest: Task | undefined,
): Promise<string> {
  const by = await nameOf(world, decision.byId, 'the college');
  if (decision.state === 'accepted') return `Accepted by ${by}.`;
  const isLearner = viewer._id === learner._id;
  if (decision.state === 'evidence')
    return `${by} asks for evidence; ${isLearner ? 'there is' : `${firstName(learner)} has`} a card about it.`;
  const again = !isLearner
    ? `If you think that is wrong, please call the college office; ${firstName(learner)} can also ask for another look here.`
    : contest
      ? `You asked for another look; ${await nameOf(world, contest.ownerIds[0])} looks at it.`
      : 'If you think that is wrong, press “Ask for another look”, or type: contest';
  return `Not accepted by ${by}: ${decision.why ?? 'no reason given'}. ${again}`;
}

/** What happens with a notice, in words to whoever sees its card: who is told, who decides, what was decided. */
export async function sayNext(
  world: World,
  notice: AbsenceNotice,
  { viewer, learner, sessions }: { viewer: Person; learner: Person; sessions: readonly Session[] },
): Promise<string> {
  if (notice.replacedBy) return sayReplaced(world, notice, viewer);
  if (notice.state === 'withdrawn') return 'Taken back. Nothing will be on the register.';
  if (notice.state === 'draft') return '';
  const decisions = decisionsOf(notice);
  if (decisions.length > 0) {
    const said: string[] = [];
    const contest = await contestOf(world, notice);
    for (const one of decisions) said.push(await sayDecision(world, one, viewer, learner, contest));
    return [...new Set(said)].join(' ');
  }
  // Where nothing is planned there is no register, and no tutor to see it.
  const thanks = `Thank you. ${sessions.length > 0 ? 'The tutor will see it on the register' : 'It is written down'}`;
  if (notice.kind !== 'absence') return `${thanks}.`;
  if (isToldLate(notice, sessions))
    return 'Thank you. It came too late to count as told in time; someone at the college decides whether it is authorised.';
  return (await isAcceptedEverywhere(world, notice))
    ? `${thanks}, as authorised.`
    : `${thanks}. Someone at the college decides whether it is authorised.`;
}

async function isAcceptedEverywhere(world: World, notice: AbsenceNotice): Promise<boolean> {
  const packs = await packsUnder(world, notice);
  return packs.every((pack) => isAcceptedByItself(notice.reason, pack));
}
