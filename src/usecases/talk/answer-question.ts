import { capital } from '../../domain/capital.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import type { QuestionKind } from '../../language/talk/question-phrases.ts';
import { type AskedWho, type Question, questionOf } from '../../language/talk/questions.ts';
import { showAbsent } from '../absence/show-absent.ts';
import type { CardModel } from '../core/card-model.ts';
import { reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { type Action, reachOf } from '../core/rights.ts';
import { openForm } from '../desk/forms.ts';
import { leadFor } from '../desk/show-help.ts';
import { showTasks } from '../desk/show-tasks.ts';
import { todayOf } from '../overview/weeks.ts';
import { showPolicy } from '../people/show-policy.ts';
import { showRegisters } from '../registers/show-registers.ts';
import { showLearners } from '../standing/show-learners.ts';
import { showLearner, showMissed, showWhetherIn } from './about-learner.ts';
import { hearComing, showMineOn, showStillOn, showTheirPeople, showWhenIn } from './day-answers.ts';
import { answerLeft, answerMark, answerMove } from './lead-to-form.ts';
import { notYours } from './offer-help.ts';
import { hearHere, showDay, showDecided, showMarks, showNext, showPeople, showTold } from './own-answers.ts';
import { showByWeek } from './show-by-week.ts';
import { showChanges, showHowWeAre, showLate, showLateRegisters, showWorries } from './staff-answers.ts';
import { askable, learnersSeen, whomAsked } from './whom-asked.ts';
import { withPage } from './with-page.ts';

type Asking = { world: World; actor: Person; question: Question; person?: Person };
type Answer = {
  /** The right to ask it; of several each will do. */
  action: Action | readonly Action[];
  /** How it may be asked, as an example and a button; only of what needs no name. */
  say?: string;
  /** Only about somebody: the asker is asked whom where it is not clear. */
  isAbout?: true;
  /** About somebody where a name is given. */
  mayName?: true;
  /** Who can, for those who may not. */
  whose?: string;
  run(asking: Asking): Promise<Outcome<CardModel>>;
};

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });
const isLearner = (actor: Person) => actor.roles.includes('learner');

/** Whose notices somebody may ask about: their own reports. */
const told = ({ world, actor }: Asking) => reportableLearners(world, actor);
const about = (run: (asking: Asking & { person: Person }) => Promise<Outcome<CardModel>>): Answer => ({
  action: 'view-learner',
  isAbout: true,
  run: (asking) => (asking.person ? run({ ...asking, person: asking.person }) : Promise.resolve(refuse('not-found'))),
});

const seesRegisters = (actor: Person) => reachOf(actor, 'view-who-is-out') !== undefined;

const seen =
  'Your tutor sees that you told us and the times, not why. Whoever decides about it sees the reason. When a session is missed without leave, a parent, carer or employer who may be told hears the same day. What goes to the Safeguarding Team nobody else reads.';
const seenByStaff =
  'What you write here is answered to you alone. Words about harm go to the Safeguarding Team, and nobody else reads them.';
const office = 'The college office can help: please ring or write to them.';
const newNumber = 'I cannot change numbers or addresses. The college office can: please ring or write to them.';
const evidence =
  'If one is needed I ask you for it here. You can send a photo or file of it in this chat at any time; only those who decide about absences open it.';
const whoMarks = 'The session’s tutor and the college office mark a register.';

