import { listNames, nameAndRef, type Person } from '../../domain/person.ts';
import type { QuestionKind } from '../../language/talk/question-phrases.ts';
import type { AskedWho, Question } from '../../language/talk/questions.ts';
import type { CardModel } from '../core/card-model.ts';
import { knownAs, thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { learnersUnder } from '../safeguarding/about-whom.ts';

/** “He” is whoever was spoken of no longer ago than this. */
const lateMinutes = 60;
const mostButtons = 5;

/** The learners somebody may ask about: their own, or everyone (rights table). */
export async function learnersSeen(world: World, actor: Person): Promise<Person[]> {
  if (reachOf(actor, 'view-learner') === undefined) return [];
  if (reachOf(actor, 'view-learner') === 'any') return world.records.people.withRole('learner');
  return learnersUnder(world, actor);
}

/** People as a question may name them: by name, and by reference where two are alike. */
export function askable(seen: readonly Person[]) {
  return knownAs(seen).map(({ id, names }, i) => ({ id, names: [...names, seen[i]?.ref ?? ''].filter(Boolean) }));
}

const again: Partial<Record<QuestionKind, (who: string) => string>> = {
  'about-in': (who) => `is ${who} in`,
  'about-doing': (who) => `how is ${who} doing`,
  'about-absence': (who) => `how much has ${who} missed`,
  authorised: (who) => `is ${who}'s absence authorised`,
  left: (who) => `${who} has left`,
};
const marks = { present: 'present', late: 'late', absent: 'absent' } as const;

/** The same question about one person, as a button says it. */
function askAgain(question: Question, person: Person): string {
  if (question.kind === 'mark' || question.kind === 'turned-up')
    return `mark ${person.ref} ${marks[question.mark ?? 'present']}${question.minutes ? ` ${question.minutes}` : ''}`;
  return again[question.kind]?.(person.ref) ?? person.ref;
}

function askWhich(question: Question, people: readonly Person[], title: string): CardModel {
  const names = listNames([...people]);
  const commands = people
    .slice(0, mostButtons)
    .map((one) => ({ title: names.get(one._id) ?? nameAndRef(one), say: askAgain(question, one) }));
  return { card: 'list-plain', data: { title, lead: '', items: [], commands } };
}

/** Whom "he" means: the only one there is, or whoever was spoken of a moment ago. */
async function pronounOf(world: World, actor: Person, seen: readonly Person[]): Promise<Person | undefined> {
  if (seen.length === 1) return seen[0];
  const now = world.clock.now().getTime();
  const talk = await world.records.talks.of(actor._id);
  const isLate = talk !== null && now - talk.at.getTime() > lateMinutes * 60_000;
  const lately = isLate ? undefined : seen.find((one) => one._id === talk?.aboutId);
  if (lately) return lately;
  const [told] = await world.records.notices.toldBy(actor._id, new Date(now - lateMinutes * 60_000));
  return seen.find((one) => one._id === told?.learnerId);
}

/**
 * Whom a question means, among those its asker may see: one, a card that asks which, or nobody. Of others nothing is said,
 * not even that they exist.
 */
export async function whomAsked(
  world: World,
  actor: Person,
  question: Question & { who: AskedWho },
  seen: readonly Person[],
): Promise<{ person: Person } | { ask: CardModel } | undefined> {
  const { who } = question;
  if (who.type === 'pronoun') {
    const person = await pronounOf(world, actor, seen);
    if (person) return { person };
    const few = seen.length > 0 && seen.length <= mostButtons;
    return few ? { ask: askWhich(question, seen, 'Who do you mean?') } : undefined;
  }
  const meant = thoseOf(seen, who.ids);
  const [only] = meant;
  if (only && meant.length === 1) return { person: only };
  if (meant.length > 1) return { ask: askWhich(question, meant, `Which ${who.written} do you mean?`) };
  const near = thoseOf(seen, who.near);
  return near.length > 0 ? { ask: askWhich(question, near, 'Do you mean one of these?') } : undefined;
}
