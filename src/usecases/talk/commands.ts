import { type Outcome, refuse } from '../../domain/failure.ts';
import { firstName, type Person } from '../../domain/person.ts';
import { plainWords } from '../../language/talk/shape.ts';
import { showAbsent } from '../absence/show-absent.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { openForm } from '../desk/forms.ts';
import { showDecisions } from '../desk/show-decisions.ts';
import { type Command, commands, leadFor, showHelp } from '../desk/show-help.ts';
import { showTasks } from '../desk/show-tasks.ts';
import { showOutOfReach } from '../people/out-of-reach.task.ts';
import { showUnread } from '../people/policy-unread.task.ts';
import { showPolicy } from '../people/show-policy.ts';
import { showRegisters } from '../registers/show-registers.ts';
import { offerReport } from '../risk/report-at-risk.ts';
import { showAtRisk } from '../risk/show-at-risk.ts';
import { showHolds } from '../safeguarding/show-holds.ts';
import { showAttendance } from '../standing/show-attendance.ts';
import { showLearners } from '../standing/show-learners.ts';
import { examplesFor } from './answer-question.ts';
import { likelyButtons } from './offer-help.ts';
import { withPage } from './with-page.ts';

const mostExamples = 6;

/** All that somebody's roles can do, with what can be asked in words besides. */
async function wholeHelp(world: World, actor: Person): Promise<CardModel> {
  const help = await showHelp(world, actor);
  const examples = examplesFor(actor);
  if (help.card !== 'list-plain' || examples.length === 0) return help;
  const also = { title: 'You can also ask', detail: `“${examples.slice(0, mostExamples).join('”, “')}”` };
  return { ...help, data: { ...help.data, items: [...help.data.items, also] } };
}

/** The same, asked for by “more”: nothing of it waits for another press. */
async function openHelp(world: World, actor: Person): Promise<CardModel> {
  const help = await wholeHelp(world, actor);
  return help.card === 'list-plain' ? { ...help, data: { ...help.data, isWhole: true } } : help;
}

/** Help: for somebody with many roles the likeliest only, and a way to all of it. */
async function helpFor(world: World, actor: Person): Promise<CardModel> {
  if (actor.roles.length < 2) return wholeHelp(world, actor);
  const commands = [...likelyButtons(actor, '', examplesFor(actor)), { title: 'More', say: 'more' }];
  const title = `Hello ${firstName(actor)}`;
  return { card: 'list-plain', data: { title, lead: await leadFor(world, actor), items: [], commands } };
}

const answers: Record<Command['say'], (world: World, actor: Person) => Promise<Outcome<CardModel>>> = {
  'my attendance': showAttendance,
  'my registers': (world, actor) => showRegisters(world, actor),
  'who is out': showAbsent,
  'report at risk': offerReport,
  'at risk': showAtRisk,
  'my learners': showLearners,
  cover: (world, actor) => openForm(world, actor, 'hand-over'),
  'change a session': (world, actor) => openForm(world, actor, 'change-session'),
  elsewhere: (world, actor) => openForm(world, actor, 'set-elsewhere'),
  'enter a register': (world, actor) => openForm(world, actor, 'enter-register'),
  'break in learning': (world, actor) => openForm(world, actor, 'set-break'),
  away: (world, actor) => openForm(world, actor, 'set-away'),
  'colleague away': (world, actor) => openForm(world, actor, 'colleague-away'),
  'my tasks': (world, actor) => showTasks(world, actor),
  holds: showHolds,
  'raise a concern': (world, actor) => openForm(world, actor, 'raise-worry'),
  contest: (world, actor) => openForm(world, actor, 'contest'),
  adjustments: (world, actor) => openForm(world, actor, 'set-fairness'),
  report: (world, actor) => openForm(world, actor, 'attendance-report'),
  'risk status': (world, actor) => openForm(world, actor, 'set-status'),
  decisions: showDecisions,
  'cannot reach': showOutOfReach,
  policy: showPolicy,
  'not confirmed': showUnread,
  help: helpFor,
  more: openHelp,
};

