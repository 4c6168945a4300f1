import { z } from 'zod';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { showAbsent } from '../../usecases/absence/show-absent.ts';
import type { CardModel } from '../../usecases/core/card-model.ts';
import type { World } from '../../usecases/core/ports.ts';
import { reachOf } from '../../usecases/core/rights.ts';
import { openForm } from '../../usecases/desk/forms.ts';
import { showDecisions } from '../../usecases/desk/show-decisions.ts';
import { type Command, commands, showHelp } from '../../usecases/desk/show-help.ts';
import { showTasks } from '../../usecases/desk/show-tasks.ts';
import { showOutOfReach } from '../../usecases/people/out-of-reach.task.ts';
import { showPolicy } from '../../usecases/people/show-policy.ts';
import { showRegisters } from '../../usecases/registers/show-registers.ts';
import { offerReport } from '../../usecases/risk/report-at-risk.ts';
import { showAtRisk } from '../../usecases/risk/show-at-risk.ts';
import { showHolds } from '../../usecases/safeguarding/show-holds.ts';
import { showAttendance } from '../../usecases/standing/show-attendance.ts';
import { showLearners } from '../../usecases/standing/show-learners.ts';
import { words } from './payload.ts';
import { defineVerb } from './verb.ts';

const answers: Record<Command['say'], (world: World, actor: Person) => Promise<Outcome<CardModel>>> = {
  'my attendance': showAttendance,
  'my registers': showRegisters,
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
  'my tasks': showTasks,
  holds: showHolds,
  'raise a concern': (world, actor) => openForm(world, actor, 'raise-worry'),
  contest: (world, actor) => openForm(world, actor, 'contest'),
  adjustments: (world, actor) => openForm(world, actor, 'set-fairness'),
  report: (world, actor) => openForm(world, actor, 'attendance-report'),
  'risk status': (world, actor) => openForm(world, actor, 'set-status'),
  decisions: showDecisions,
  'cannot reach': showOutOfReach,
  policy: showPolicy,
  help: async (_, actor) => showHelp(actor),
};

const spellings: Record<string, Command['say']> = {
  hi: 'help',
  hello: 'help',
  hey: 'help',
  '?': 'help',
  menu: 'help',
  start: 'help',
  'who is out today': 'who is out',
  "who's out": 'who is out',
  today: 'who is out',
  attendance: 'my attendance',
  reports: 'report',
  status: 'risk status',
  registers: 'my registers',
  tasks: 'my tasks',
  concerns: 'holds',
  'open holds': 'holds',
  'hand over': 'cover',
  cancel: 'change a session',
  'change session': 'change a session',
  'i am away': 'away',
  trip: 'elsewhere',
  unreachable: 'cannot reach',
  'who cannot be reached': 'cannot reach',
};

/** The command a message is, if it is one. */
export function findCommand(text: string): Command | undefined {
  const said =
    text
      .trim()
      .toLowerCase()
      .replace(/[.!?]+$/, '')
      .replace(/\s+/g, ' ') || text.trim();
  return commands.find((command) => command.say === (Object.hasOwn(spellings, said) ? spellings[said] : said));
}

/** Answers a command, if the person's roles allow it. */
export async function answerCommand(world: World, actor: Person, command: Command): Promise<Outcome<CardModel>> {
  return reachOf(actor, command.action) === undefined ? refuse('not-allowed') : answers[command.say](world, actor);
}

export const commandVerbs = [
  defineVerb({
    verb: 'run-command',
    action: 'help',
    payload: z.object({ say: words }),
    run: async (world, actor, { say }) => {
      const command = findCommand(say);
      return command ? answerCommand(world, actor, command) : refuse('unknown-verb');
    },
  }),
];
