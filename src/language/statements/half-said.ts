import type { Clause } from '../clauses.ts';

const wholeDay = /\b(all|whole|rest of the) day\b/;
const awayAllDay =
  /\b(off|out|away|absent|gone|miss|missing|in|here|there|attend|come|coming)( (for|of|on))?( (the|all|a|college))* (all|whole|full|entire|rest of the) day\b|\b(off|out|away|absent|gone) all day\b/;
const halfDay = /\bhalf (a )?(day|off)\b|\bhalf (of )?the day\b/;

/** Not there then, said of one half. */
const missed =
  /^(?:but |and |just )?not(?: be)?(?: in)?(?: for| in)? the (morning|afternoon)$|\b(miss|missing|off|out|away|absent|absence|excuse|not( be)? (in|there|here|with you)|not( be able to)? (come|make)|can not (come|make|do))\b( (?!until|bus|train|call)\S+){0,3} (the|that|whole) (morning|afternoon)\b|(?<!\b(?:tooth|teeth|stitches|passed|slipped) )\b(miss|missing|off|out|away) (this|all) (morning|afternoon)\b|\b(have|take|need|get|want|having|taking|needing) (the|that|this) (morning|afternoon) off\b|\bno (morning|afternoon)( (session|class|lessons?))? for (?:me|him|her|them|us)\b/;
/** They are there then: "in for the afternoon", "I come in the afternoon"; not "the plumber comes in the morning", nor "back in the morning". */
const coming =
  /(?<!\b(not|no|never|can not|miss|missing|off)( \S+){0,3} )\b(in|there|here|back|with you|try|trying|aim|aiming|hope|hoping)( only| just)? for( only| just)? (the|that) (morning|afternoon)\b|(?<!\b(not|no|never) )\b(i|he|she|we|they)( will| can| am| is| are| only| just| be| should| would| could| able| to)* (come|coming|there|attend|join|make|do)( in)?( for| in)? (the|that) (morning|afternoon)\b|\bfor (just |only )?(the|that) (morning|afternoon) only\b|\bonly( \S+)? (doing|do|in|there|here|come|coming|make|manage|managing|work|working)( in)?( for)?( the)? (mornings?|afternoons?)\b|^(so |but |and )?in (the )?(morning|afternoon) (i|he|she|we|they) (will |can |am |is |are )?(come|in|there|here|back|be)\b/;
const afterLunch = /\b(in|there|here|back|with you)( \S+)? (after|for|from) (lunch|dinner|dinner time)\b/;

/** "Half day Friday": with no hour and no morning or afternoon said, either half can be meant. */
export function isHalfDay(clauses: readonly Clause[]): boolean {
  return clauses.some((one) => halfDay.test(one.plain));
}

/** "Driving test Thursday morning, not in all day": the half is the test's. */
export function isWholeDay(clauses: readonly Clause[]): boolean {
  return clauses.some((one) => awayAllDay.test(one.plain));
}

/** Which half is missed, where it is said apart from the day: "just the morning off", "missing the morning but in for the afternoon". */
export function halfSaid(clauses: readonly Clause[]): 'am' | 'pm' | undefined {
  const halves = new Set<'am' | 'pm'>();
  const halfIn = (found: RegExpExecArray | null) =>
    found
      ?.slice(1)
      .map((word) => word?.replace(/s$/, ''))
      .find((word) => word === 'morning' || word === 'afternoon');
  for (const { plain } of clauses) {
    const off = halfIn(missed.exec(plain));
    const on = halfIn(coming.exec(plain));
    if (off) halves.add(off === 'morning' ? 'am' : 'pm');
    if (on) halves.add(on === 'morning' ? 'pm' : 'am');
    if (afterLunch.test(plain)) halves.add('am');
  }
  const [half, ...others] = halves;
  if (half) return others.length === 0 && !clauses.some((one) => wholeDay.test(one.plain)) ? half : undefined;
  const said = new Set(clauses.flatMap(({ plain }) => plain.match(/\b(morning|afternoon)\b/g) ?? []));
  if (said.size !== 1 || !isHalfDay(clauses)) return undefined;
  return said.has('morning') ? 'am' : 'pm';
}
