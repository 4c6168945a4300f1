import { type Clause, clauseOf, type Item } from './clauses.ts';
import type { Token } from './words/tokens.ts';

/** Words that say that what was told just before is wrong; "sorry" alone may be an apology. */
const outright =
  /(^| )(no sorry|sorry no|no wait|wait|actually|oops|whoops|correction|rather|\*|i mean|i meant|meant|mean|make (that|it)|(scratch|scrap) that|(it|that) should (be|say)|hang on|my bad)( |$)/;
const frame =
  /^(no|nope|wait|actually|oops|whoops|correction|rather|\*|i|mean|meant|make|scratch|scrap|that|should|be|say|have|been|hang|on|my|bad|sorry|ah|oh|or|it|is|'s|this|at|by|for|from|until|the|to|about|around|more|like|of|am|are|he|she|they|will|off|probably|maybe)$/;
/** Before a time or minutes also what the person is then. */
const timeFrame = /^(in|there|here|late)$/;
/** What may follow the right one: no new statement of its own. */
const mayFollow =
  /^($|(for|as|because|at|by|from|until|instead|please|thanks|sorry|x+|lol|if|TIME|HOURS|LESSON|late|with|due)( |$))/;
/** "Will make it tomorrow", "will wait until Friday", "meant to be in for 9": what looks like putting right and is none. */
const noCorrection =
  /\b(will|should|shall|can|could|might|may|probably|maybe|am|is|are) (\S+ )?make (it|that)\b|\bwait (until|for|to)\b|\b(mean|meant) (to|for)\b|\b(scrap|scratch)$/;
/** "Can't do Tuesday, make it Thursday", "Tuesday's no good, rather Thursday": another day is offered, none put right. */
const offers = /^(so |or |but )?(make (it|that)|rather)( (on|for))?$/;
const denied = /\b(not|no|never|unable)\b/;
const besides = /\b(too|also|as well|either|neither|again)\b/;
const behind =
  /^(sorry|i mean|i meant|\*|rather|instead|not DAY|my bad|(sorry )?wrong (days?|dates?|weeks?|one|time|month))( |$)/;
const saysWrong = /^(i mean|i meant|\*|rather|(sorry )?wrong (days?|dates?|weeks?|one|time|month))( |$)/;
/** It was told in a message before: "I said Tuesday, I meant Wednesday". */
const toldBefore = /\b(said|put|wrote|typed|told|texted|not)( (you|it|down|on|for|the|at|by))*$/;
/** Further back than this nothing is put right. */
const mostSentences = 2;

type At = { item: Item; clause: number };
const textOf = (list: readonly At[]) => list.map(({ item }) => item.word).join(' ');

/** What an item names, of that sort one can stand for another; undefined for plain words. */
function sortOf(item: Item | undefined): 'day' | 'time' | 'minutes' | 'length' | 'lessons' | undefined {
  if (item?.day) return 'day';
  if (item?.time) return 'time';
  if (item?.minutes) return 'minutes';
  if (item?.duration) return 'length';
  return item?.lessons ? 'lessons' : undefined;
}

/** The right one in the place of the wrong one; a number alone is minutes or an hour, as what it replaces. */
function instead(wrong: Item, right: Item): Item | undefined {
  const { start, stop } = right;
  if (wrong.time && right.time) {
    const lead = right.time.lead === 'none' ? wrong.time.lead : right.time.lead;
    return { ...right, time: { ...right.time, lead } };
  }
  if (sortOf(right) !== undefined) return sortOf(right) === sortOf(wrong) ? right : undefined;
  const number = /^\d{1,2}$/.test(right.word) ? Number(right.word) : 0;
  if (number === 0) return undefined;
  if (wrong.minutes) return { ...wrong, start, stop, minutes: { most: number, isFromNow: wrong.minutes.isFromNow } };
  if (!wrong.time || wrong.time.to || number > 12) return undefined;
  return { ...wrong, start, stop, time: { ...wrong.time, from: { hour: number, minute: 0, isPlain: true } } };
}

/** How many items before and after the right one are only there to say that it is the right one; undefined where none say so. */
function framedAt(all: readonly At[], at: number): { lead: number; trail: number } | undefined {
  const { item, clause } = all[at]!;
  const isTime = sortOf(item) !== 'day';
  let lead = at;
  while (lead > 0 && (frame.test(all[lead - 1]!.item.word) || (isTime && timeFrame.test(all[lead - 1]!.item.word))))
    lead--;
  // What hangs on the wrong one before it ("off Tuesday for the dentist") is no frame: it begins where a clause does, or at the wrong one.
  const isBegin = (i: number) =>
    i === 0 || all[i - 1]!.clause !== all[i]!.clause || sortOf(all[i - 1]!.item) !== undefined;
  while (lead < at && !isBegin(lead)) lead++;
  const next = all.findIndex((one, i) => i > at && one.clause !== clause);
  const rest = all.slice(at + 1, next < 0 ? undefined : next);
  const after = textOf(rest);
  if (besides.test(after)) return undefined;
  let trail = 0;
  for (let left = rest; left.length > 0; left = rest.slice(trail)) {
    const found = behind.exec(`${textOf(left)} `);
    if (!found) break;
    trail += found[0].trim().split(' ').length;
  }
  const opens = textOf(all.slice(lead, at));
  if (noCorrection.test(opens)) return undefined;
  const isAlone = trail === rest.length && (lead === 0 || all[lead - 1]!.clause !== clause);
  if (isAlone && saysWrong.test(`${after} `)) return { lead, trail };
  const last = all[at - 1];
  const isNear = last?.item.word === 'sorry' && rest.length === trail;
  const isNo = last?.item.word === 'no' && (last.clause !== clause || all[at - 2]?.item.day !== undefined);
  if (!(outright.test(opens) || isNear || isNo) || !mayFollow.test(textOf(rest.slice(trail)))) return undefined;
  return lead < at ? { lead, trail } : undefined;
}

/**
 * What a message puts right in itself ("off Tuesday. no sorry Wednesday", "in by 10, make that half 10") is read as if
 * it had been said so at once. What it puts right in a message before ("not Tuesday, Wednesday") stays as it is.
 */
export function withOwnCorrections(clauses: readonly Clause[], tokens: readonly Token[]): Clause[] {
  let all: At[] = clauses.flatMap(({ items }, clause) => items.map((item) => ({ item, clause })));
  const asterisks = all.filter(({ item }) => item.word === '*').length;
  for (let at = 1; at < all.length; at++) {
    const { item, clause } = all[at]!;
    if (sortOf(item) === undefined && !/^\d{1,2}$/.test(item.word)) continue;
    const framed = framedAt(all, at);
    if (!framed) continue;
    const words = textOf(all.slice(framed.lead, at + 1 + framed.trail));
    // More than one asterisk make a list.
    if (asterisks > 1 && words.includes('*')) continue;
    const wrong = all.findLastIndex((one, i) => i < framed.lead && instead(one.item, item) !== undefined);
    const isFar = (i: number) => clauses[clause]!.sentence - clauses[all[i]!.clause]!.sentence > mostSentences;
    const isTold = (i: number) =>
      toldBefore.test(textOf(all.slice(0, i).filter((one) => one.clause === all[i]!.clause)));
    if (wrong < 0 || isFar(wrong) || isTold(wrong)) continue;
    const inClause = textOf(all.filter((one) => one.clause === all[wrong]!.clause));
    if (offers.test(textOf(all.slice(framed.lead, at))) && denied.test(inClause)) continue;
    // "Off today. Actually I'm off until Friday" says more, and nothing else.
    const [leadsRight, leadsWrong] = [all[at - 1]?.item.word ?? '', all[wrong - 1]?.item.word ?? ''];
    if (item.day && /^(until|from|by)$/.test(leadsRight) && leadsRight !== leadsWrong) continue;
    const right = instead(all[wrong]!.item, item)!;
    all[wrong] = { ...all[wrong]!, item: right };
    all = all.filter((_, i) => i < framed.lead || i > at + framed.trail);
    at = framed.lead - 1;
  }
  const left = Map.groupBy(all, (one) => one.clause);
  return clauses.flatMap((clause, i) => {
    const items = left.get(i)?.map((one) => one.item);
    if (!items) return [];
    const isSame = items.length === clause.items.length && items.every((item, j) => item === clause.items[j]);
    return [isSame ? clause : clauseOf(items, tokens, clause.isQuestion, clause.sentence)];
  });
}
