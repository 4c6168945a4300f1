import { type AbsenceNotice, type Reason, sayTold, toldAbout } from '../../domain/absence-notice.ts';
import { dayOf, sayDays, timeOf } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { callName, listNames } from '../../domain/person.ts';
import { type Session, saySession } from '../../domain/session.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { isAcceptedByItself } from '../../policy/rules/prefill-mark.ts';
import type { CardModel, NoticeView } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { formCard } from '../core/task-kind.ts';

export const reasonWords: Record<Reason, string> = {
  medical_appointment: 'Medical or dental appointment',
  family_emergency: 'Family emergency',
  sickness: 'Sickness',
  annual_leave: 'Annual leave',
  urgent_work: 'Urgent work',
  bereavement: 'Bereavement',
  transport: 'Transport',
  other: 'Something else',
  none: 'No reason given',
};
const questions = {
  who: 'Which learner do you mean?',
  'which-day': 'Which day do you mean? Please pick the first and last day.',
  'how-late': 'About how many minutes late?',
  'until-when': 'Until which day? Your best guess is fine.',
  withdraw: 'Take this back?',
} as const;

/** "Not in on Tuesday 24 November", "15 minutes late on …". */
export function sayWhat(notice: AbsenceNotice): string {
  const days = sayDays(notice.days);
  if (notice.kind === 'lateness') {
    const how = notice.arriveAt
      ? `Here from ${notice.arriveAt}`
      : notice.minutesLate
        ? `${notice.minutesLate} minutes late`
        : 'Late';
    return `${how}, ${days}`;
  }
  if (notice.kind === 'early_leave') return `Leaving early${notice.fromTime ? ` at ${notice.fromTime}` : ''}, ${days}`;
  const part = notice.toTime ? ` until ${notice.toTime}` : notice.fromTime ? ` from ${notice.fromTime}` : '';
  return `Not in${part}, ${days}`;
}

/** The learner's sessions that a notice touches, in order. */
export async function touchedSessions(world: World, notice: AbsenceNotice): Promise<Session[]> {
  const [first] = notice.days;
  const last = notice.days.at(-1);
  if (!first || !last) return [];
  const enrolments = await world.records.enrolments.ofLearner(notice.learnerId);
  const sessions = await world.records.sessions.ofProgrammes(
    enrolments.map((one) => one.programmeId),
    first,
    last,
  );
  const asConfirmed = { ...notice, state: 'confirmed' as const };
  return sessions.filter(
    (session) =>
      !session.cancelled &&
      enrolments.some((one) => one.programmeId === session.programmeId && isExpected(one, session)) &&
      toldAbout(asConfirmed, session, false) !== undefined,
  );
}

/** What happens with the notice, in words to its sender: who is told, and whether a person decides. */
async function sayNext(world: World, notice: AbsenceNotice): Promise<string> {
  if (notice.state === 'withdrawn') return 'Taken back. Nothing will be on the register.';
  if (notice.state === 'draft') return '';
  const enrolments = await world.records.enrolments.ofLearner(notice.learnerId);
  const programmes = (
    await Promise.all(enrolments.map((one) => world.records.enrolments.programme(one.programmeId)))
  ).filter((one) => one !== null);
  const day = notice.days[0] ?? dayOf(world.clock.now());
  const isAccepted =
    programmes.length > 0 &&
    programmes.every((one) => isAcceptedByItself(notice.reason, packOn(world.packs, one.pack, day)));
  const decision = notice.decisions?.at(-1);
  if (decision?.state === 'accepted') return `Accepted by ${await deciderName(world, decision.byId)}.`;
  if (decision?.state === 'rejected')
    return `Not accepted by ${await deciderName(world, decision.byId)}: ${decision.why ?? ''}. If you think that is wrong, please tell us.`;
  if (decision?.state === 'evidence') return 'We need evidence for this; there is a card about it.';
  if (notice.kind !== 'absence') return 'Thank you. The tutor will see it on the register.';
  return isAccepted
    ? 'Thank you. The tutor will see it on the register, as authorised when told before the start.'
    : 'Thank you. The tutor will see it on the register. Someone at the college decides whether it is authorised.';
}

async function deciderName(world: World, personId: string): Promise<string> {
  const person = await world.records.people.byId(personId);
  return person ? callName(person) : 'the college';
}