/** What each question is answered with, and the right it needs (rights table). */
const answers: Record<QuestionKind, Answer> = {
  'next-session': {
    action: 'view-my-day',
    say: 'when is my next lesson',
    run: ({ world, actor }) => showNext(world, actor),
  },
  'my-day': {
    action: 'view-my-day',
    say: 'what time do I start',
    run: ({ world, actor, question }) => showDay(world, actor, question.day),
  },
  missed: {
    action: 'view-my-attendance',
    say: 'how much have I missed',
    run: ({ world, actor }) => showMissed(world, actor, actor),
  },
  told: {
    action: 'withdraw-notice',
    say: 'what have I told you',
    run: async (asking) => showTold(asking.world, asking.actor, await told(asking)),
  },
  authorised: {
    action: 'withdraw-notice',
    say: 'is my absence authorised',
    mayName: true,
    run: async (asking) =>
      showDecided(asking.world, asking.actor, asking.person ? [asking.person] : await told(asking)),
  },
  'my-mark': {
    action: 'view-my-attendance',
    say: 'what was I marked',
    run: ({ world, actor, question }) => showMarks(world, actor, question.day),
  },
  'my-people': {
    action: 'help',
    run: async ({ world, actor }) => (isLearner(actor) ? showPeople(world, actor) : note(office)),
  },
  here: { action: 'view-my-attendance', run: ({ world, actor }) => hearHere(world, actor) },
  robot: {
    action: 'help',
    run: async ({ actor }) =>
      note(
        `Yes, I am a program. I pass on what you tell me about attendance, and people at the college decide.${isLearner(actor) ? ' If something is wrong, press the button below: a person reads that.' : ''}`,
      ),
  },
  'who-sees': { action: 'help', run: async ({ actor }) => note(isStaff(actor) ? seenByStaff : seen) },
  'new-number': { action: 'help', run: async () => note(newNumber) },
  'how-to-tell': {
    action: 'help',
    run: async ({ world, actor }) => note(await leadFor(world, actor)),
  },
  rules: { action: 'help', run: ({ world, actor }) => showPolicy(world, actor) },
  evidence: { action: 'report-absence', run: async () => note(evidence) },
  tasks: { action: 'help', run: ({ world, actor }) => showTasks(world, actor) },
  coming: {
    action: 'help',
    run: async ({ world, actor, question }) => {
      if (isLearner(actor)) return hearComing(world, actor, actor, question);
      return reachOf(actor, 'view-my-day') ? showDay(world, actor, question.day) : note('Good. Nothing was reported.');
    },
  },
  'their-coming': about(({ world, actor, question, person }) => hearComing(world, actor, person, question)),
  'still-on': {
    action: ['view-my-day', 'view-learner'],
    run: ({ world, actor, question }) => showStillOn(world, actor, question.day),
  },
  'their-people': about(({ world, actor, person }) => showTheirPeople(world, actor, person)),
  'when-in': about(({ world, actor, question, person }) => showWhenIn(world, actor, person, question.day)),
  'about-in': about(({ world, actor, question, person }) => showWhetherIn(world, actor, person, question.day)),
  'about-doing': about(({ world, actor, person }) => showLearner(world, actor, person)),
  'about-absence': about(({ world, actor, person }) => showMissed(world, actor, person)),
  about: about(({ world, actor, person }) => showLearner(world, actor, person)),
  learners: { action: 'view-my-learners', run: ({ world, actor }) => showLearners(world, actor) },
  out: {
    action: ['view-who-is-out', 'view-my-learners'],
    run: ({ world, actor, question: { day } }) =>
      seesRegisters(actor) ? showAbsent(world, actor, day) : showMineOn(world, actor, day),
  },
  late: {
    action: ['view-who-is-out', 'view-my-learners'],
    say: 'who is late',
    run: ({ world, actor, question: { day } }) =>
      seesRegisters(actor) ? showLate(world, actor, day) : showMineOn(world, actor, day),
  },
  registers: {
    action: 'view-my-registers',
    run: ({ world, actor, question }) => showRegisters(world, actor, question.day),
  },
  'registers-late': {
    action: 'view-late-registers',
    say: 'overdue registers',
    run: ({ world, actor }) => showLateRegisters(world, actor),
  },
  worries: {
    action: ['view-caseload', 'view-college'],
    say: 'who worries me',
    run: ({ world, actor }) => showWorries(world, actor),
  },
  changes: {
    action: ['view-caseload', 'view-college'],
    say: 'what changed',
    run: ({ world, actor }) => showChanges(world, actor),
  },
  'by-week': {
    action: ['view-report', 'view-caseload'],
    say: 'attendance by week',
    run: ({ world, actor, question }) => showByWeek(world, actor, question.of),
  },
  'how-are-we': {
    action: 'view-report',
    say: 'how are we doing',
    run: ({ world, actor }) => showHowWeAre(world, actor),
  },
  mark: { ...about(answerMark), action: 'mark-register', whose: whoMarks },
  'turned-up': { ...about(answerMark), action: 'mark-register', whose: whoMarks },
  left: about(answerLeft),
  move: { action: 'help', mayName: true, run: answerMove },
  'own-absence': {
    action: 'set-away',
    run: ({ world, actor, question }) => openForm(world, actor, `set-away|${question.day ?? todayOf(world)}`),
  },
  close: {
    action: 'change-session',
    run: ({ world, actor, question }) => {
      const why = (question.why ?? '').slice(0, 60);
      const day = question.day ?? todayOf(world);
      return openForm(world, actor, `change-session|close:${day}:${capital(why)}`);
    },
  },
  'accept-all': {
    action: 'task-decide-notices',
    say: 'accept all',
    run: ({ world, actor }) => openForm(world, actor, `accept-all|${world.clock.now().getTime()}`),
  },
};

