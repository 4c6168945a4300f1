import { dayOf, defaultZone, timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import type { Concern } from '../../domain/concern.ts';
import { covers, isExpected } from '../../domain/enrolment.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';

type Fact = { label: string; value: string };

/** Whole years on a day; undefined where no birthday is recorded. */
function ageOn(person: Person, today: string): number | undefined {
  if (!person.born) return undefined;
  const years = Number(today.slice(0, 4)) - Number(person.born.slice(0, 4));
  return today.slice(5) < person.born.slice(5) ? years - 1 : years;
}

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

/** True where everybody who has a concern may read another, earlier one. */
function isForAllOf({ sites = [] }: Concern, earlier: Concern): boolean {
  if (!earlier.sites?.length) return true;
  return sites.length > 0 && sites.every((one) => earlier.sites?.includes(one));
}

/** What the team needs to act: where the learner is, how old, whom to call (S11). Nobody else sees it. */
export async function factsAbout(world: World, learner: Person, concern: Concern): Promise<Fact[]> {
  const today = dayOf(world.clock.now());
  const age = ageOn(learner, today);
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
  const before = (await world.records.concerns.ofLearner(learner._id)).filter((one) => one.released);
  const earlier = before.filter((one) => isForAllOf(concern, one)).flatMap((one) => one.released ?? []);
  const last = earlier.at(-1);
  const others = before.length - earlier.length;
  const facts = [
    { label: 'Age', value: age === undefined ? 'not recorded' : String(age) },
    { label: 'Phone', value: learner.mobile ?? 'not recorded' },
    ...(contacts.length > 0 ? contacts : [{ label: 'Parent or carer', value: 'not recorded' }]),
    { label: 'Mentor', value: await names('mentorId') },
    { label: 'Coach', value: await names('coachId') },
    { label: 'Employer', value: await names('employerId') },
    {
      label: 'Earlier concerns',
      value: [
        last
          ? `${earlier.length}; the last released by ${await nameOf(world, last.byId)}${last.outcome ? `: “${last.outcome}”` : ', its words are handed over'}`
          : others === 0
            ? 'none'
            : '',
        others > 0 ? `${others} with the team of another site: please ask them` : '',
      ]
        .filter(Boolean)
        .join('; '),
    },
  ].filter((one) => one.value !== '');
  return [{ label: 'About', value: nameAndRef(learner) }, ...(await placeOf(world, learner)), ...facts];
}
