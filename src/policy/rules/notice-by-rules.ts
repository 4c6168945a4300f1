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

/** The days on which a rule of the pack first held, again each time it has stopped holding since (S13). */
export function noticeByRules(ordered: readonly YearMark[], pack: PolicyPack): Noticed[] {
  const noticed: Noticed[] = [];
  const held = new Map<NoticeRule, boolean>();
  const seen: Seen[] = [];
  for (const mark of ordered) {
    const type = markType(pack, mark.code);
    if (type.counts === 'ignored') continue;
    const absent = type.counts === 'absent';
    seen.push({
      absent,
      unauthorised: absent && type.authorised === false,
      late: !absent && type.asksMinutes && mark.minutesLate > 0,
    });
    for (const rule of pack.noticeRules) {
      const now = holds(rule, seen);
      if (now && !held.get(rule)) noticed.push({ day: mark.day, rule: rule.rule, sessionId: mark.sessionId });
      held.set(rule, now);
    }
  }
  return noticed;
}
