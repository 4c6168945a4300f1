import type { Noticed } from '../../domain/standing.ts';
import { markType } from '../pack-shelf.ts';
import type { NoticeRule, PolicyPack } from '../policy-pack.ts';
import { isBelow, type YearMark } from './tally.ts';

/** What the rules need of the marks so far, so that the next mark can be looked at without reading the year again. */
export type NoticeState = {
  /** One letter a counted mark, oldest first, as far back as any rule looks: present, late, authorised, unauthorised. */
  seen: string;
  /** By what a rule says, so that one taken over unchanged into a new version goes on: marks it has seen, and whether it holds. */
  rules: { rule: string; marks: number; holds: boolean }[];
};

export const noNotices: NoticeState = { seen: '', rules: [] };

/** Marks kept beyond which no rule looks; far more than any pack's window, absences between attended ones included. */
const mostSeen = 400;

/** True when the rule's condition holds after the last of these marks. */
function holds(rule: NoticeRule, seen: string): boolean {
  if (rule.rule === 'absence-run') {
    const run = seen.slice(-rule.sessions);
    return run.length === rule.sessions && (rule.unauthorisedOnly ? /^u+$/ : /^[ua]+$/).test(run);
  }
  if (rule.rule === 'falling-percent') {
    const window = seen.slice(-rule.overSessions);
    const attended = window.replace(/[ua]/g, '').length;
    return window.length === rule.overSessions && isBelow({ part: attended, whole: window.length }, rule.below);
  }
  const attended = seen.replace(/[ua]/g, '').slice(-rule.ofAttended);
  return attended.replaceAll('p', '').length >= rule.times;
}

/** How many of how many a rule that holds has seen, in the learner's own numbers; undefined where it does not hold. */
export function countNow(state: NoticeState, rule: NoticeRule): { count: number; of: number } | undefined {
  const known = state.rules.find((one) => one.rule === JSON.stringify(rule));
  if (!known?.holds) return undefined;
  const seen = state.seen.slice(-known.marks);
  if (rule.rule === 'absence-run') {
    const counted = rule.unauthorisedOnly ? 'u' : 'ua';
    const run = seen.length - 1 - [...seen].findLastIndex((one) => !counted.includes(one));
    return { count: run, of: run };
  }
  const attended = (marks: string) => marks.replace(/[ua]/g, '');
  if (rule.rule === 'falling-percent') {
    const window = seen.slice(-rule.overSessions);
    return { count: attended(window).length, of: window.length };
  }
  const window = attended(seen).slice(-rule.ofAttended);
  return { count: window.replaceAll('p', '').length, of: window.length };
}

/**
 * Looks at one more mark: the state after it, and the rules that hold since this mark, again each time one has stopped
 * holding (S13). `pack` is the version of the mark's own day; a rule that a new version brings looks at no mark before.
 */
export function noticeMark(
  before: NoticeState,
  mark: YearMark,
  pack: PolicyPack,
): { state: NoticeState; noticed: Noticed[] } {
  const type = markType(pack, mark.code);
  if (type.counts === 'ignored') return { state: before, noticed: [] };
  const isLate = type.asksMinutes && mark.minutesLate > 0;
  const letter = type.counts === 'absent' ? (type.authorised === false ? 'u' : 'a') : isLate ? 'l' : 'p';
  const seen = (before.seen + letter).slice(-mostSeen);
  const noticed: Noticed[] = [];
  const rules = pack.noticeRules.map((rule) => {
    const key = JSON.stringify(rule);
    const known = before.rules.find((one) => one.rule === key);
    const marks = (known?.marks ?? 0) + 1;
    const now = holds(rule, seen.slice(-marks));
    if (now && !known?.holds) noticed.push({ day: mark.day, rule: rule.rule, sessionId: mark.sessionId });
    return { rule: key, marks, holds: now };
  });
  return { state: { seen, rules }, noticed };
}
