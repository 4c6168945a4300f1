import { dayOf, daysBetween } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { Gathered, RiskCase } from '../../domain/risk-case.ts';
import type { Noticed } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { NoticeRule } from '../../policy/policy-pack.ts';
import { countNow } from '../../policy/rules/notice-by-rules.ts';
import type { World } from '../core/ports.ts';
import type { StoredStanding } from '../core/records/standing.ts';
import { enrolmentOn } from '../core/whose.ts';
import { isHistory, type StandingMove } from '../standing/standing-move.ts';
import { watchImprovement } from './improvement-watch.task.ts';
import { evidenceOf, newCase, putCase } from './put-case.ts';

/** What was noticed longer ago than this is history: an import or recount must not put it to anybody. */
const noticedDays = 14;

/** What a rule saw, in the learner's own numbers as they are now; of a rule that no longer holds, what made it hold. */
function causeOf(rule: NoticeRule, { fold }: StoredStanding): Cause {
  const own = fold && countNow(fold.notices, rule);
  if (rule.rule === 'absence-run')
    return { code: rule.rule, sessions: own?.count ?? rule.sessions, unauthorisedOnly: rule.unauthorisedOnly };
  if (rule.rule === 'falling-percent')
    return own
      ? { code: rule.rule, attended: own.count, of: own.of }
      : { code: 'was-below', percent: rule.below, of: rule.overSessions };
  return { code: rule.rule, times: own?.count ?? rule.times, of: own?.of ?? rule.ofAttended };
}

/** True while what a rule noticed holds after the last mark. */
const isHolding = (rule: NoticeRule, { fold }: StoredStanding) =>
  fold !== undefined && countNow(fold.notices, rule) !== undefined;

/** The rule that noticed it, of the pack version of its day. */
function ruleOf(world: World, packId: string, one: Pick<Gathered, 'rule' | 'day'>): NoticeRule | undefined {
  return packOn(world.packs, packId, one.day).noticeRules.find((each) => each.rule === one.rule);
}

const isSame = (one: Pick<Gathered, 'rule' | 'day'>, other: Pick<Noticed, 'rule' | 'day'>) =>
  one.rule === other.rule && one.day === other.day;

/** What a case says first: all that was noticed on its latest day. */
function latestOf(gathered: readonly Gathered[]): Cause[] {
  const last = gathered.at(-1)?.day;
  return gathered.filter((one) => one.day === last).map((one) => one.cause);
}

/** The list as it holds now: what an amended mark took away is gone, the newest of each rule has today's numbers. */
function gatheredNow(world: World, riskCase: RiskCase, { after, pack }: StandingMove): Gathered[] {
  const all = (riskCase.gathered ?? []).filter((one) => after.noticed.some((each) => isSame(one, each)));
  if (riskCase.state !== 'open') return all;
  return all.map(({ isNow: _, ...one }, i) => {
    const rule = ruleOf(world, pack.id, one);
    const isNewest = all.findLastIndex((each) => each.rule === one.rule) === i;
    return rule && isNewest && isHolding(rule, after) ? { ...one, cause: causeOf(rule, after), isNow: true } : one;
  });
}

/**
 * What the pack's rules notice goes to the tutor or coach first (S13), however many rules notice it on one card a
 * learner and year: decided before, it is put to them again with what is new and what they decided. Driven by the cases
 * that are stored, not by what changed last: what a hold, a break or a recount passed over is made up for.
 */
export async function followNoticed(world: World, move: StandingMove): Promise<void> {
  const { after, pack } = move;
  const stored = (await world.records.cases.ofLearner(after.learnerId, pack.id))
    .filter((one) => one.kind === 'noticed' && one.standingId === after._id)
    .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
  const now = world.clock.now();
  const evidence = evidenceOf(after);
  const isOn = (riskCase: RiskCase, one: Noticed) => riskCase.gathered?.some((each) => isSame(each, one)) ?? false;

  const fresh: Gathered[] = [];
  for (const one of after.noticed) {
    const on = stored.filter((each) => isOn(each, one));
    const rule = ruleOf(world, pack.id, one);
    if (!rule || on.some((each) => each.state !== 'withdrawn')) continue;
    // Amended away and back again it holds once more, however old it is.
    const isPast = daysBetween(one.day, dayOf(now)) > noticedDays || (await isHistory(world, after.learnerId, one));
    if (on.length === 0 && isPast) continue;
    const isNow = isHolding(rule, after) ? { isNow: true as const } : {};
    fresh.push({ day: one.day, rule: one.rule, cause: causeOf(rule, after), ...isNow });
  }

  const current = stored.findLast((one) => one.state !== 'withdrawn') ?? stored.at(-1);
  for (const one of stored) {
    if (one.state === 'withdrawn' || (one === current && fresh.length > 0)) continue;
    const gathered = gatheredNow(world, one, move);
    if (JSON.stringify(gathered) === JSON.stringify(one.gathered)) continue;
    const version = one.version + 1;
    const withdrawn = { at: now, code: 'rule-holds-no-more' as const };
    if (gathered.length === 0) await putCase(world, { ...one, state: 'withdrawn', withdrawn, version }, one);
    else await putCase(world, { ...one, gathered, causes: latestOf(gathered), evidence, version }, one);
  }
  if (fresh.length === 0) return;

  if (current) {
    const { withdrawn: _, ...rest } = current;
    // What was decided on keeps its figures, which are not those of now.
    const known = gatheredNow(world, current, move);
    const kept = current.state === 'open' ? known : known.map(({ isNow: _, ...one }) => one);
    const gathered = [...kept, ...fresh];
    const again: RiskCase = {
      ...rest,
      state: 'open',
      gathered,
      causes: latestOf(gathered),
      evidence,
      ...(current.state === 'open' ? {} : { reopenedAt: now }),
      version: current.version + 1,
    };
    await putCase(world, again, current, 'bottom');
    await watchImprovement(world, again);
    return;
  }
  const enrolment = await enrolmentOn(world, after.learnerId, move.programme._id);
  const ownerId = enrolment?.coachId ?? move.session.tutorIds[0];
  if (!ownerId) return;
  const about = {
    learnerId: after.learnerId,
    programmeId: move.programme._id,
    ownerId,
    causes: latestOf(fresh),
    standingId: after._id,
  };
  const fields = { _id: `noticed|${after._id}`, kind: 'noticed' as const, ...about, gathered: fresh, evidence };
  const opened = newCase(world, fields, pack);
  await putCase(world, opened, null);
  await watchImprovement(world, opened);
}
