import { type Clause, clauseOf, type Item } from '../clauses.ts';
import type { Token } from '../words/tokens.ts';
import { cuesOf } from './cues.ts';
import { strong } from './statement.ts';

const names = 'NAME(?: (?:, )?(?:and |or )?NAME)*';
const leavingOut =
  '(?:(?:except|excepting|apart|other|excluding|not including)(?: for| from| than)?|bar|minus|not(?= NAME(?: (?:, )?(?:and |or )?NAME)*$))';
const exception = new RegExp(`\\b${leavingOut} (?<left>${names})(?<own> 's$)?`);
/** A clause of nothing but an exception, to what was said of all before it or is behind it: "but Max", "apart from Max". */
const onlyException = new RegExp(`^(?:and |but )?(?:${leavingOut}|but) ${names}(?: (?:who|that|as|DAY)\\b.*)?$`);

const many =
  'apprentices?|learners?|lads|lasses|trainees|team|staff|students|lot|guys|boys|girls|kids|group|crew|gang|squad|class';
/** Of whom something is said: of each ("all my lads") or of nobody. */
const ofAll = new RegExp(
  `(?<!\\b(?:at|after) )\\b(?:(?<none>nobody|no (?:- )?one|noone|none)|everyone|everybody|every one|all|lot|team|crew|gang|squad|they|we|(?:my|our|the) (?:${many}))(?: (?:are|'re) all)?(?: (?:of )?(?:(?:my|our|the) )?(?:us|them|mine|ours|${many}))?(?: (?:here|yours))?\\b`,
);
const ofRest = /^(?:and |but |so |because )?(?:(?<none>nobody|no (?:- )?one|noone)|everyone|everybody|all) else\b/;
const onlyOne = new RegExp(`^(?:just|only) (?<left>${names})\\b`);
const rest = /^(?:and |but )?(?:the |my |our )?(?:rest|others|remaining|other (?:lads|ones|two|three))\b/;

