import { capital } from '../../domain/capital.ts';
import type { Person, Role } from '../../domain/person.ts';
import { likeliest } from '../../language/talk/likeliest.ts';
import type { CardModel, ListCommand } from '../core/card-model.ts';
import { commandsFor } from '../desk/show-help.ts';

const mostButtons = 3;

/** What each role asks for most, where words give no hint; the first it may use are offered. */
const usual: Record<Role, readonly string[]> = {
  learner: ['my attendance', 'when is my next lesson', 'what have I told you'],
  employer: ['my learners', 'what have I told you', 'policy'],
  tutor: ['my registers', 'who is out', 'my learners'],
  mentor: ['who worries me', 'at risk', 'my tasks'],
  hosp: ['at risk', 'overdue registers', 'decisions'],
  'office-manager': ['who is out', 'overdue registers', 'my tasks'],
  admin: ['who is out', 'overdue registers', 'my tasks'],
  'apprenticeship-manager': ['who is out', 'at risk', 'overdue registers'],
  'adults-manager': ['who is out', 'at risk', 'overdue registers'],
  safeguarding: ['holds', 'my tasks', 'away'],
  'mis-officer': ['my tasks', 'away', 'help'],
  'data-protection-officer': ['my tasks', 'away', 'help'],
  leader: ['how are we doing', 'decisions', 'report'],
};

/** A button that says something: "My attendance". */
function toButton(say: string): ListCommand {
  return { title: capital(say), say };
}

/** What someone may ask for, by the words each is known by. */
function things(actor: Person, examples: readonly string[]): { say: string; words: string }[] {
  const own = commandsFor(actor).filter((one) => one.say !== 'help' && one.say !== 'more');
  return [
    ...examples.map((say) => ({ say, words: say })),
    ...own.map(({ say, does }) => ({ say, words: `${say} ${say} ${does}` })),
  ];
}

/**
 * The three things most likely meant: near to the words first, then what this role asks for most. `examples`: the
 * questions they may ask.
 */
export function likelyButtons(actor: Person, text: string, examples: readonly string[]): ListCommand[] {
  const all = things(actor, examples);
  const near = likeliest(text, all, mostButtons).map((one) => one.say);
  const known = new Set([...all.map((one) => one.say), 'help']);
  // What each of several roles asks for first stands before what any of them asks for next.
  const most = [0, 1, 2].flatMap((nth) => actor.roles.flatMap((role) => usual[role][nth] ?? []));
  return [...new Set([...near, ...most.filter((say) => known.has(say)), ...all.map((one) => one.say)])]
    .slice(0, mostButtons)
    .map(toButton);
}

/** What somebody may ask for instead, with the likeliest as buttons. */
function offered(actor: Person, title: string, examples: readonly string[], whose = ''): CardModel {
  const commands = likelyButtons(actor, '', examples);
  return {
    card: 'list-plain',
    data: { title, lead: `${whose} You can ask me, for example:`.trim(), items: [], commands },
  };
}

/** The answer to a question that is for others to ask. */
export function notYours(actor: Person, examples: readonly string[], whose?: string): CardModel {
  return offered(actor, 'I cannot do that for you.', examples, whose);
}

/** The answer to “stop” or “undo” where nothing of theirs is open or counts. */
export function nothingOpen(actor: Person, examples: readonly string[]): CardModel {
  return offered(actor, 'There is nothing open to take back.', examples);
}

/** The answer to a yes or no where nothing was asked. */
export function nothingAsked(actor: Person, examples: readonly string[]): CardModel {
  return offered(actor, 'Nothing is waiting for your answer.', examples);
}