const mayAsk = (actor: Person, { action }: Answer) => [action].flat().some((one) => reachOf(actor, one) !== undefined);

/** Questions this person may ask, as examples to say. */
export function examplesFor(actor: Person): string[] {
  return Object.values(answers).flatMap((one) => (one.say && mayAsk(actor, one) ? [one.say] : []));
}

/**
 * True where words that look like a question mean something else from this person: who may report absence reports with
 * "he is late" and "off sick today", and takes back with "cancel everything".
 */
function isReport(actor: Person, { kind }: Question): boolean {
  if (kind === 'turned-up') return reachOf(actor, 'report-absence') !== undefined;
  if (kind === 'own-absence') return isLearner(actor) || !isStaff(actor);
  return kind === 'here' || kind === 'close' || kind === 'my-day' ? !mayAsk(actor, answers[kind]) : false;
}

/** Words that open a question or an order; “absence today” reports one. */
const asks =
  /^\W*(who|what|which|how|where|is|are|any\w*|accept|approve|overdue|late registers|registers|show|list|my)\b/i;

async function remember(world: World, actor: Person, person: Person): Promise<void> {
  await world.records.talks.note(actor._id, { aboutId: person._id, at: world.clock.now() });
}

/** A question about somebody, once it is clear whom among those the asker may see. */
async function answerAbout(
  world: World,
  actor: Person,
  question: Question & { who: AskedWho },
  seen: readonly Person[],
): Promise<Outcome<CardModel> | undefined> {
  const whom = await whomAsked(world, actor, question, seen);
  if (!whom && !answers[question.kind].isAbout) return answers[question.kind].run({ world, actor, question });
  if (!whom || 'ask' in whom) return whom?.ask;
  await remember(world, actor, whom.person);
  return answers[question.kind].run({ world, actor, question, person: whom.person });
}

/**
 * Answers a question of the table from what the bot knows and the asker may see; what they may not ask gets what they may, unless it is a command (`isCommand`), which refuses in its own words.
 * Undefined: it is none, or tells of somebody who is nobody of theirs: then it is read like any other message.
 */
export async function answerQuestion(
  world: World,
  actor: Person,
  text: string,
  { isCommand = false }: { isCommand?: boolean } = {},
): Promise<Outcome<CardModel> | undefined> {
  const seen = await learnersSeen(world, actor);
  const question = questionOf(text, { today: todayOf(world), people: askable(seen) });
  if (!question || isReport(actor, question)) return undefined;
  const answer = answers[question.kind];
  const { who } = question;
  // Others' words about somebody may tell of them; a plain question is no more than that, whoever asks it.
  if (!mayAsk(actor, answer) && isCommand) return undefined;
  if (!mayAsk(actor, answer))
    return isStaff(actor) || (!who && asks.test(text)) ? notYours(actor, examplesFor(actor), answer.whose) : undefined;
  if (who && (answer.isAbout || answer.mayName)) return answerAbout(world, actor, { ...question, who }, seen);
  if (answer.isAbout) return undefined;
  return withPage(world, actor, question.kind, await answer.run({ world, actor, question }));
}
