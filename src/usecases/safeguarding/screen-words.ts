import type { ConcernLevel } from '../../domain/concern.ts';
import { isOutside, type Person } from '../../domain/person.ts';
import type { Harm } from '../../language/opinion.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import type { World } from '../core/ports.ts';
import { rightFor } from '../core/rights.ts';
import { takenOut } from '../core/typed-words.ts';
import { type AboutHints, aboutWhom } from './about-whom.ts';
import { raiseConcern } from './raise-concern.ts';
import { mayReadConcern } from './who-may-read.ts';

/** Typed rather than picked: several words, or one with a capital. */
const isTyped = /\S\s+\S|^\s*\p{Lu}\p{Ll}/u;

/** Shorter texts are no words. */
const leastWords = 4;
/** How much of one press is looked at, in characters; real cards hold far less. */
const mostLookedAt = 20_000;

/** The first texts of a press that fit what is looked at. */
function fitting(words: Record<string, string>): [string, string][] {
  let left = mostLookedAt;
  const found: [string, string][] = [];
  for (const [key, text] of Object.entries(words)) {
    if (left <= 0) break;
    found.push([key, text.slice(0, left)]);
    left -= text.length;
  }
  return found;
}

/** True when one of these codes is a concern the presser may read: what the team writes on it is for the team. */
async function isOfTeam(world: World, actor: Person, codes: readonly string[]): Promise<boolean> {
  for (const code of codes) {
    const concern = await world.records.concerns.byId(code);
    if (concern && (await mayReadConcern(world, actor, concern))) return true;
  }
  return false;
}

/** Learners the presser has to do with by the task, case or register the card shows; ids alone give no right (S11). */
async function learnersOnCard(world: World, actor: Person, codes: readonly string[]): Promise<AboutHints> {
  const { records } = world;
  const own: string[] = [];
  const claimed: string[] = [...codes];
  // A form's id names what it was opened from after a bar, such as a register.
  for (const id of new Set(codes.flatMap((code) => [code, code.slice(code.indexOf('|') + 1)]))) {
    const task = await records.tasks.byId(id);
    if (task?.learnerId && (await mayFor(world, actor, rightFor(task.kind), [...task.ownerIds, ...task.watcherIds]))) {
      own.push(task.learnerId);
      claimed.push(task.learnerId);
    }
    const riskCase = await records.cases.byId(id);
    const people = [riskCase?.ownerId, riskCase?.openedById].filter((one) => one !== undefined);
    if (riskCase && (await mayFor(world, actor, 'view-case', people))) {
      own.push(riskCase.learnerId);
      claimed.push(riskCase.learnerId);
    }
    const register = await records.registers.byId(id);
    const session = register && (await records.sessions.byId(id));
    if (register && session && (await mayFor(world, actor, 'note-learner', session.tutorIds)))
      own.push(...register.rows.map((row) => row.learnerId));
  }
  return { own, claimed };
}

/** Texts of a payload by key: people's own words, the Safeguarding Team's on its card, and the codes beside them. */
export type PayloadTexts = {
  words: Record<string, string>;
  team?: Record<string, string>;
  codes: readonly string[];
  /** Written as a message, not on a card. */
  isMessage?: true;
};

/**
 * What is heard in a text on a card. The learned reader knows what people write in chat; a colleague's note about their
 * work ("talk to him first") reads to it like somebody's disclosure, and passing that on would take the note from the
 * card and put a hold on the learner. Of what staff write on cards the rules decide alone, and listen for more.
 */
async function hearOnCard(world: World, actor: Person, text: string, isMessage = false): Promise<Harm> {
  if (text.length < leastWords) return 'none';
  return (await hearWords(isMessage || isOutside(actor) ? world : {}, text)).harm;
}

/**
 * Looks for hints at harm in whatever was typed on a card (S11). Such words go to the Safeguarding Team and stand taken
 * out in what is given back, so that nothing else stores or shows them. `reply` are kind words to the writer alone.
 */
export async function screenWords(
  world: World,
  actor: Person,
  { words, team = {}, codes, isMessage }: PayloadTexts,
): Promise<{ words: Record<string, string>; reply?: CardModel }> {
  let reply: CardModel | undefined;
  const screened = { ...words, ...team };
  const isTheirs = Object.keys(team).length > 0 && (await isOfTeam(world, actor, codes));
  const texts = fitting(isTheirs ? words : screened);
  const harmful: { key: string; text: string; level: ConcernLevel }[] = [];
  for (const [key, text] of texts) {
    const harm = await hearOnCard(world, actor, text, isMessage);
    if (harm !== 'none') harmful.push({ key, text, level: harm });
  }
  if (harmful.length === 0) return { words: screened };
  const all = texts.map(([, text]) => text).join(' . ');
  // What was picked in a form's field stands among its words.
  const picked = texts.map(([, text]) => text).filter((text) => text.length <= 200);
  const about = await aboutWhom(world, actor, all, await learnersOnCard(world, actor, [...codes, ...picked]));
  for (const { key, text, level } of harmful) {
    // A name typed beside the words must not be lost when it is nobody's here.
    const beside = texts.flatMap(([other, one]) => (other !== key && isTyped.test(one) ? [`“${one.trim()}”`] : []));
    const whole = beside.length > 0 ? `${text}\n(Written beside it: ${beside.join(', ')})` : text;
    reply = await raiseConcern(world, actor, about, whole, level);
    screened[key] = takenOut;
  }
  return { words: screened, ...(reply ? { reply } : {}) };
}
