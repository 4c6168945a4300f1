import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import { covers } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { isOutside, listNames, type Person } from '../../domain/person.ts';
import { wholePercent } from '../../domain/standing.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { enrolmentsOfEmployer, enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { shownFigures } from './figures.ts';

const mostShown = 25;

/** The learners of a tutor, mentor or manager with this year's attendance, the lowest first. */
async function showOwnLearners(world: World, actor: Person): Promise<CardModel> {
  const today = dayOf(world.clock.now());
  const enrolments = (await enrolmentsOfStaff(world, actor)).filter((one) => covers(one, today));
  const people = await world.records.people.byIds([...new Set(enrolments.map((one) => one.learnerId))]);
  const names = listNames(people);
  const standings = (await world.records.marks.standingsOf(people.map((one) => one._id))).filter(
    (one) => one.year === collegeYearOf(today) && one.percent !== null,
  );
  const rows = people.map((person) => {
    const own = standings.filter((one) => one.learnerId === person._id);
    const percent = Math.min(...own.map((one) => one.percent ?? 100), 101);
    const said = own.map(({ percent: share, tally }) => {
      const missed = tally.sessions - tally.attended;
      return `${Math.floor(share ?? 0)}%, ${missed} of ${tally.sessions} missed`;
    });
    return {
      percent,
      learnerId: person._id,
      title: names.get(person._id) ?? person.name,
      detail: said.join('; ') || 'no marks yet',
    };
  });
  const sorted = rows.toSorted((a, b) => a.percent - b.percent || a.title.localeCompare(b.title, 'en-GB'));
  const more = sorted.length > mostShown ? [{ title: `and ${sorted.length - mostShown} more`, detail: '' }] : [];
  const items = [...sorted.slice(0, mostShown).map(({ percent: _, ...item }) => item), ...more];
  const lead =
    items.length === 0
      ? 'No learner is linked to you just now. The college office can do that.'
      : 'This college year so far, the lowest first. Write a name to see more.';
  return { card: 'list-plain', data: { title: 'My learners', lead, items, commands: [] } };
}

/**
 * An employer's own apprentices of today, with the attendance on the programme they are there for; under a hold with the
 * figures from before it (S11).
 */
export async function showLearners(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-my-learners') === undefined) return refuse('not-allowed');
  if (!isOutside(actor)) return showOwnLearners(world, actor);
  const enrolments = await enrolmentsOfEmployer(world, actor);
  const people = await world.records.people.byIds(enrolments.map((one) => one.learnerId));
  const names = listNames(people);
  const programmes = new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one.name]));
  const items: ListItem[] = [];
  for (const { learnerId, programmeId } of enrolments) {
    const all = (await shownFigures(world, learnerId)).flatMap((one) => one.programmes ?? []);
    const figures = all.find((one) => one.programmeId === programmeId);
    const said =
      figures?.percent == null
        ? 'no figures just now'
        : `${wholePercent(figures.percent)} attendance, ${figures.attended} of ${figures.sessions} sessions`;
    items.push({ title: names.get(learnerId) ?? '', detail: `${programmes.get(programmeId) ?? ''}: ${said}` });
  }
  items.sort((a, b) => a.title.localeCompare(b.title, 'en-GB'));
  const lead =
    items.length === 0
      ? 'No learner is linked to you just now. The college office can do that.'
      : 'This college year so far.';
  return { card: 'list-plain', data: { title: 'My learners', lead, items, commands: [] } };
}
