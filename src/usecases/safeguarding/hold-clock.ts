import { addMinutes, addWorkingDays, dayOf, workingDaysBetween } from '../../domain/calendar.ts';
import { type Concern, isUnreleased } from '../../domain/concern.ts';
import type { HolidaysOf, Programme } from '../../domain/enrolment.ts';
import { closedDays } from '../../domain/site.ts';
import type { World } from '../core/ports.ts';
import { messageTo } from '../core/reach-person.ts';
import { morningOf } from '../core/working-time.ts';
import { putConcern } from './put-concern.ts';
import { minutesToAnswer, ringTeam, wantConcern } from './ring.ts';
import { deputiesFor, leadersOf, mayReadConcern, teamFor } from './who-may-read.ts';

/** A leader hears of a hold that is this many working days old: that it exists, not what or about whom. */
const leaderAfterWorkingDays = 5;
const longestWaitMinutes = 1_440;

/** By which days and zone a concern's clock goes: those of its team's site, else of its learner's programme. */
async function clockOf(
  world: World,
  { holds, sites = [] }: Concern,
): Promise<HolidaysOf & Partial<Pick<Programme, 'zone'>>> {
  const [hold] = holds;
  const [enrolment] = hold ? await world.records.enrolments.ofLearner(hold.learnerId) : [];
  const programme = enrolment ? await world.records.enrolments.programme(enrolment.programmeId) : null;
  const site = sites.length > 0 && (await world.records.sites.all()).find((one) => sites.includes(one._id));
  if (!site) return programme ?? {};
  const division = site.division ?? programme?.division;
  return {
    closed: closedDays(site),
    ...(division ? { division } : {}),
    ...(programme ? { zone: programme.zone } : {}),
  };
}

/** The next working morning, 09:00. Term breaks are no rest: a hold keeps messages back then too. */
export async function nextAsk(world: World, concern: Concern): Promise<NonNullable<Concern['next']>> {
  const own = await clockOf(world, concern);
  const { zone } = own;
  const day = addWorkingDays(dayOf(world.clock.now(), zone), 1, world.holidays(own));
  return { step: 'ask', at: morningOf(day, zone) };
}

/** What leaders are to hear now: nothing, or that it exists. Also where nobody is on the team to answer it. */
async function tellLeaders(world: World, concern: Concern): Promise<boolean> {
  const own = await clockOf(world, concern);
  const today = dayOf(world.clock.now(), own.zone);
  const age = workingDaysBetween(dayOf(concern.at, own.zone), today, world.holidays(own));
  return age >= leaderAfterWorkingDays || (await teamFor(world, concern)).length === 0;
}

/**
 * Nobody has answered a concern in the pack's time: it goes to the deputies and comes again to the team; over and over
 * until someone has it (S11). An urgent one also by text, where a phone is set; the text holds no word of it.
 */
async function escalate(world: World, concern: Concern): Promise<void> {
  const now = world.clock.now();
  const team = await teamFor(world, concern);
  const deputies = await deputiesFor(world, concern);
  const escalations = (concern.escalations ?? 0) + 1;
  const minutes = Math.min((await minutesToAnswer(world, concern)) * 2 ** escalations, longestWaitMinutes);
  const leadersKnow = await tellLeaders(world, concern);
  const after = await putConcern(world, concern, {
    ...concern,
    escalatedTo: deputies.map((person) => person._id),
    escalations,
    rangAt: now,
    ...(leadersKnow ? { leadersKnow } : {}),
    next: { step: 'escalate', at: addMinutes(now, minutes) },
  });
  const leaders = leadersKnow ? await leadersOf(world) : [];
  await wantConcern(
    world,
    after,
    [...team, ...deputies, ...leaders].map((person) => person._id),
  );
  const ringers = concern.level === 'urgent' ? (deputies.length > 0 ? deputies : team) : [];
  const message = {
    key: `concern|${concern._id}|${after.version}`,
    about: 'safeguarding',
    lane: 'safeguarding' as const,
    subject: '',
    body: 'A safeguarding concern waits in Teams and nobody has taken it yet. Please open the attendance bot now.',
  };
  const texts = ringers.flatMap(({ _id: toId, mobile }) =>
    mobile ? [messageTo({ channel: 'sms', to: mobile }, { ...message, toId })] : [],
  );
  await world.records.outbox.put(texts, now);
}

/** Each working morning the owner is asked whether the hold is still needed; the same card comes to the bottom (S11). */
async function askOwner(world: World, concern: Concern): Promise<void> {
  const now = world.clock.now();
  const owner = concern.ownerId ? await world.records.people.byId(concern.ownerId) : null;
  const isOwned = owner !== null && (await mayReadConcern(world, owner, concern));
  const leadersKnow = await tellLeaders(world, concern);
  const { ownerId: _, ...unowned } = concern;
  const after = await putConcern(world, concern, {
    // Who has left the team owns nothing any more: the whole team is asked.
    ...(isOwned ? concern : unowned),
    askedAt: now,
    rangAt: now,
    ...(leadersKnow ? { leadersKnow } : {}),
    next: { step: 'chase', at: addMinutes(now, await minutesToAnswer(world, concern)) },
  });
  const asked = isOwned ? [owner] : await teamFor(world, concern);
  const leaders = leadersKnow ? await leadersOf(world) : [];
  await wantConcern(
    world,
    after,
    [...asked, ...leaders].map((person) => person._id),
  );
}

/** The owner has not answered in time: the rest of the team and the deputies get the card too; asked again next morning. */
async function chaseOwner(world: World, concern: Concern): Promise<void> {
  const deputies = await deputiesFor(world, concern);
  const after = await putConcern(world, concern, {
    ...concern,
    ...(concern.askedAt ? { escalatedTo: deputies.map((person) => person._id) } : {}),
    next: await nextAsk(world, concern),
  });
  if (!concern.askedAt) return;
  await ringTeam(world, after);
  await wantConcern(
    world,
    after,
    deputies.map((person) => person._id),
  );
}

/** Carries out what is due on a concern. In one transaction; done again after a kill it finds the state moved on. */
export async function runConcern(world: World, concernId: string): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const concern = await records.concerns.byId(concernId);
    if (!concern?.next || concern.next.at > world.clock.now()) return;
    if (!isUnreleased(concern)) {
      const { next: _, ...rest } = concern;
      await putConcern(inside, concern, rest);
      return;
    }
    if (concern.state === 'open') return escalate(inside, concern);
    return concern.next.step === 'chase' ? chaseOwner(inside, concern) : askOwner(inside, concern);
  });
  world.wake();
}