async function viewOf(world: World, notice: AbsenceNotice): Promise<NoticeView> {
  const [learner, sessions] = await Promise.all([
    world.records.people.byId(notice.learnerId),
    touchedSessions(world, notice),
  ]);
  const isSelf = notice.byId === notice.learnerId;
  const name = learner ? callName(learner) : 'this learner';
  const shown = sessions.slice(0, 4).map((session) => `${session.title}: ${saySession(session)}`);
  const more = sessions.length > 4 ? [`and ${sessions.length - 4} more`] : [];
  return {
    noticeId: notice._id,
    version: notice.version,
    title: isSelf
      ? 'You told us'
      : notice.via
        ? `Written down for ${name} (${notice.via})`
        : `You told us about ${name}`,
    what: sayWhat(notice),
    sessions: sessions.length > 0 ? [...shown, ...more] : ['No sessions are planned then.'],
    question: notice.question ? questions[notice.question] : '',
    reason: notice.reason,
    reasons: Object.entries(reasonWords).map(([value, title]) => ({ title, value })),
    kind: notice.kind,
    firstDay: notice.days[0] ?? dayOf(world.clock.now()),
    lastDay: notice.days.at(-1) ?? dayOf(world.clock.now()),
    minutesLate: notice.minutesLate ? String(notice.minutesLate) : '',
    arriveAt: notice.arriveAt ?? '',
    state: notice.state,
    said: await sayNext(world, notice),
  };
}

/** Two learners of one name are told apart by the end of their reference. */
async function askWho(world: World, notice: AbsenceNotice, data: NoticeView): Promise<CardModel> {
  const people = await world.records.people.byIds(notice.candidates ?? []);
  const names = listNames(people);
  const options = people.map((one) => ({ title: names.get(one._id) ?? one.name, value: one._id }));
  return formCard(
    { verb: 'form-submit', id: `notice-who|${notice._id}`, version: notice.version },
    {
      title: 'Which learner do you mean?',
      lines: [data.what],
      fields: [{ id: 'who', label: 'Learner', type: 'choice', options, value: options[0]?.value ?? '', needed: true }],
      acts: [{ act: 'choose', title: 'This one', style: 'positive' }],
    },
  );
}

/** The notice as its sender sees it: to confirm, to change (also when something must be asked), or done. */
export async function viewNotice(world: World, notice: AbsenceNotice, isChanging = false): Promise<CardModel> {
  const data = await viewOf(world, notice);
  if (notice.question === 'who' && notice.state === 'draft') return askWho(world, notice, data);
  if (isChanging || (notice.question && notice.question !== 'withdraw' && notice.state === 'draft'))
    return { card: 'notice-change', data };
  return notice.state === 'draft' && notice.question !== 'withdraw'
    ? { card: 'notice-confirm', data }
    : { card: 'notice-done', data };
}

/** The small card for a tutor whose register is open already: times, never the reason. */
export async function viewLateNotice(
  world: World,
  notice: AbsenceNotice,
  session: Session,
): Promise<CardModel | undefined> {
  const [learner, register] = await Promise.all([
    world.records.people.byId(notice.learnerId),
    world.records.registers.byId(session._id),
  ]);
  const told = toldAbout(notice, session, false);
  // Two of one name on the register are told apart here too.
  const onList = await world.records.people.byIds((register?.rows ?? []).map((row) => row.learnerId));
  const names = learner
    ? listNames([...onList.filter((one) => one._id !== learner._id), learner]).get(learner._id)
    : undefined;
  if (!told)
    return {
      card: 'notice-late',
      data: { title: `${names ?? 'A learner'}: notice taken back`, what: 'It no longer counts.', place: session.title },
    };
  const when =
    notice.confirmedAt && notice.confirmedAt >= session.startsAt
      ? ` (said at ${timeOf(notice.confirmedAt, session.zone)})`
      : '';
  const what =
    register?.state === 'open'
      ? 'It counts when you save, unless you mark otherwise.'
      : 'The register is saved already. Amend it if this changes a mark.';
  return {
    card: 'notice-late',
    data: {
      title: `${names ?? 'A learner'} · ${sayTold(told)}${when}`,
      what,
      place: `${session.title}, ${saySession(session)}`,
    },
  };
}
