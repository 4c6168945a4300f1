import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { contestableDays, decisionUnder } from '../../domain/absence-notice.ts';
import { addDays, collegeYearOf, type Day, dayOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import type { ChoiceOption } from '../core/card-model.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { decisionsOn } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { conductReview } from '../measures/conduct-review.task.ts';
import { placeDecision } from '../measures/place-decision.task.ts';
import { removal } from '../measures/removal.task.ts';
import { seriousReview } from '../measures/serious-review.task.ts';
import { sayWhat as sayNotice } from '../notices/say-notice.ts';
import { viewNotice } from '../notices/view-notice.ts';
import { openContest } from './contest.task.ts';
import { type ContestSubject, subjectKey } from './contest-subject.ts';

type Contestable = ChoiceOption & {
  packId: string;
  programmeId: string;
  subject: ContestSubject;
  byId: string | undefined;
};
const picked = (subject: ContestSubject) => ({ subject, value: subjectKey(subject) });

/** Decisions a learner may contest, and the outcomes there is nothing to contest in. */
const contestableKinds = {
  removal,
  'serious-review': seriousReview,
  'place-decision': placeDecision,
  'conduct-review': conductReview,
};
const harmless = ['withdrawn', 'not-needed', 'later', 'keep', 'stays', 'passed'];

/** Decisions about a learner that were made on a task. */
async function decidedTasks(world: World, learner: Person): Promise<Contestable[]> {
  const found: Contestable[] = [];
  for (const [name, kind] of Object.entries(contestableKinds))
    for (const task of await world.records.tasks.ofLearner(learner._id, name as keyof typeof contestableKinds)) {
      const last = decisionsOn(kind, task).at(-1);
      if (task.isOpen || !last || harmless.includes(task.state)) continue;
      const packId = ('packId' in task.data && task.data.packId) || '';
      found.push({
        title: `${kind.decides?.name ?? ''}, ${sayDay(dayOf(last.at))}`,
        ...picked({ kind: 'task', id: task._id }),
        packId,
        programmeId: task.programmeId ?? '',
        byId: last.byId,
      });
    }
  return found;
}

/** Absences they told us of that somebody did not accept, one entry a policy. */
async function rejectedNotices(world: World, learner: Person, from: Day): Promise<Contestable[]> {
  const found: Contestable[] = [];
  for (const enrolment of await world.records.enrolments.ofLearner(learner._id)) {
    const programme = await world.records.enrolments.programme(enrolment.programmeId);
    if (!programme || found.some((one) => one.packId === programme.pack)) continue;
    for (const notice of await world.records.notices.ofLearner(learner._id, from)) {
      const decision = decisionUnder(notice, programme.pack);
      if (notice.state === 'confirmed' && decision?.state === 'rejected')
        found.push({
          title: `Absence not accepted: ${sayNotice(notice)}`,
          ...picked({ kind: 'notice', id: notice._id }),
          packId: programme.pack,
          programmeId: programme._id,
          byId: decision.byId,
        });
    }
  }
  return found;
}

/** What a learner may contest: notices that were not accepted, marks that count against them of the last six weeks, a flag, decisions about them. */
async function contestable(world: World, learner: Person): Promise<Contestable[]> {
  const today = dayOf(world.clock.now());
  const year = collegeYearOf(today);
  const found: Contestable[] = [
    ...(await rejectedNotices(world, learner, addDays(today, -contestableDays))),
    ...(await decidedTasks(world, learner)),
  ];
  for (const standing of (await world.records.marks.standingsOf([learner._id])).filter((one) => one.year === year)) {
    const pack = packOn(world.packs, standing.packId, today);
    const marks = await world.records.marks.ofLearner(learner._id, pack.id, year);
    const programmeId = marks.at(-1)?.programmeId ?? '';
    if (standing.flag !== 'none')
      found.push({
        title: `Risk flag: ${standing.flag}`,
        ...picked({ kind: 'flag', packId: pack.id }),
        packId: pack.id,
        programmeId,
        byId: undefined,
      });
    for (const riskCase of await world.records.cases.ofLearner(learner._id, pack.id)) {
      const last = riskCase.decisions.at(-1);
      const option = pack.options[riskCase.kind].find((one) => one.code === last?.option);
      if (last && option)
        found.push({
          title: `Decision: ${option.label}, ${sayDay(dayOf(last.at))}`,
          ...picked({ kind: 'case', id: riskCase._id }),
          packId: pack.id,
          programmeId: riskCase.programmeId,
          byId: last.byId,
        });
    }
    for (const mark of marks
      .filter((one) => one.day >= addDays(today, -contestableDays))
      .reverse()
      .slice(0, 20)) {
      const type = markType(pack, mark.code);
      const counts = type.counts === 'absent' || mark.minutesLate > 0;
      if (!counts) continue;
      const register = await world.records.registers.byId(mark.sessionId);
      const byId = register?.rows.find((row) => row.enrolmentId === mark.enrolmentId)?.mark?.byId;
      found.push({
        title: `${type.label}: ${sayDay(mark.day)}`,
        ...picked({ kind: 'mark', sessionId: mark.sessionId, enrolmentId: mark.enrolmentId }),
        packId: pack.id,
        programmeId: mark.programmeId,
        byId,
      });
    }
  }
  return found;
}

/** The learner's own notice that a contest was opened from. */
async function noticeOf(world: World, actor: Person, opened: string): Promise<AbsenceNotice | undefined> {
  const [, id] = /^notice[|:](.+)$/.exec(opened) ?? [];
  const notice = id ? await world.records.notices.byId(id) : null;
  return notice?.learnerId === actor._id ? notice : undefined;
}

/** A learner contests a mark, a flag, a decision or a rejected notice: someone else looks, escalation rests meanwhile. `about`: what it was opened from. */
export const contest: Form = {
  action: 'contest',
  async face(world, actor, about) {
    const options = await contestable(world, actor);
    if (options.length === 0)
      return {
        title: 'Ask for another look',
        lines: ['There is nothing about you just now that you could contest.'],
      };
    return {
      title: 'Ask for another look',
      lines: ['Someone other than the person who marked or decided looks at it. Nothing more happens meanwhile.'],
      fields: [
        {
          id: 'what',
          label: 'What do you think is wrong?',
          type: 'choice',
          options: options.map(({ title, value }) => ({ title, value })),
          value: options.find((one) => one.value === about)?.value ?? '',
          needed: true,
        },
        { id: 'words', label: 'Why?', type: 'words', needed: true },
      ],
      acts: [{ act: 'send', title: 'Send', style: 'positive' }],
    };
  },
  async back(world, actor, opened) {
    const notice = await noticeOf(world, actor, opened);
    return notice ? viewNotice(world, notice, actor) : refuse('not-found');
  },
  async submit(world, actor, opened, { fields }) {
    const notice = await noticeOf(world, actor, opened);
    const chosen = (await contestable(world, actor)).find((one) => one.value === fields.what);
    const words = fields.words ?? '';
    if (!chosen) return refuse('pick-one', 'What do you think is wrong?');
    if (words.length < 3) return refuse('needs-a-reason');
    const { packId, programmeId, subject, byId } = chosen;
    const ownerId = await world.together((inside) =>
      openContest(inside, actor._id, {
        packId,
        programmeId,
        byId,
        subject,
        label: chosen.title,
        words,
      }),
    );
    if (!ownerId) return refuse('no-manager');
    if (notice) return viewNotice(world, notice, actor);
    return `Thank you. ${await nameOf(world, ownerId)} looks at it and answers you here. Nothing more happens meanwhile.`;
  },
};
