import { firstName, type Person, type Role } from '../../domain/person.ts';
import { likeliest } from '../../language/talk/likeliest.ts';
import type { CardModel, ListCommand } from '../core/card-model.ts';
import { commandsFor, leadFor, showHelp } from '../desk/show-help.ts';
import { examplesFor } from './answer-question.ts';

const mostButtons = 3;

/** What each role asks for most, where words give no hint; the first it may use are offered. */
const usual: Record<Role, readonly string[]> = {
  learner: ['my attendance', 'when is my next lesson', 'what have i told you'],
  employer: ['my learners', 'what have i told you', 'policy'],
  tutor: ['my registers', 'who is out', 'my learners'],
  mentor: ['who worries me', 'at risk', 'my tasks'],
  hosp: ['at risk', 'overdue registers', 'decisions'],
  'office-manager': ['who is out', 'overdue registers', 'my tasks'],
  admin: ['who is out', 'overdue registers', 'my tasks'],
  'apprenticeship-manager': ['who is out', 'at risk', 'overdue registers'],
  'adults-manager': ['who is out', 'at risk', 'overdue registers'],
  safeguarding: ['holds', 'my tasks', 'away'],
  'mis-officer': ['my tasks', 'away', 'help'],
  leader: ['how are we doing', 'decisions', 'report'],
};

/** Said in turn, so that nobody reads the same words twice in a row. */
const sorry = [
  'I did not understand that.',
  'Sorry, I still do not follow.',
  'That is beyond me, I am only a program. The college office can help with anything else.',
] as const;

/** A button that says something: "My attendance". */
function toButton(say: string): ListCommand {
  return { title: `${say[0]?.toUpperCase()}${say.slice(1)}`, say };
}

/** What someone may ask for, by the words each is known by. */
function things(actor: Person): { say: string; words: string }[] {
  const own = commandsFor(actor).filter((one) => one.say !== 'help');
  return [
    ...examplesFor(actor).map((say) => ({ say, words: say })),
    ...own.map(({ say, does }) => ({ say, words: `${say} ${say} ${does}` })),
  ];
}

/** The three things most likely meant: near to the words first, then what this role asks for most. */
export function likelyButtons(actor: Person, text: string): ListCommand[] {
  const all = things(actor);
  const near = likeliest(text, all, mostButtons).map((one) => one.say);
  const known = new Set([...all.map((one) => one.say), 'help']);
  const most = actor.roles.flatMap((role) => usual[role]).filter((say) => known.has(say));
  return [...new Set([...near, ...most, ...all.map((one) => one.say)])].slice(0, mostButtons).map(toButton);
}

/**
 * The answer to words nobody here could read: this role's own help and the likeliest buttons. `times` counts how often in
 * a row, so that the words change; the second time everything there is to ask for is listed.
 */
export function notUnderstood(actor: Person, text: string, times: number): CardModel {
  const title = sorry[times % sorry.length] ?? sorry[0];
  if (times % sorry.length === 1) {
    const help = showHelp(actor);
    return help.card === 'list-plain' ? { ...help, data: { ...help.data, title } } : help;
  }
  const lead = times % sorry.length === 0 ? leadFor(actor) : `Did you mean one of these, ${firstName(actor)}?`;
  return { card: 'list-plain', data: { title, lead, items: [], commands: likelyButtons(actor, text) } };
}