/** What is asked, supposed or ordered tells of nobody. */
const unsure = /\b(?:if|when|whether|is|are|do|does|did|can|could|will|has|have|was|thought|mark|put)\b/;
const here =
  /^(?:is|are|will be|'s) DAY\b|\b(?:in(?=$| (?:DAY|TIME|LESSON|college|class|school|for|with|as|on|at|and|by|again|all|now|then|the (?:class|classroom|lesson|building|room)))|here|there|back|present|attending|attend|coming(?! down)|come(?! down)|make (?:it|DAY)|with (?:you|us)|free|available|released|on time|on (?:the|their) way|turned up)\b/;
const onTime = /\bon time\b/;
const goesOn = /^(?:who|that|as|because|he|she|they)\b/;
const ofThem = /^(?:he|she|they)$/;

const verb = /^(?:is|are|will|can|could|would|was|were|has|have|'s)$/;
/** "Nobody but Max …", "not well at all but …" */
const atOnce = /(?<!\b(?:at|after) )\b(?:everyone|everybody|nobody|no (?:- )?one|none|all|them|mine|ours|lot|us)$/;
const butNamed = new RegExp(`^but ${names}(?! 's)\\b`);

const textOf = (items: readonly Item[]) => items.map(({ word }) => word).join(' ');
const isStrong = (text: string) => strong.some((cue) => cuesOf(text).has(cue));
/** It says how late, or when somebody leaves. */
const isTimely = (text: string) => cuesOf(text).has('late') || cuesOf(text).has('leave');
const daysIn = (items: readonly Item[]) => items.filter(({ day }) => day !== undefined);

/** What some words say of somebody: that they are away, late or leave, or that they are there. */
function saidIn(items: readonly Item[]): 'away' | 'here' | undefined {
  const text = textOf(items);
  if (isStrong(text)) return 'away';
  if (here.test(text)) return 'here';
  return cuesOf(text).has('weak') ? 'away' : undefined;
}

/** How many items some words at the beginning of a clause's text are. */
const countOf = (text: string) => (text.trim() === '' ? 0 : text.trim().split(' ').length);

/** A clause cut at those it leaves out: what is said of all, who is left out, and what is said behind their names. */
type Cut = {
  before: Item[];
  all: Item[];
  isNone: boolean;
  /** What is said of all stands behind the names: "all but Max are off". */
  isVerbBehind: boolean;
  left: Item[];
  /** "Except Zoe's". */
  isOwned: boolean;
  behind: Item[];
};

function cut({ items, text }: Clause): Cut | undefined {
  const found = exception.exec(text);
  const left = found?.groups?.left;
  if (!found || left === undefined) return undefined;
  const at = countOf(text.slice(0, found.index));
  const stop = countOf(text.slice(0, found.index + found[0].length));
  const first = stop - countOf(left) - countOf(found.groups?.own ?? '');
  const [ahead, behind] = [items.slice(0, at), items.slice(stop)];
  // "Except for Zoe they are all off"
  const isTurned = !ofAll.test(textOf(ahead));
  const said = isTurned ? behind : ahead;
  const group = ofAll.exec(textOf(said));
  if (!group) return undefined;
  const begin = countOf(textOf(said).slice(0, group.index));
  const end = countOf(textOf(said).slice(0, group.index + group[0].length));
  const isVerbBehind = !isTurned && saidIn(said.slice(end)) === undefined && !goesOn.test(textOf(behind));
  return {
    before: said.slice(0, begin),
    all: [...said.slice(end), ...(isVerbBehind ? behind : [])],
    isNone: group.groups?.none !== undefined,
    isVerbBehind,
    isOwned: found.groups?.own !== undefined,
    left: items.slice(first, stop - countOf(found.groups?.own ?? '')),
    behind: isTurned || isVerbBehind ? [] : behind,
  };
}

/** A word that is meant and was not said; it stands nowhere. */
const meant = (word: string, { start }: Item): Item => ({ word, start, stop: start });
/** What is said of the one who is left out, behind the name: "who is ill", "ill". */
const ownOf = (behind: readonly Item[]) => (goesOn.test(textOf(behind)) ? behind.slice(1) : behind);
const namesIn = (items: readonly Item[]) => items.flatMap(({ name }) => (name ? [name] : []));

/** Items with a "not" behind their verb, or a "not in": "none are coming Friday". */
function denied(items: readonly Item[], first: Item): Item[] {
  return items.toSpliced(items.findIndex(({ word }) => verb.test(word)) + 1, 0, meant('not', first));
}

/** "Only Max is in", "everyone else is off": who is left out stands in other words. */
function otherWords(clauses: readonly Clause[], at: number): { items: Item[]; left: Item[] } | undefined {
  const { items, text } = clauses[at]!;
  const only = onlyOne.exec(text)?.groups?.left;
  if (only !== undefined) {
    const said = items.slice(1 + countOf(only));
    if (saidIn(said) !== 'here' || clauses.some((one) => rest.test(one.plain))) return undefined;
    return { items: denied(said, items[0]!), left: items.slice(1, 1 + countOf(only)) };
  }
  const besides = ofRest.exec(text);
  if (!besides) return undefined;
  const isNone = besides.groups?.none !== undefined;
  const left = clauses.slice(0, at).flatMap((one) => one.items.filter(({ name }) => name));
  const said = items.slice(countOf(besides[0]));
  if (left.length === 0 || saidIn(said) !== (isNone ? 'here' : 'away')) return undefined;
  return { items: isNone ? denied(said, items[0]!) : said, left };
}

/** What is told of whoever is left out, where all others are there; undefined where nothing is. */
function ofLeftOut({ before, all, isNone, left, behind }: Cut, first: Item, next: Clause | undefined): Item[] {
  const own = ownOf(behind);
  const days = daysIn([...before, ...all]);
  // "…, he is 20 minutes late": how he is not there is told behind.
  const isToldNext = next !== undefined && namesIn(next.items).length === 0 && isTimely(next.text);
  if (isStrong(textOf(own)) || isToldNext) return [...left, ...own, ...days];
  if (isNone) return [...left, ...all, ...own];
  if (saidIn(all) !== 'here') return [...left, ...own, ...days];
  const is = all.some((one) => /^(?:was|were)$/.test(one.word)) ? 'was' : 'is';
  const said = onTime.test(textOf(all)) ? ['late'] : ['not', 'in'];
  return [...left, ...[is, ...said].map((one) => meant(one, first)), ...days, ...own];
}

/** A clause that goes on where the one before stopped: with whom it leaves out, or with what is said of all others. */
function isGoneOn(last: Clause, clause: Clause): boolean {
  // "Apart from Max, all are off"
  if (onlyException.test(last.text) && !ofAll.test(last.text)) return ofAll.test(clause.text);
  if (last.isQuestion || !ofAll.test(last.text)) return false;
  const parts = cut(last);
  // "Everyone, except Max, is off"
  if (parts) return parts.all.length === 0 && verb.test(clause.items[0]?.word ?? '');
  return onlyException.test(clause.text) || (atOnce.test(last.text) && butNamed.test(clause.text));
}

function joined(clauses: readonly Clause[], tokens: readonly Token[]): Clause[] {
  const made: Clause[] = [];
  for (const clause of clauses) {
    const last = made.at(-1);
    if (last && isGoneOn(last, clause)) {
      const items = clause.items.map((one, i) => (i === 0 && one.word === 'but' ? { ...one, word: 'except' } : one));
      made.splice(-1, 1, clauseOf([...last.items, ...items], tokens, clause.isQuestion, last.sentence));
    } else made.push(clause);
  }
  return made;
}

/**
 * "Everyone is off except Max" is told of all others, "everyone is in except Max" of Max alone. Such clauses are said
 * again without the exception; whom they leave out stands beside them.
 */
export function withExceptions(told: readonly Clause[], tokens: readonly Token[]): Clause[] {
  const clauses = joined(told, tokens);
  /** The only one whom the clause before left out, and its days: "he" is no other. */
  let he: { name: Item; days: Item[] } | undefined;
  return clauses.flatMap((clause, i): Clause[] => {
    const { items, isQuestion, sentence } = clause;
    const first = items[0]!;
    const again = (made: Item[]) => clauseOf(made, tokens, isQuestion, sentence);
    const ofOthers = (made: Item[], left: readonly Item[]): Clause => ({
      ...again([meant('everyone', first), ...made]),
      except: namesIn(left),
    });
    const before = he;
    he = undefined;
    if (before && ofThem.test(first.word) && isTimely(clause.text))
      return [
        again([
          { ...first, word: 'NAME', name: before.name.name! },
          ...items.slice(1),
          ...(daysIn(items).length > 0 ? [] : before.days),
        ]),
      ];
    const other = isQuestion ? undefined : otherWords(clauses, i);
    if (other) return [ofOthers(other.items, other.left)];
    const parts = isQuestion ? undefined : cut(clause);
    if (!parts || unsure.test(textOf(parts.before))) return [clause];
    const { all, isNone, left, behind, isOwned } = parts;
    // "Everyone's holiday is approved except Zoe's"
    if (isOwned) return [again(left)];
    const said = saidIn(all) ?? (parts.isVerbBehind ? 'away' : undefined);
    const own = ownOf(behind);
    const isOwn = isStrong(textOf(own)) && !here.test(textOf(own));
    // "All on a trip except Zoe who is off sick"
    const isOfOthers = isNone ? said === 'here' : said === 'away' && (!isOwn || isStrong(textOf(all)));
    if (!isOfOthers) return [again(ofLeftOut(parts, first, clauses[i + 1]))];
    if (left.length === 1) he = { name: left[0]!, days: daysIn([...parts.before, ...all]) };
    const days = isOwn || goesOn.test(textOf(behind)) ? [] : daysIn(behind);
    const others = ofOthers([...daysIn(parts.before), ...(isNone ? denied(all, first) : all), ...days], left);
    return isOwn ? [others, again([...left, ...own])] : [others];
  });
}
