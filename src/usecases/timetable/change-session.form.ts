import { type Day, isDay, sayDay, timeOf } from '../../domain/calendar.ts';
import { type Enrolment, isExpected, type Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { nameSession, type Session } from '../../domain/session.ts';
import { offerAgain } from '../catch-up/alternative-session.ts';
import type { Form } from '../core/form-kind.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { withdrawTask } from '../core/put-task.ts';
import { reachOf } from '../core/rights.ts';
import { nextPageOf, nextSessions, sessionChoices, staffSessions, withoutPage } from '../core/staff-sessions.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { stopRegisterClock } from '../registers/register-due.task.ts';

const noSessions = 'No session of yours is planned from yesterday to two weeks ahead.';
const span = { back: 1, ahead: 14 };

async function expectedIn(world: World, session: Session): Promise<Enrolment[]> {
  return (await world.records.enrolments.ofProgramme(session.programmeId)).filter((one) => isExpected(one, session));
}

/** Everyone concerned by a session: its learners, tutors, and the learners' employers. */
export async function concernedBy(world: World, session: Session): Promise<Person[]> {
  const enrolments = await expectedIn(world, session);
  const ids = [
    ...enrolments.map((one) => one.learnerId),
    ...enrolments.flatMap((one) => (one.employerId ? [one.employerId] : [])),
    ...session.tutorIds,
  ];
  return world.records.people.byIds([...new Set(ids)]);
}

/** A cancelled session counts for nothing: its register closes, its marks go, what it asked of people is withdrawn. */
export async function cancelSession(
  world: World,
  session: Session,
  actor: Pick<Person, '_id'>,
  why: string,
): Promise<void> {
  const { records } = world;
  const now = world.clock.now();
  const change = { byId: actor._id, at: now, code: 'cancelled' as const, why };
  await records.sessions.change(session._id, {
    cancelled: { by: actor._id, at: now, why },
    changes: [...(session.changes ?? []), change],
  });
  const register = await records.registers.byId(session._id);
  if (register && register.state !== 'cancelled') {
    const version = register.version + 1;
    const entry = { version, byId: actor._id, at: now, cause: 'session-cancelled' as const, words: why, changes: [] };
    const after = {
      ...register,
      state: 'cancelled' as const,
      version,
      history: [...register.history, entry],
      next: { step: 'project' as const, at: now },
    };
    if (!(await records.registers.replace(after, register))) throw new Error('register changed meanwhile');
  }
  if (session.agreedIn) await offerAgain(world, session.agreedIn, why);
  const context = await loadSession(world, session._id);
  if (context) await stopRegisterClock(world, context);
  for (const task of await records.tasks.allOfSession(session._id))
    if (world.traits[task.kind].onCancel === 'withdraw') await withdrawTask(world, task, 'session-cancelled');
  // Nobody need decide about an absence from it any more.
  const learnerIds = (await expectedIn(world, session)).map((one) => one.learnerId);
  await records.notices.lookAgain(learnerIds, session.day, now);
}

async function changeRoom(world: World, session: Session, actor: Person, room: string): Promise<void> {
  const change = { byId: actor._id, at: world.clock.now(), code: 'room' as const, to: room };
  await world.records.sessions.change(session._id, { room, changes: [...(session.changes ?? []), change] });
  const register = await world.records.registers.byId(session._id);
  if (register)
    for (const { recipient } of await world.records.slots.about('register', session._id))
      if (register.state !== 'open')
        await world.records.slots.want(
          { kind: 'register', subjectId: session._id, recipient, revision: register.version, ask: 'again' },
          world.clock.now(),
        );
}

/** The building a programme is taught in, as far as anybody said: its centre, else its site. */
const centreOf = (programme: Programme | undefined) => programme?.centre ?? programme?.site;

/** The sessions somebody may change. */
async function changeable(world: World, actor: Person): Promise<Session[]> {
  return (await staffSessions(world, actor, 'change-session', span)).filter((one) => !one.cancelled);
}

/** The sessions a form means: one, with `day` all one's own of its day, or with `centre` all of that session's centre on its day (snow). */
async function meant(world: World, actor: Person, sessionId: string, what: string): Promise<Session[]> {
  const mine = await changeable(world, actor);
  const chosen = mine.find((one) => one._id === sessionId);
  if (!chosen) return [];
  if (what === 'day') return mine.filter((one) => one.day === chosen.day && one.mode === 'face-to-face');
  if (what !== 'centre') return [chosen];
  const programmes = await world.records.enrolments.programmes();
  const centre = centreOf(programmes.find((one) => one._id === chosen.programmeId));
  // Without a centre on the programme nobody knows what else is in the same building.
  if (!centre) return [chosen];
  const inCentre = programmes.filter((one) => centreOf(one) === centre).map((one) => one._id);
  const ofDay = await world.records.sessions.ofProgrammes(inCentre, chosen.day, chosen.day);
  return ofDay.filter((one) => !one.cancelled && one.mode === 'face-to-face');
}

/** The day and reason of a closure somebody told in words: "close:2026-11-26:snow". */
function closureIn(about: string): { day?: Day; why?: string } {
  const [name, day = '', why = ''] = withoutPage(about).split(':');
  return name === 'close' && isDay(day) ? { day, why } : {};
}

/** The sessions on the form's list: those of the closure's day, or all. */
async function listed(world: World, actor: Person, about: string): Promise<Session[]> {
  const all = await changeable(world, actor);
  const { day } = closureIn(about);
  return day ? all.filter((one) => one.day === day) : all;
}

/** Room changes and cancellations, of a session or a whole centre, from chat; everyone concerned is told (SPEC P). `about`: a closure to begin with. */
export const changeSession: Form = {
  action: 'change-session',
  async face(world, actor, about, filled) {
    const { day, why = '' } = closureIn(about);
    const sessions = await listed(world, actor, about);
    const page = sessionChoices(sessions, about, filled?.session);
    const programmes = day ? await world.records.enrolments.programmes() : [];
    const hasCentre = programmes.some((one) => one._id === sessions[0]?.programmeId && centreOf(one) !== undefined);
    const mayClose = reachOf(actor, 'close-centre') !== undefined;
    return {
      title: 'Change or cancel a session',
      lines: [
        'Tutors, learners and employers are told at once. A cancelled session counts for nothing.',
        ...page.lines,
      ],
      fields: [
        {
          id: 'session',
          label: 'Session',
          type: 'choice',
          options: page.options,
          needed: true,
          none: day ? `No session of yours is planned on ${sayDay(day)}.` : noSessions,
          ...(day ? { value: sessions[0]?._id ?? '' } : {}),
        },
        {
          id: 'what',
          label: 'What changes',
          type: 'choice',
          needed: true,
          value: !day ? 'room' : mayClose && hasCentre ? 'centre' : 'day',
          options: [
            { title: 'Another room', value: 'room' },
            { title: 'Cancel this session', value: 'cancel' },
            { title: 'Cancel all your face-to-face sessions that day', value: 'day' },
            ...(mayClose ? [{ title: 'Close the whole centre that day (face to face)', value: 'centre' }] : []),
          ],
        },
        { id: 'room', label: 'New room', type: 'line' },
        { id: 'why', label: 'Why (everyone told can read it)', type: 'line', value: why },
      ],
      acts: [{ act: 'change', title: 'Change and tell everyone', style: 'positive' }, ...page.acts],
    };
  },
  async submit(world, actor, about, { act, fields, pressId }) {
    if (act === nextSessions)
      return { open: `change-session|${nextPageOf(await listed(world, actor, about), about)}`, keeps: true };
    const { session: sessionId = '', what = '', room = '', why = '' } = fields;
    if (what === 'centre' && reachOf(actor, 'close-centre') === undefined) return refuse('not-allowed');
    if (!['room', 'cancel', 'day', 'centre'].includes(what)) return refuse('pick-one', 'What changes');
    if (what === 'room' && room === '') return refuse('room-needed');
    // A room beside a cancellation: one of the two is a slip, and hundreds may be told of it.
    if (what !== 'room' && room !== '') return refuse('typed-not-kept', '“New room”');
    if (what !== 'room' && why.length < 3) return refuse('needs-a-reason');
    const already = await world.records.tasks.byId(`session-change|${pressId}`);
    const sessions = await meant(world, actor, sessionId, what);
    const [first] = sessions;
    if (!first) return already ? 'That was done already.' : refuse('pick-one', 'Session');
    const told = await world.together(async (inside) => {
      const { records } = inside;
      const people = new Map<string, Person>();
      for (const one of sessions) {
        const session = await records.sessions.byId(one._id);
        if (!session || session.cancelled) continue;
        if (what === 'room') await changeRoom(inside, session, actor, room);
        else await cancelSession(inside, session, actor, why);
        for (const person of await concernedBy(inside, session)) people.set(person._id, person);
      }
      const title =
        what === 'room'
          ? `New room: ${room}`
          : what === 'cancel'
            ? 'Session cancelled'
            : what === 'day'
              ? `Cancelled on ${sayDay(first.day)}`
              : `Closed on ${sayDay(first.day)}`;
      const lines = [
        ...(sessions.length === 1
          ? [nameSession(first)]
          : [
              `No face-to-face sessions that day: ${sessions
                .slice(0, 8)
                .map((one) => `${timeOf(one.startsAt, one.zone)} ${one.title}`)
                .join(', ')}`,
            ]),
        ...(why ? [why] : []),
      ];
      return tellChange(inside, { key: pressId, title, lines, byId: actor._id, sessionId: first._id }, [
        ...people.values(),
      ]);
    });
    const done =
      what === 'room'
        ? 'Room changed.'
        : sessions.length === 1
          ? 'Cancelled.'
          : `${sessions.length} sessions cancelled.`;
    return `${done} ${told === 1 ? 'One person is' : `${told} people are`} told.`;
  },
};
