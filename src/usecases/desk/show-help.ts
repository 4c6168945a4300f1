import { capital } from '../../domain/capital.ts';
import type { Person, Role } from '../../domain/person.ts';
import { callName, firstName } from '../../domain/person.ts';
import type { CardModel, ListCommand } from '../core/card-model.ts';
import { enrolmentsOfEmployer } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { type Action, reachOf } from '../core/rights.ts';

/** What can be typed, for whom: the one list behind help, routing and the manifest's command lists; the first have buttons too. */
export const commands = [
  { say: 'my attendance', action: 'view-my-attendance', does: 'Your attendance this year, with a small chart.' },
  { say: 'my registers', action: 'view-my-registers', does: 'Your registers today: done, open and to come.' },
  { say: 'who is out', action: 'view-who-is-out', does: 'Who has told us they are away today, and who is missing.' },
  { say: 'my tasks', action: 'help', does: 'What is waiting for you.' },
  { say: 'report at risk', action: 'report-at-risk', does: 'Tell the manager that a learner may be disengaging.' },
  { say: 'at risk', action: 'view-at-risk', does: 'Learners who need your decision, and those decided.' },
  { say: 'my learners', action: 'view-my-learners', does: 'Your learners and their attendance, the lowest first.' },
  { say: 'holds', action: 'view-concern', does: 'Every open safeguarding hold, with its age and who has it.' },
  { say: 'raise a concern', action: 'raise-concern', does: 'Tell the Safeguarding Team, and nobody else.' },
  { say: 'cover', action: 'hand-over', does: 'Give a session, a day or your open tasks to a colleague.' },
  { say: 'change a session', action: 'change-session', does: 'Another room, or cancel; everyone concerned is told.' },
  { say: 'elsewhere', action: 'set-elsewhere', does: 'A group is on a trip, in an exam or on placement.' },
  { say: 'enter a register', action: 'enter-register', does: 'Open the register of a session that has begun.' },
  { say: 'break in learning', action: 'set-break', does: 'Start or end a learner’s break.' },
  { say: 'away', action: 'set-away', does: 'Name who stands in while you are away.' },
  { say: 'colleague away', action: 'set-colleague-away', does: 'Say that a colleague is away, and who stands in.' },
  { say: 'contest', action: 'contest', does: 'Ask for another look at a mark, a flag or a decision.' },
  { say: 'adjustments', action: 'set-fairness', does: 'One learner’s own terms, or set an occurrence aside.' },
  { say: 'report', action: 'view-report', does: 'Attendance by programme, week, term, learner or employer.' },
  { say: 'risk status', action: 'record-status', does: 'Record a learner’s risk status, for the MIS too.' },
  { say: 'decisions', action: 'view-decisions', does: 'Who decided what, and how fast; no names of learners.' },
  { say: 'cannot reach', action: 'view-out-of-reach', does: 'People whom Teams does not reach, why and since when.' },
  { say: 'not confirmed', action: 'task-policy-unread', does: 'Who has not confirmed the policy yet.' },
  { say: 'policy', action: 'task-policy-read', does: 'The attendance policy, to read and confirm.' },
  { say: 'help', action: 'help', does: 'What I can do for you.' },
  { say: 'more', action: 'help', does: 'All of it.' },
] as const satisfies readonly { say: string; action: Action; does: string }[];
export type Command = (typeof commands)[number];

/** Teams shows no more buttons than these on a card; everything else is typed. */
const mostButtons = 6;

const whatPeopleTold =
  'Write down what people told you: the learner’s full name, then for example “rang, off sick today”.';

const leads: Partial<Record<Role, string>> = {
  learner:
    'Not coming in, or late? Just write it, for example “not in tomorrow, dentist at 2” or “running 20 mins late”.',
  employer:
    'Write in your own words who it is, then for example “is off sick today” or “will be 30 minutes late tomorrow”.',
  tutor: 'Your register comes to you here when a session starts. Pick the exceptions and press Rest present, save.',
  hosp: 'What needs your approval comes to you here. You can also write, for example “at risk” or “overdue registers”.',
  admin: whatPeopleTold,
  'office-manager': whatPeopleTold,
  leader: 'You can write, for example “how are we doing” or “decisions”.',
  'mis-officer': 'What needs you comes to you here.',
  'data-protection-officer': 'Who saw and changed restricted things stands on the page Audit trail, in this app’s tab.',
  mentor: 'When a learner of yours needs a decision, a card with the facts comes to you here.',
  'apprenticeship-manager': 'When a tutor reports a learner at risk, a card comes to you here.',
  'adults-manager': 'When a tutor reports a learner at risk, a card comes to you here.',
  safeguarding: 'Concerns come to you here, and to nobody else.',
};

/** The commands a person's roles can use. */
export function commandsFor(person: Pick<Person, 'roles'>): Command[] {
  return commands.filter((command) => reachOf(person, command.action) !== undefined);
}

/** What an employer can write, by the names of apprentices who are theirs today; undefined without any. */
async function employerLead(world: Pick<World, 'records' | 'clock'>, employer: Person): Promise<string | undefined> {
  const ids = new Set((await enrolmentsOfEmployer(world, employer)).map((one) => one.learnerId));
  const [one, other = one] = (await world.records.people.byIds([...ids])).map(callName).toSorted();
  return one && `Write in your own words, for example “${one} is off sick today” or “${other} will be late tomorrow”.`;
}

/** One sentence on how somebody of these roles uses this. */
export async function leadFor(world: Pick<World, 'records' | 'clock'>, person: Person): Promise<string> {
  const first = person.roles.find((role) => leads[role]);
  const own = first === 'employer' ? await employerLead(world, person) : undefined;
  return own ?? (first && leads[first]) ?? 'Here is what I can do for you.';
}

/** Help that shows only what this person's roles can do. */
export async function showHelp(world: Pick<World, 'records' | 'clock'>, person: Person): Promise<CardModel> {
  const own = commandsFor(person);
  const press: ListCommand[] = own
    .filter((command) => command.say !== 'help')
    .slice(0, mostButtons)
    .map(({ say }) => ({ title: capital(say), say }));
  const items = own
    .filter((command) => command.say !== 'more')
    .map((command) => ({ title: command.say, detail: command.does }));
  return {
    card: 'list-plain',
    data: { title: `Hello ${firstName(person)}`, lead: await leadFor(world, person), items, commands: press },
  };
}
