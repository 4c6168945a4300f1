import { collegeYearOf, dayOf, yearStart } from '../../domain/calendar.ts';
import { covers, type Enrolment } from '../../domain/enrolment.ts';
import { callName, isOutside, listNames, type Person } from '../../domain/person.ts';
import { knownNames } from '../../language/people/known-names.ts';
import { type Known, nameWords } from '../../language/people/name-words.ts';
import { fold } from '../../language/words/fold.ts';
import { tokensOf } from '../../language/words/tokens.ts';
import type { FormField } from './card-model.ts';
import type { World } from './ports.ts';
import { reachOf } from './rights.ts';

/** A list on a card longer than this is no list any more. */
const mostChoices = 200;

/** The enrolments an employer is named on that run today: what ended, or has not begun, is none of their business. */
export async function enrolmentsOfEmployer(
  { records, clock }: Pick<World, 'records' | 'clock'>,
  actor: Person,
): Promise<Enrolment[]> {
  if (!actor.roles.includes('employer')) return [];
  const today = dayOf(clock.now());
  return (await records.enrolments.ofEmployer(actor._id)).filter((one) => covers(one, today));
}

/**
 * True where a learner is somebody's business: their own, of those who work here by their rights, and of an employer as
 * long as they are named on an enrolment that runs.
 */
export async function isTheirLearner(world: World, person: Person, learnerId: string): Promise<boolean> {
  if (person._id === learnerId || !isOutside(person)) return true;
  return (await enrolmentsOfEmployer(world, person)).some((one) => one.learnerId === learnerId);
}

/** The employer of a learner on a programme today; undefined when there is none, or none any more. */
export async function employerOf(world: World, learnerId: string, programmeId: string): Promise<Person | undefined> {
  const today = dayOf(world.clock.now());
  const own = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => one.programmeId === programmeId);
  const id = own.find((one) => covers(one, today))?.employerId;
  const person = id ? await world.records.people.byId(id) : null;
  return person?.roles.includes('employer') ? person : undefined;
}

/** The learners a person may report absence for: themself, an employer's of today, or everyone for admin (S2, S3, G2). */
export async function reportableLearners(world: Pick<World, 'records' | 'clock'>, actor: Person): Promise<Person[]> {
  const { records } = world;
  const reach = reachOf(actor, 'report-absence');
  if (reach === undefined) return [];
  if (reach === 'any') return records.people.withRole('learner');
  const own = actor.roles.includes('learner') ? [actor._id] : [];
  const employed = (await enrolmentsOfEmployer(world, actor)).map((one) => one.learnerId);
  return records.people.byIds([...new Set([...own, ...employed])]);
}

/** Enrolments someone on the staff answers for: those they teach on this college year, coach, mentor, head or manage. */
export async function enrolmentsOfStaff({ records, clock }: World, actor: Person): Promise<Enrolment[]> {
  const { enrolments, sessions } = records;
  const from = yearStart(collegeYearOf(dayOf(clock.now())));
  const taught = actor.roles.includes('tutor') ? await sessions.ofTutor(actor._id, from, '9999-12-31') : [];
  const headed = (await enrolments.programmes()).filter((one) => [one.hospId, one.managerId].includes(actor._id));
  const programmeIds = [...new Set([...taught.map((one) => one.programmeId), ...headed.map((one) => one._id)])];
  const onThem = Map.groupBy(await enrolments.ofProgrammes(programmeIds), (one) => one.programmeId);
  const own = [
    ...(await enrolments.ofCoach(actor._id)),
    ...(await enrolments.ofMentor(actor._id)),
    ...programmeIds.flatMap((id) => onThem.get(id) ?? []),
  ];
  return [...new Map(own.map((one) => [one._id, one])).values()];
}

/** The people of these ids. Hundreds may share a first name, and a large college has thousands to look through. */
export function thoseOf(people: readonly Person[], ids: readonly string[]): Person[] {
  const wanted = new Set(ids);
  return people.filter((one) => wanted.has(one._id));
}

/** People as the reader of messages looks for them: by legal and preferred name. */
export function knownAs(people: readonly Person[]): Known[] {
  return people.map((person) => ({ id: person._id, names: [...new Set([callName(person), person.name])] }));
}

/** People whose name matches what was written, accents and apostrophes aside: whole name first, else first name. */
export function matchByName(people: readonly Person[], written: string): Person[] {
  const wanted = nameWords(written).join(' ');
  if (wanted === '') return [];
  const names = (person: Person) => [person.name, callName(person)].map((name) => nameWords(name).join(' '));
  const whole = people.filter((person) => names(person).includes(wanted));
  if (whole.length > 0) return whole;
  return people.filter((person) => names(person).some((name) => name.startsWith(`${wanted} `)));
}

/** The learner a form means: picked from the list, or typed by name or reference where the list is too long. */
export function pickedFrom(
  people: readonly Person[],
  fields: { learner?: string; named?: string },
): Person | undefined {
  const typed = (fields.named ?? '').trim().toLowerCase();
  if (typed === '') return people.find((one) => one._id === fields.learner);
  const byRef = people.find((one) => one.ref.toLowerCase() === typed);
  const byName = matchByName(people, typed);
  return byRef ?? (byName.length === 1 ? byName[0] : undefined);
}

/** A form's choice of a learner; where there are more than a list holds, the name or reference can be typed instead. */
export function learnerFields(people: readonly Person[], none: string): FormField[] {
  const options = learnerChoices(people).map((one) => ({ title: one.name, value: one.id }));
  const isWhole = people.length <= mostChoices;
  return [
    { id: 'learner', label: 'Learner', type: 'choice', options, none, needed: isWhole },
    ...(isWhole ? [] : [{ id: 'named', label: 'Or type the name or reference', type: 'line' as const }]),
  ];
}

/** The people whom words name: by reference, by whole name, and by first name elsewhere; accents aside. */
export function allNamedIn(people: readonly Person[], words: string): Person[] {
  const ids = new Set(knownNames(tokensOf(words), knownAs(people)).flatMap((one) => one.ids));
  const said = new Set(fold(words).match(/[\p{L}\d]+(?:[-/][\p{L}\d]+)*/gu));
  return people.filter((one) => ids.has(one._id) || (one.ref !== '' && said.has(fold(one.ref))));
}

/** Learners as choices of a card's input, by name; two alike are told apart. */
export function learnerChoices(people: readonly Person[]): { id: string; name: string }[] {
  const names = listNames(people);
  return people
    .map((person) => ({ id: person._id, name: names.get(person._id) ?? person.name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
    .slice(0, mostChoices);
}
