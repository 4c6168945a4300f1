import { type AbsenceNotice, halfOf, saidAt, sayTold, tellersOf, toldAbout } from '../../domain/absence-notice.ts';
import { dayOf, sayDays, timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { isOver, saysNothingNew } from '../../domain/overlapping-notices.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import { type Session, saySession } from '../../domain/session.ts';
import { reasonLabel, reasonsOf } from '../../policy/rules/reasons.ts';
import type { CardModel, NoticeButton, NoticeView } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { formCard } from '../core/task-kind.ts';
import { overlapsOf } from './one-notice.ts';
import { packsUnder } from './reasons-under.ts';
import { sayKindly } from './say-kindly.ts';
import { contestOf, partsOf, sayNext, sayState, sayTeller, sayWhat, wasTold } from './say-notice.ts';
import { sessionsOf, touchedSessions } from './touched-sessions.ts';
import { decidedAsSeen, isOutsideOf } from './whose-notice.ts';

const questions = {
  who: 'Which learner do you mean?',
  'which-day': 'Which day do you mean? Please pick the first and last day.',
  'which-half': 'Which half of the day will be missed: the morning or the afternoon?',
  'how-late': 'About how many minutes late?',
  'until-when': 'Until which day? Your best guess is fine.',
  withdraw: 'Take this back?',
} as const;

/** Which inputs of the form answer what is asked; the others are seldom needed then. */
const answeredBy: Record<keyof typeof questions, NoticeView['asks']> = {
  who: [],
  'which-day': ['firstDay', 'lastDay'],
  'which-half': ['half'],
  'how-late': ['minutesLate', 'arriveAt'],
  'until-when': ['firstDay', 'lastDay'],
  withdraw: [],
};

/** "Take back Thursday 26 November?", and "What stays: Not in, Wednesday 25 November." */
function sayQuestion(notice: AbsenceNotice): Pick<NoticeView, 'question' | 'stays'> {
  const { back, stays } = partsOf(notice);
  if (stays) return { question: `Take back ${sayDays(back.days)}?`, stays: `What stays: ${sayWhat(stays)}.` };
  return { question: notice.question ? questions[notice.question] : '', stays: '' };
}

/** A draft on which a time has come that only a person can put right: told too late to be in time. */
export async function isTooLate(world: World, notice: AbsenceNotice): Promise<boolean> {
  // What the office writes down for someone it decides itself.
  return !notice.via && isOver(notice, await touchedSessions(world, notice), world.clock.now());
}

async function titleOf(world: World, notice: AbsenceNotice, viewer: Person, name: string): Promise<string> {
  const isSelf = viewer._id === notice.learnerId;
  const written = `Written down for ${name} (${notice.via})`;
  if (notice.state === 'draft') {
    const yet = notice.remindedAt ? 'still nobody has been told' : 'nobody has been told yet';
    if (notice.via) return `${written}: ${yet}`;
    return isSelf ? capital(yet) : `About ${name}: ${yet}`;
  }
  if (!wasTold(notice)) {
    const end = notice.replacedBy ? 'not needed any more' : 'nobody was told';
    return isSelf ? capital(end) : `About ${name}: ${end}`;
  }
  if (notice.via && notice.byId === viewer._id) return written;
  if (tellersOf(notice).includes(viewer._id)) return isSelf ? 'You told us' : `You told us about ${name}`;
  return `${await sayTeller(world, notice, viewer)} told us about ${isSelf ? 'you' : name}`;
}

/** A correction takes the times of before away where it gives none. */
const cleared = { fromTime: undefined, toTime: undefined, minutesLate: undefined, arriveAt: undefined } as object;

/** What gives way to this notice, or gave way: "Not in, Thursday 26 November". */
async function sayReplaces(world: World, notice: AbsenceNotice, viewer: Person): Promise<string[]> {
  const before: AbsenceNotice[] = [];
  if (notice.state === 'draft')
    for (const { other, days } of await overlapsOf(world, notice)) {
      // What somebody else has not confirmed has been told to nobody, here neither.
      if (other.state === 'confirmed' || other.byId === notice.byId) before.push({ ...other, days });
    }
  else
    for (const { noticeId, days } of notice.state === 'confirmed' ? (notice.replaces ?? []) : []) {
      const other = await world.records.notices.byId(noticeId);
      if (other?.confirmedAt) before.push({ ...other, days });
    }
  const { correctedFrom } = notice;
  const said =
    notice.state === 'draft' && correctedFrom
      ? [`Changed from: ${sayWhat({ ...notice, ...cleared, ...correctedFrom })}`]
      : [];
  for (const one of before) {
    if (isOutsideOf(notice, viewer) && one.byId !== viewer._id) {
      said.push(`${await sayTeller(world, one, viewer)} has told us something about this, too.`);
      continue;
    }
    if (notice.state === 'draft' && one.state === 'confirmed' && saysNothingNew(notice, one)) {
      const all = await world.records.notices.byId(one._id);
      said.push(`${capital(await sayTeller(world, one, viewer))} told us this already: ${sayWhat(all ?? one)}`);
      continue;
    }
    const who = one.byId === notice.byId ? '' : ` (told by ${await sayTeller(world, one, viewer)})`;
    said.push(`${notice.state === 'draft' ? 'This replaces' : 'In place of'}: ${sayWhat(one)}${who}`);
  }
  return [...new Set(said)];
}

function buttonsOf(notice: AbsenceNotice, viewer: Person, isLate: boolean, isContested: boolean): NoticeButton[] {
  if (notice.state === 'draft') {
    if (!isLate) return ['confirm', 'change', 'withdraw'];
    return notice.kind === 'absence' ? ['tell-late', 'change', 'withdraw'] : ['change', 'close'];
  }
  const isRejected = notice.decisions?.at(-1)?.state === 'rejected';
  const again: NoticeButton[] = isRejected && !isContested && viewer._id === notice.learnerId ? ['contest'] : [];
  if (notice.state === 'withdrawn' || viewer._id !== notice.byId) return notice.state === 'withdrawn' ? [] : again;
  return notice.question === 'withdraw' ? ['take-back', 'keep', 'change'] : [...again, 'take-back', 'change'];
}

/** What a draft's card says under what was understood. */
function sayDraft(notice: AbsenceNotice, viewer: Person, isLate: boolean, changesRegister: boolean): string {
  const isUnsaid = notice.kind === 'absence' && notice.reason === 'none';
  // The policies ask for a reason (S2, G2); nobody has to give one.
  const isGuess = notice.endAssumed !== undefined && notice.endAssumed === notice.days.at(-1);
  const end = isGuess ? ' You did not say until when, so it is for a week; you can change that at any time.' : '';
  const why = isUnsaid
    ? 'If you can say why, write it here first, for example: dentist.'
    : 'The tutor sees the time, not the reason.';
  if (notice.question === 'withdraw')
    return 'You wrote that this is off. If so, press “Not this”: nobody has been told.';
  if (!changesRegister)
    return `There is nobody to tell. If you mean another time, press Change. To have it written down all the same, press Confirm.`;
  if (!isLate) return `Is this right? Press Confirm to tell the college.${end} ${why}`;
  if (notice.kind === 'absence')
    return 'These sessions are over, so this cannot count as told in time any more. You can still tell the office, and they decide.';
  const isSelf = viewer._id === notice.learnerId;
  return `These sessions are over, so this changes no register by itself. If a mark is wrong, ${isSelf ? 'type: contest' : 'please call the college office'}.`;
}

/** True when sessions are planned on its days and being late or leaving early takes nothing of any. */
async function isThereForAll(world: World, notice: AbsenceNotice): Promise<boolean> {
  if (notice.kind === 'absence') return false;
  return (await sessionsOf(world, notice.learnerId, notice.days)).some((session) => !session.cancelled);
}

/** An employer reads no reason but their own (S3). */
function asMaySee(notice: AbsenceNotice, viewer: Person): AbsenceNotice {
  const isTheirWord = (notice.reasonBy ?? notice.byId) === viewer._id;
  return isTheirWord || !isOutsideOf(notice, viewer) ? notice : { ...notice, reason: 'none' };
}

/** The reasons that the learner's policies list; one given before a list was changed stays. */
async function offeredReasons(world: World, notice: AbsenceNotice): Promise<NoticeView['reasons']> {
  const packs = await packsUnder(world, notice);
  const offered = reasonsOf(packs).map(({ code, label }) => ({ title: label, value: code }));
  if (offered.some((one) => one.value === notice.reason)) return offered;
  return [...offered, { title: reasonLabel(notice.reason, [...packs, ...world.packs]), value: notice.reason }];
}

/** Hours that were read from the words ("from 13:30") stay on offer beside the halves. */
function offeredHalves(notice: AbsenceNotice): NoticeView['halves'] {
  const { fromTime, toTime } = notice;
  const told = [fromTime ? `From ${fromTime}` : '', toTime ? `until ${toTime}` : ''].filter(Boolean).join(' ');
  return [
    { title: 'All day', value: 'day' },
    { title: 'The morning', value: 'am' },
    { title: 'The afternoon', value: 'pm' },
    ...(halfOf(notice) === 'as-told' ? [{ title: capital(told), value: 'as-told' }] : []),
  ];
}

async function viewOf(world: World, stored: AbsenceNotice, viewer: Person): Promise<NoticeView> {
  const notice = asMaySee(await decidedAsSeen(world, stored, viewer), viewer);
  const [learner, sessions] = await Promise.all([
    world.records.people.byId(notice.learnerId),
    touchedSessions(world, notice),
  ]);
  const name = learner ? callName(learner) : 'this learner';
  const shown = sessions.slice(0, 4).map((session) => `${session.title}: ${saySession(session)}`);
  const more = sessions.length > 4 ? [`and ${sessions.length - 4} more`] : [];
  const isLate = notice.state === 'draft' && !notice.via && isOver(notice, sessions, world.clock.now());
  const replaces = await sayReplaces(world, notice, viewer);
  const isHere = sessions.length === 0 && (await isThereForAll(world, notice));
  const said =
    notice.state === 'draft'
      ? sayDraft(notice, viewer, isLate, sessions.length > 0 || replaces.length > 0)
      : await sayNext(world, notice, { viewer, learner: learner ?? viewer, sessions });
  return {
    noticeId: notice._id,
    version: notice.version,
    kindly: sayKindly(notice, viewer, learner),
    title: await titleOf(world, notice, viewer, name),
    what: sayWhat(notice),
    sessions:
      sessions.length > 0 ? [...shown, ...more] : [isHere ? 'No session is missed.' : 'No sessions are planned then.'],
    ...sayQuestion(notice),
    asks: notice.state === 'draft' && notice.question ? answeredBy[notice.question] : [],
    reason: notice.reason,
    reasons: await offeredReasons(world, notice),
    half: halfOf(notice),
    halves: offeredHalves(notice),
    kind: notice.kind,
    firstDay: notice.days[0] ?? dayOf(world.clock.now()),
    lastDay: notice.days.at(-1) ?? dayOf(world.clock.now()),
    minutesLate: notice.minutesLate ? String(notice.minutesLate) : '',
    arriveAt: notice.arriveAt ?? '',
    state: sayState(notice, sessions),
    said,
    replaces,
    can: buttonsOf(notice, viewer, isLate, (await contestOf(world, notice)) !== undefined),
    canGoBack: notice.question === undefined || notice.state !== 'draft',
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
      acts: [
        { act: 'choose', title: 'This one', style: 'positive' },
        { act: 'not-this', title: 'Not this', bare: true },
      ],
    },
  );
}

