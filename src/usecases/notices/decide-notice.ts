import { type AbsenceNotice, type NoticeDecision, tellersOf } from '../../domain/absence-notice.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import { taskOf } from '../../domain/task.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { messageTo, reachPerson } from '../core/reach-person.ts';
import { askedForSite, managersOf, nameOf } from '../core/whose.ts';
import { endEvidence } from './end-evidence.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** Who decides about absences on a programme, as its policy says: its manager, or the office, a site's own where it has one. */
export async function decidersOf(world: World, programme: Programme, pack: LoadedPack): Promise<string[]> {
  if (pack.notices.decidedBy === 'manager') return managersOf(programme);
  return askedForSite(await world.records.people.withRole('admin'), programme.site);
}

const decided = { accepted: 'is accepted', rejected: 'is not accepted', evidence: 'needs evidence' } as const;

/** What someone without Teams reads of a decision. */
async function sayDecided(world: World, notice: AbsenceNotice, decision: NoticeDecision, to: Person, learner: Person) {
  const whose = to._id === learner._id ? `Hello ${firstName(learner)}, your` : `${callName(learner)}’s`;
  const by = await nameOf(world, decision.byId, 'the college');
  // What was decided about somebody's reason may say the reason: to nobody but themself.
  const why = decision.why && to._id === learner._id ? `: ${decision.why}` : '';
  const ask = decision.state === 'accepted' ? '' : ' Please call the college office if you have a question.';
  return `${whose} absence (${sayWhat(notice)}) ${decided[decision.state]}, by ${by}${why}.${ask}`;
}

/** Everyone who told us and the learner hear of a decision, once each, by the best channel each has. */
async function tellDecided(world: World, notice: AbsenceNotice, decision: NoticeDecision): Promise<void> {
  const learner = await world.records.people.byId(notice.learnerId);
  const people = await world.records.people.byIds([...tellersOf(notice), notice.learnerId]);
  const isHeld = await world.records.concerns.isHeld(notice.learnerId);
  const inTeams: string[] = [];
  for (const person of people) {
    if (!learner || (isHeld && person._id !== learner._id && person.roles.includes('employer'))) continue;
    const reach = reachPerson(person);
    // The card that asks the learner for evidence tells them.
    if (reach.channel === 'teams' && !(decision.state === 'evidence' && person._id === learner._id))
      inTeams.push(person._id);
    if (reach.channel !== 'sms' && reach.channel !== 'mail') continue;
    const body = await sayDecided(world, notice, decision, person, learner);
    const key = `notice|${notice._id}|${notice.version}`;
    const message = { key, about: learner._id, toId: person._id, byId: decision.byId, subject: 'Absence', body };
    await world.records.outbox.put([messageTo(reach, message)], world.clock.now());
  }
  await wantNotice(world, notice, inTeams);
}

/** Stores what a person decided about a notice; it is spread to the registers again, and whom it concerns hears of it. */
export async function decideNotice(world: World, notice: AbsenceNotice, decision: NoticeDecision): Promise<void> {
  const after: AbsenceNotice = {
    ...notice,
    decisions: [...(notice.decisions ?? []), decision],
    version: notice.version + 1,
    next: { step: 'spread', at: world.clock.now() },
  };
  if (!(await world.records.notices.replace(after, notice.version))) throw new Error('notice changed meanwhile');
  await tellDecided(world, after, decision);
  world.wake();
}

/** Decides a notice whatever evidence is still asked for: what has been decided needs none. */
export async function settleNotice(world: World, notice: AbsenceNotice, decision: NoticeDecision): Promise<void> {
  await decideNotice(world, notice, decision);
  if (decision.state === 'evidence') return;
  const evidence = taskOf('evidence', await world.records.tasks.byId(taskId('evidence', notice._id)));
  if (evidence?.isOpen) await endEvidence(world, evidence, 'decided', decision.state === 'accepted');
}