const spellings: Record<string, Command['say']> = {
  hi: 'help',
  hiya: 'help',
  hello: 'help',
  hey: 'help',
  'good morning': 'help',
  'good afternoon': 'help',
  morning: 'help',
  'good evening': 'help',
  evening: 'help',
  'hi there': 'help',
  'hello there': 'help',
  yo: 'help',
  'what is up': 'help',
  test: 'help',
  testing: 'help',
  shwmae: 'help',
  helo: 'help',
  '?': 'help',
  menu: 'help',
  start: 'help',
  'help me': 'help',
  'i need help': 'help',
  'what can you do': 'help',
  'what can i do': 'help',
  'what can i ask': 'help',
  'how does this work': 'help',
  commands: 'help',
  options: 'help',
  today: 'who is out',
  'who is out today': 'who is out',
  'who is off': 'who is out',
  'who is away': 'who is out',
  'who is absent': 'who is out',
  attendance: 'my attendance',
  'what is my percentage': 'my attendance',
  'my percentage': 'my attendance',
  'how is my attendance': 'my attendance',
  'how am i doing': 'my attendance',
  reports: 'report',
  'attendance report': 'report',
  status: 'risk status',
  registers: 'my registers',
  'my register': 'my registers',
  register: 'my registers',
  amend: 'enter a register',
  'amend a register': 'enter a register',
  'amend the register': 'enter a register',
  'amend my register': 'enter a register',
  'change a mark': 'enter a register',
  tasks: 'my tasks',
  'my task': 'my tasks',
  'to do': 'my tasks',
  'what do i have to do': 'my tasks',
  'what is waiting': 'my tasks',
  'what is waiting for me': 'my tasks',
  concerns: 'holds',
  'open holds': 'holds',
  'who is held': 'holds',
  'who is on hold': 'holds',
  'who is under a hold': 'holds',
  'release a hold': 'holds',
  concern: 'raise a concern',
  'raise concern': 'raise a concern',
  'report a concern': 'raise a concern',
  'i am worried about someone': 'raise a concern',
  'hand over': 'cover',
  cancel: 'change a session',
  'i need cover': 'cover',
  'need cover': 'cover',
  'get cover': 'cover',
  'change session': 'change a session',
  'cancel a session': 'change a session',
  'cancel session': 'change a session',
  'cancel my session': 'change a session',
  'change room': 'change a session',
  'i am away': 'away',
  'i will be away': 'away',
  'a colleague is away': 'colleague away',
  'someone is away': 'colleague away',
  'a tutor is ill': 'colleague away',
  trip: 'elsewhere',
  'take a register': 'enter a register',
  'i need a register': 'enter a register',
  'do a register': 'enter a register',
  break: 'break in learning',
  learners: 'my learners',
  'my apprentices': 'my learners',
  apprentices: 'my learners',
  unreachable: 'cannot reach',
  'who cannot be reached': 'cannot reach',
  'the policy': 'policy',
  'attendance policy': 'policy',
  'who has not confirmed': 'not confirmed',
  'who has not confirmed the policy': 'not confirmed',
  'who has not read the policy': 'not confirmed',
  appeal: 'contest',
  'i want to contest': 'contest',
  'contest a mark': 'contest',
};
const bySpelling = new Map(
  [...Object.entries(spellings), ...commands.map(({ say }) => [say, say] as const)].map(([typed, say]) => [
    plainWords(typed),
    say,
  ]),
);
/** What people put around a command. */
const around =
  /^(?:please|can you|could you|can i|could i|may i|how do i|how can i|i want to|i would like to|show me|show|see|open|give me|list|get|what is|what are|where is|where are|go to|view|check|look at)(?: (?:please|see|show|me|have|get|open|a|the))* |(?: please| now| then)+$/g;

/** True for a command in its own words: whoever writes them means it, also where they may not do it. */
export function isCommand(text: string): boolean {
  return commands.some((command) => command.say === text.trim().toLowerCase());
}

/** The command a message is, if it is one: slips and the words people put around one are forgiven. */
export function findCommand(text: string): Command | undefined {
  const said = plainWords(text);
  const say = said && (bySpelling.get(said) ?? bySpelling.get(said.replace(around, '')));
  return commands.find((command) => command.say === say);
}

/** Answers a command, if the person's roles allow it. */
export async function answerCommand(world: World, actor: Person, command: Command): Promise<Outcome<CardModel>> {
  if (reachOf(actor, command.action) === undefined) return refuse('not-allowed');
  return withPage(world, actor, command.say, await answers[command.say](world, actor));
}