/** The notice as someone sees it: to confirm, to change (also when something must be asked), or done. */
export async function viewNotice(
  world: World,
  notice: AbsenceNotice,
  viewer: Person,
  isChanging = false,
): Promise<CardModel> {
  const data = await viewOf(world, notice, viewer);
  if (notice.question === 'who' && notice.state === 'draft') return askWho(world, notice, data);
  // Whatever a learner gets about themself has the quiet way to the Safeguarding Team on it (S11).
  const isOwn = viewer._id === notice.learnerId && viewer.roles.includes('learner') && !notice.replacedBy;
  const quiet = isOwn ? { needsSomeone: true as const } : {};
  const isAsking = notice.state === 'draft' && notice.question !== undefined && notice.question !== 'withdraw';
  if (isChanging || isAsking) return { card: 'notice-change', data, ...quiet };
  return { card: notice.state === 'draft' ? 'notice-confirm' : 'notice-done', data, ...quiet };
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
  const who = names ?? 'A learner';
  const isReplaced = notice.replacedBy !== undefined || notice.state === 'confirmed';
  if (!told) {
    const title = isReplaced ? `${who}: told us otherwise since` : `${who}: notice taken back`;
    return { card: 'notice-late', data: { title, what: 'It no longer counts.', place: session.title } };
  }
  const said = saidAt(notice, session.day);
  const when = dayOf(said, session.zone) === session.day ? ` (said at ${timeOf(said, session.zone)})` : '';
  const what =
    register?.state === 'open'
      ? 'It counts when you save, unless you mark otherwise.'
      : 'The register is saved already. Amend it if this changes a mark.';
  return {
    card: 'notice-late',
    data: { title: `${who} · ${sayTold(told)}${when}`, what, place: `${session.title}, ${saySession(session)}` },
  };
}
