import type { Day } from '../../domain/calendar.ts';
import type { Noticed } from '../../domain/standing.ts';
import { markType, type NoticeRule, type PolicyPack } from '../policy-pack.ts';
import { isBelow, type YearMark } from './tally.ts';

type Seen = { absent: boolean; unauthorised: boolean; late: boolean };

/** True when the rule's condition holds after the last of these marks. */
function holds(rule: NoticeRule, seen: readonly Seen[]): boolean {
  if (rule.rule === 'absence-run') {
    const run = seen.slice(-rule.sessions);
    return run.length === rule.sessions && run.every((one) => (rule.unauthorisedOnly ? one.unauthorised : one.absent));
  }
  if (rule.rule === 'falling-percent') {
    const window = seen.slice(-rule.overSessions);
    const attended = window.filter((one) => !one.absent).length;
    return window.length === rule.overSessions && isBelow({ part: attended, whole: window.length }, rule.below);
  }
  const attended = seen.filter((one) => !one.absent).slice(-rule.ofAttended);
  return attended.filter((one) => one.late).length >= rule.times;
}

/**
 * The days on which a rule first held, again each time it has stopped holding since (S13). Each mark is judged by the
 * rules of its own day; a rule that a new pack version brings looks at no mark from before that version.
 */
export function noticeByRules(ordered: readonly YearMark[], packOf: (day: Day) => PolicyPack): Noticed[] {
  const noticed: Noticed[] = [];
  const seen: Seen[] = [];
  // By what a rule says, so that one taken over unchanged into a new version goes on.
  let known = new Map<string, { from: number; holds: boolean }>();
  for (const mark of ordered) {
    const pack = packOf(mark.day);
    const type = markType(pack, mark.code);
    if (type.counts === 'ignored') continue;
    const absent = type.counts === 'absent';
    seen.push({
      absent,
      unauthorised: absent && type.authorised === false,
      late: !absent && type.asksMinutes && mark.minutesLate > 0,
    });
    const before = known;
    known = new Map();
    for (const rule of pack.noticeRules) {
      const key = JSON.stringify(rule);
      const { from, holds: held } = before.get(key) ?? { from: before.size === 0 ? 0 : seen.length - 1, holds: false };
      const now = holds(rule, seen.slice(from));
      if (now && !held) noticed.push({ day: mark.day, rule: rule.rule, sessionId: mark.sessionId });
      known.set(key, { from, holds: now });
    }
  }
  return noticed;
}
