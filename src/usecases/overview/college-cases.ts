import { type Day, dayOf, daysBetween } from '../../domain/calendar.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import { median } from '../../domain/median.ts';
import type { Person, Role } from '../../domain/person.ts';
import { type Flag, flagOrder } from '../../domain/standing.ts';
import type { World } from '../core/ports.ts';
import { packOfCase } from '../risk/view-case.ts';
import { flagsShown } from '../standing/figures.ts';

/** Open cases of one kind of owner: up to two days old, up to seven, older. */
export type CaseAges = { role: string; ages: [number, number, number] };
/** How the decisions of one programme fell, by what was chosen; and the usual whole days until one was made. */
export type Decided = { programme: string; options: { label: string; count: number }[]; days: number };

const owners: [Role, string][] = [
  ['mentor', 'Mentors'],
  ['hosp', 'Heads of Study Programme'],
  ['apprenticeship-manager', 'Programme managers'],
  ['adults-manager', 'Programme managers'],
  ['tutor', 'Tutors and coaches'],
];
const roleOf = (person: Person | undefined) => owners.find(([role]) => person?.roles.includes(role))?.[1] ?? 'Others';

/** Cases that wait for a decision, by age and by what their owner is. */
export async function caseAges(world: World, programmes: readonly Programme[], today: Day): Promise<CaseAges[]> {
  const cases = await world.records.cases.openOn(programmes.map((one) => one._id));
  const people = await world.records.people.byIds([...new Set(cases.map((one) => one.ownerId))]);
  const byId = new Map(people.map((one) => [one._id, one]));
  const found = new Map<string, CaseAges>();
  for (const { ownerId, openedAt, reopenedAt } of cases) {
    const role = roleOf(byId.get(ownerId));
    const line = found.get(role) ?? { role, ages: [0, 0, 0] };
    const days = daysBetween(dayOf(reopenedAt ?? openedAt), today);
    line.ages[days <= 2 ? 0 : days <= 7 ? 1 : 2] += 1;
    found.set(role, line);
  }
  const order = [...new Set(owners.map(([, title]) => title)), 'Others'];
  return [...found.values()].toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

const dayMs = 24 * 3_600_000;

/** Decisions on risk cases since then by programme, without names of learners. */
export async function decisionsByProgramme(
  world: World,
  programmes: readonly Programme[],
  from: Date,
): Promise<Decided[]> {
  const ids = new Map(programmes.map((one) => [one._id, one.name]));
  const cases = (await world.records.cases.decidedSince(from)).filter((one) => ids.has(one.programmeId));
  const made = cases.flatMap((one) => {
    const options = packOfCase(world, one).options[one.kind];
    return one.decisions
      .filter(({ at }) => at >= from)
      .map(({ option, at }) => {
        const askedAt = one.reopenedAt && one.reopenedAt < at ? one.reopenedAt : one.openedAt;
        const label = options.find(({ code }) => code === option)?.label ?? option;
        return { programme: ids.get(one.programmeId) ?? '', label, days: (at.getTime() - askedAt.getTime()) / dayMs };
      });
  });
  return [...Map.groupBy(made, (one) => one.programme)]
    .map(([programme, own]) => ({
      programme,
      options: [...Map.groupBy(own, (one) => one.label)]
        .map(([label, all]) => ({ label, count: all.length }))
        .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB')),
      days: Math.floor(median(own.map((one) => one.days)) ?? 0),
    }))
    .toSorted((a, b) => a.programme.localeCompare(b.programme, 'en-GB'));
}

const countOf = (flags: ReadonlyMap<string, Flag>) => {
  const all = [...flags.values()];
  const of = (wanted: Flag) => all.filter((one) => one === wanted).length;
  return { red: of('red'), amber: of('amber') };
};

/** How many learners of each programme, and of all together (''), have a risk flag; of those held, under a hold, the one from before it (S11). */
export async function flagCounts(
  world: World,
  programmes: readonly Programme[],
  enrolments: readonly Enrolment[],
  { year, held }: { year: number; held: readonly string[] },
): Promise<Map<string, Record<Exclude<Flag, 'none'>, number>>> {
  const flagged = await world.records.marks.flagged(year);
  const also = (await world.records.marks.standingsOf(held)).filter((one) => one.year === year);
  const standings = [...new Map([...flagged, ...also].map((one) => [one._id, one])).values()];
  const flag = await flagsShown(world, [...new Set(standings.map((one) => one.learnerId))]);
  const found = new Map<string, Record<'red' | 'amber', number>>();
  const placed = Map.groupBy(enrolments, (one) => one.programmeId);
  const known = Map.groupBy(standings, (one) => one.learnerId);
  const worst = new Map<string, Flag>();
  for (const programme of programmes) {
    const learners = new Set((placed.get(programme._id) ?? []).map((one) => one.learnerId));
    const own = new Map(
      [...learners]
        .flatMap((id) => known.get(id) ?? [])
        .filter((one) => one.packId === programme.pack)
        .map((one) => [one.learnerId, flag(one)]),
    );
    for (const [id, one] of own) if (flagOrder[one] >= flagOrder[worst.get(id) ?? 'none']) worst.set(id, one);
    found.set(programme._id, countOf(own));
  }
  // Who is on two programmes is one learner.
  found.set('', countOf(worst));
  return found;
}
