import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Evidence } from '../../domain/risk-case.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { CardModel } from '../core/card-model.ts';
import { enrolmentsOfStaff, learnerChoices } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { standingId } from '../core/records/standing.ts';
import { isAboutSelf, may, reachOf } from '../core/rights.ts';
import { evidenceOf } from './put-case.ts';
import { putReport } from './put-report.ts';
import { viewCase } from './view-case.ts';

const noEvidence: Evidence = {
  percent: null,
  punctualityPercent: null,
  rank: null,
  flag: 'none',
  occurrences: [],
  lostToLateness: 0,
  lostToAbsence: 0,
  plannedMinutes: 0,
  sessions: 0,
};

/** A report takes no more words than this. */
const mostWords = 440;

/** What somebody reports, in their own words. */
export function reportedBy(actor: Person, words: string): Cause {
  return { code: 'reported', byId: actor._id, words: words.trim().slice(0, mostWords) };
}

type Reportable = { learner: Person; programmeId: string };

/** Learners someone may report, with the programme they know them from. */
async function reportable(world: World, actor: Person): Promise<Reportable[]> {
  const programmeOf = new Map((await enrolmentsOfStaff(world, actor)).map((one) => [one.learnerId, one.programmeId]));
  const learners = await world.records.people.byIds([...programmeOf.keys()]);
  return learners.map((learner) => ({ learner, programmeId: programmeOf.get(learner._id) ?? '' }));
}

/** The form for a tutor's or coach's own report (S12). */
export async function offerReport(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'report-at-risk') === undefined) return refuse('not-allowed');
  const people = (await reportable(world, actor)).map((one) => one.learner);
  if (people.length === 0) {
    const text = 'No learner is linked to you yet, so there is nobody to report. The college office can link them.';
    return { card: 'note-plain', data: { text, tone: 'default' } };
  }
  const learners = learnerChoices(people);
  return {
    card: 'case-report',
    data: { lead: 'Who is at risk of disengaging? The manager for the programme gets a card.', learners },
  };
}

/** Opens the case and its manager's card: Apprenticeship or Adults Manager, by programme. Null: the programme names none. */
export async function openReport(
  world: World,
  actor: Person,
  learnerId: string,
  programmeId: string,
  cause: Cause,
): Promise<string | null> {
  const programme = await world.records.enrolments.programme(programmeId);
  const ownerId = programme?.managerId ?? programme?.hospId;
  if (!programme || !ownerId) return null;
  const now = world.clock.now();
  const day = dayOf(now);
  const pack = packOn(world.packs, programme.pack, day);
  const standing = await world.records.marks.standing(standingId(learnerId, pack.id, collegeYearOf(day)));
  const _id = `report|${learnerId}|${pack.id}|${day}|${actor._id}`;
  const evidence = standing ? evidenceOf(standing) : noEvidence;
  return putReport(world, { _id, learnerId, programmeId, ownerId, cause, evidence, openedById: actor._id }, pack);
}

/** A tutor or coach reports a learner at risk of disengagement (S12). */
export async function reportAtRisk(
  world: World,
  actor: Person,
  input: { learnerId: string; why: string },
): Promise<Outcome<CardModel>> {
  const found = (await reportable(world, actor)).find((one) => one.learner._id === input.learnerId);
  if (!may(actor, 'report-at-risk', found !== undefined) || !found) return refuse('not-allowed');
  if (isAboutSelf(actor, input.learnerId)) return refuse('not-yourself');
  if (input.why.trim().length < 3) return refuse('needs-a-reason');
  const caseId = await world.together((inside) =>
    openReport(inside, actor, input.learnerId, found.programmeId, reportedBy(actor, input.why)),
  );
  const opened = caseId && (await world.records.cases.byId(caseId));
  world.wake();
  if (!opened) return refuse('no-manager');
  return viewCase(world, opened, actor);
}
