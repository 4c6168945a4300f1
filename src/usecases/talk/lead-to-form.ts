import { addDays } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import type { ReadEvent } from '../../language/reading.ts';
import type { Question } from '../../language/talk/questions.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { staffSessions } from '../core/staff-sessions.ts';
import { openForm } from '../desk/forms.ts';
import { sessionsOf } from '../notices/touched-sessions.ts';
import { todayOf } from '../overview/weeks.ts';

type About = { world: World; actor: Person; question: Question; person: Person };

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });

/** "Mark Ben present": the register he is on now, of the asker's, with one press to confirm. */
export async function answerMark({ world, actor, question, person }: About): Promise<Outcome<CardModel>> {
  const now = world.clock.now();
  const today = todayOf(world);
  const mine = await staffSessions(world, actor, 'mark-register', { back: 0, ahead: 0 });
  const expected = new Set((await sessionsOf(world, person._id, [today])).map((one) => one._id));
  const registers = await world.records.registers.byIds(mine.map((one) => one._id));
  const isOn = (id: string) =>
    registers.find((one) => one._id === id)?.rows.some((row) => row.learnerId === person._id) ?? expected.has(id);
  const begun = mine.filter((one) => !one.cancelled && one.startsAt <= now && isOn(one._id));
  const running = begun.findLast((one) => one.endsAt > now) ?? begun.at(-1);
  if (!running)
    return note(`No register of yours with ${callName(person)} on it has begun today. Nothing was changed.`);
  const { mark = 'present', minutes } = question;
  return openForm(world, actor, ['mark-one', running._id, person._id, mark, String(minutes ?? '')].join('|'));
}

/** "Lena has left": for the office the way to end it; everybody else is told who can. */
export async function answerLeft({ actor, person }: About): Promise<Outcome<CardModel>> {
  const name = firstName(person);
  if (reachOf(actor, 'set-break') === undefined)
    return note(
      `I am sorry to hear that. Only the college office can take ${name} off: please ring or write to them. Until then ${name} stays on the registers.`,
    );
  const lead = `To end it, put the last day into the enrolments list (column “to”) and import it. Until then a break in learning keeps ${name} off the registers, and nobody is told or asked anything.`;
  return {
    card: 'list-plain',
    data: {
      title: `${callName(person)} has left`,
      lead,
      items: [],
      commands: [{ title: 'Start a break from today', form: `set-break|${person._id}` }],
    },
  };
}

/** "Can Jamie swap his 1-2-1 to Friday": only a tutor moves a session; who that is. */
export async function answerMove({
  world,
  actor,
  person,
}: {
  world: World;
  actor: Person;
  person?: Person;
}): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'change-session') !== undefined) return openForm(world, actor, 'change-session');
  const learner = person ?? (actor.roles.includes('learner') ? actor : undefined);
  if (!learner) return refuse('not-found');
  const today = todayOf(world);
  const sessions = await sessionsOf(world, learner._id, [today, addDays(today, 14)]);
  const tutors = await world.records.people.byIds([...new Set(sessions.flatMap((one) => one.tutorIds))]);
  const names = tutors.map(callName).join(' or ');
  return note(
    `I cannot move a session. ${names ? `${names} can: please write to them in Teams.` : 'The college office can.'}`,
  );
}

/**
 * What staff tell of an absence in their own words: their own opens the away form on those days; a learner's is the
 * office's to write down, and the tutor's to mark. Undefined from whoever may report it.
 */
export async function answerStaffReport(
  world: World,
  actor: Person,
  events: readonly Pick<ReadEvent, 'who' | 'days'>[],
): Promise<Outcome<CardModel> | undefined> {
  const isOwn = events.length > 0 && events.every((one) => one.who.type === 'self');
  if (isOwn && !actor.roles.includes('learner') && reachOf(actor, 'set-away') !== undefined) {
    const days = events.flatMap((one) => one.days).sort();
    return openForm(world, actor, `set-away|${days[0] ?? todayOf(world)}.${days.at(-1) ?? todayOf(world)}`);
  }
  if (reachOf(actor, 'report-absence') !== undefined) return undefined;
  const isTutor = reachOf(actor, 'mark-register') !== undefined;
  const lead = `The college office writes down what people told you.${isTutor ? ' Once the register has begun you can also mark it, “mark”, the learner’s name, “absent”.' : ''}`;
  const commands = ['my registers', 'who is out']
    .filter((say) => reachOf(actor, say === 'who is out' ? 'view-who-is-out' : 'view-my-registers') !== undefined)
    .map((say) => ({ title: capital(say), say }));
  return { card: 'list-plain', data: { title: 'I cannot write that down from you.', lead, items: [], commands } };
}
