import type { Statement } from './statement.ts';

/** "Sorry I didn't let you know yesterday", "forgot to ring on Monday": and nothing more said of that day. */
const notTold =
  /\b(did not|never|could not|can not|forgot to|for not|about not|without)( even| get to| get round to)* (let(ting)? (you|u|anyone|college|sir|miss) know|(tell|telling|told|text|texting|texted|ring|ringing|rang|rung|call|calling|called|message|messaging|messaged|email|emailing|emailed|phone|phoning|phoned|contact|contacting|say|saying)( (you|u|in|anyone|anything|sir|miss|college|sick))*)( on)? DAY$/;
const happened = /\b(was|were|had|got|broke|fell|went|rushed|taken|sent|could not|kept|spent)\b/;

/**
 * An absence told late: who is sorry that they did not say so on a day was away on it, where the message tells what
 * happened and of no other day.
 */
export function withToldLate(statements: readonly Statement[]): Statement[] {
  const at = statements.findIndex(({ clause }) => notTold.test(clause.text));
  const others = statements.filter((_, i) => i !== at);
  const isOther = others.some((one) => one.days.length > 0 || (one.isMain && !one.cues.has('past')));
  if (at < 0 || isOther || !others.some((one) => happened.test(one.clause.plain))) return [...statements];
  return statements.map((one, i) => {
    if (i !== at) return one;
    const days = one.days.map((day, nth) => (nth === one.days.length - 1 ? { ...day, role: 'on' as const } : day));
    return { ...one, days, cues: new Set([...one.cues, 'weak' as const, 'past' as const]), isMain: true };
  });
}
