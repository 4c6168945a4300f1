import { collegeYearOf, dayOf, defaultZone, sayDay, timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import type { Concern } from '../../domain/concern.ts';
import { covers, isExpected } from '../../domain/enrolment.ts';
import { ageOn, callName, nameAndRef, type Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';
import { type Attended, lastAttended } from '../standing/last-attended.ts';
import { readerOf } from './who-may-read.ts';

type Fact = { label: string; value: string };

async function sayPlace(world: World, session: Session, learnerId: string, now: Date): Promise<string> {
  const tutors = (await world.records.people.byIds(session.tutorIds)).map(
    (one) => `${callName(one)}${one.mobile ? ` ${one.mobile}` : ''}`,
  );
  const register = await world.records.registers.byId(session._id);
  const mark = register?.rows.find((row) => row.learnerId === learnerId)?.mark;
  const pack = register && packOn(world.packs, register.pack.id, session.day);
  const isNow = session.startsAt <= now;
  const span = `${timeOf(session.startsAt, session.zone)} to ${timeOf(session.endsAt, session.zone)}`;
  const place = session.mode === 'remote' ? 'remote' : (session.room ?? 'no room given');
  const marked = mark && pack ? `marked ${markType(pack, mark.code).label}` : isNow ? 'not marked yet' : '';
  return [`${span} ${session.title}`, place, tutors.join(', '), marked].filter(Boolean).join(', ');
}

/** Where a learner should be now, or next today; by the timetable and the register. */
async function placeOf(world: World, learner: Person): Promise<Fact[]> {
  const now = world.clock.now();
  const today = dayOf(now);
  const enrolments = await world.records.enrolments.ofLearner(learner._id);
  const sessions = await world.records.sessions.ofProgrammes(
    enrolments.map((one) => one.programmeId),
    today,
    today,
  );
  const own = sessions.filter(
    (session) =>
      !session.cancelled &&
      session.endsAt > now &&
      enrolments.some((one) => one.programmeId === session.programmeId && isExpected(one, session)),
  );
  const [first] = own;
  const label = first && first.startsAt > now ? 'Next today' : `At ${timeOf(now, defaultZone)}`;
  return [{ label, value: first ? await sayPlace(world, first, learner._id, now) : 'no session any more today' }];
}

/** The last lesson of this college year they came to, as it was marked, whatever others are shown while a hold covers them. */
async function lastSeen(world: World, learner: Person): Promise<Fact> {
  const today = dayOf(world.clock.now());
  const year = collegeYearOf(today);
  const found: Attended[] = [];
  for (const standing of await world.records.marks.standingsOf([learner._id])) {
    if (standing.year !== year) continue;
    const marks = await world.records.marks.ofLearner(learner._id, standing.packId, year);
    const last = lastAttended(marks, packOn(world.packs, standing.packId, today));
    if (last) found.push(last);
  }
  const [last] = found.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const label = 'Last seen';
  if (!last) return { label, value: 'at no lesson this college year' };
  const session = await world.records.sessions.byId(last.sessionId);
  const late = last.minutesLate > 0 ? `${last.minutesLate} minutes late` : 'on time';
  const when = `${sayDay(dayOf(last.at))}, ${timeOf(last.at, session?.zone ?? defaultZone)}`;
  return { label, value: [when, session?.title, late].filter(Boolean).join(', ') };
}

/** A card has room for the last of them, and for the beginning of what was written; the desk page shows all. */
const mostEarlier = 3;
const mostLetters = 300;
const cut = (words: string) => (words.length > mostLetters ? `${words.slice(0, mostLetters)}…` : words);

/** For whom, and whether all of it is shown or what a card has room for; `viewer`: nobody where a view is the whole team's. */
type FactOptions = { isWhole: boolean; viewer?: Person | undefined };

/** What came of each earlier concern about a learner that this one's team and the viewer may read, the newest first. `isWhole`: every one, word for word. */
async function earlierConcerns(
  world: World,
  learner: Person,
  concern: Concern,
  { isWhole, viewer }: FactOptions,
): Promise<Fact[]> {
  const before = (await world.records.concerns.ofLearner(learner._id)).filter((one) => one.released);
  const mayRead = viewer ? await readerOf(world, viewer) : () => true;
  const own = before
    .filter((one) => isForAllOf(concern, one) && mayRead(one))
    .flatMap((one) => one.released ?? [])
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const others = before.length - own.length;
  const elsewhere = others > 0 ? `${others} that others of the team have read: please ask them` : '';
  const rest = isWhole ? 0 : Math.max(0, own.length - mostEarlier);
  const count = own.length > 0 || others === 0 ? String(own.length || 'none') : '';
  const more = rest > 0 ? 'the older ones are on the desk page' : '';
  const facts = [{ label: 'Earlier concerns', value: [count, more, elsewhere].filter(Boolean).join('; ') }];
  for (const { at, byId, outcome } of own.slice(0, own.length - rest)) {
    const came = outcome ? `: “${isWhole ? outcome : cut(outcome)}”` : ', its words are handed over';
    facts.push({ label: `Earlier, ${sayDay(dayOf(at))}`, value: `released by ${await nameOf(world, byId)}${came}` });
  }
  return facts;
}

/** True where everybody who has a concern may read another, earlier one. */
function isForAllOf({ sites = [] }: Concern, earlier: Concern): boolean {
  if (!earlier.sites?.length) return true;
  return sites.length > 0 && sites.every((one) => earlier.sites?.includes(one));
}

/**
 * What the team needs to act: where the learner is and was last seen, how old, whom to call, what came of earlier concerns
 * (S11). Nobody else sees it.
 */
export async function factsAbout(
  world: World,
  learner: Person,
  concern: Concern,
  options: FactOptions,
): Promise<Fact[]> {
  const today = dayOf(world.clock.now());
  const age = learner.born ? ageOn(learner.born, today) : undefined;
  const enrolments = (await world.records.enrolments.ofLearner(learner._id)).filter((one) => covers(one, today));
  const names = async (key: 'mentorId' | 'coachId' | 'employerId') => {
    const found = new Set<string>();
    for (const one of enrolments) {
      const person = one[key] ? await world.records.people.byId(one[key]) : null;
      if (person) found.add([callName(person), person.mobile].filter(Boolean).join(' '));
    }
    return [...found].join(', ');
  };
  const contacts = (learner.contacts ?? []).map((one) => ({
    label: capital(one.relation),
    value: [one.name, one.mobile, one.email, one.doNotContact ? 'do not contact' : ''].filter(Boolean).join(', '),
  }));
  const facts = [
    { label: 'Age', value: age === undefined ? 'not recorded' : String(age) },
    { label: 'Phone', value: learner.mobile ?? 'not recorded' },
    ...(contacts.length > 0 ? contacts : [{ label: 'Parent or carer', value: 'not recorded' }]),
    { label: 'Mentor', value: await names('mentorId') },
    { label: 'Coach', value: await names('coachId') },
    { label: 'Employer', value: await names('employerId') },
    ...(await earlierConcerns(world, learner, concern, options)),
  ].filter((one) => one.value !== '');
  const where = [...(await placeOf(world, learner)), await lastSeen(world, learner)];
  return [{ label: 'About', value: nameAndRef(learner) }, ...where, ...facts];
}
