import { dayOf, sayDay } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { programmesUnder } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { sayDone } from '../core/undo.ts';
import { wantCase } from '../core/want-card.ts';
import { flagTones, flagWords } from '../standing/figures.ts';
import { caseSayer } from './say-case.ts';

const mostListed = 20;

const sayFlag = ({ askedAt }: RiskCase) => (askedAt === 'none' ? '' : `${flagWords[askedAt]} · `);

/** What lies with others on the programmes somebody heads, or with anyone for a leader: with whom, since when, the oldest first. */
async function withOthers(world: World, actor: Person): Promise<ListItem[]> {
  const headed = await programmesUnder(world, actor);
  if (headed.length === 0) return [];
  const cases = (await world.records.cases.openOn(headed.map((one) => one._id)))
    .filter((one) => one.ownerId !== actor._id)
    .slice(0, mostListed);
  const people = await world.records.people.byIds(cases.flatMap((one) => [one.learnerId, one.ownerId]));
  const names = listNames(people);
  const say = await caseSayer(world, cases);
  return cases.map((one) => ({
    learnerId: one.learnerId,
    title: names.get(one.learnerId) ?? one.learnerId,
    detail: `${sayFlag(one)}With ${names.get(one.ownerId) ?? 'someone who has left'} since ${sayDay(dayOf(one.reopenedAt ?? one.openedAt))}: ${say(one).why}`,
    tone: flagTones[one.askedAt],
  }));
}

/** The cases put to a mentor or manager; undecided ones are sent again so that they are at hand. What lies with others follows. */
export async function showAtRisk(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-at-risk') === undefined) return refuse('not-allowed');
  const { records } = world;
  const cases = (await records.cases.ofOwner(actor._id))
    .filter((one) => one.state !== 'withdrawn')
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
    .slice(0, mostListed);
  const names = listNames(await records.people.byIds(cases.map((one) => one.learnerId)));
  const say = await caseSayer(world, cases);
  const pressed = new Map<string, string>();
  for (const one of cases) {
    const done = one.state === 'open' ? await sayDone(world, { kind: 'case', id: one._id }, actor) : undefined;
    if (done) pressed.set(one._id, done);
  }
  const open = cases.filter((one) => one.state === 'open' && !pressed.has(one._id));
  for (const one of open.slice(0, 5)) await wantCase(world, one, actor._id, 'bottom');
  world.wake();
  const items = cases.map((one) => ({
    learnerId: one.learnerId,
    title: names.get(one.learnerId) ?? one.learnerId,
    detail: `${open.includes(one) ? `${sayFlag(one)}Waiting for you` : (pressed.get(one._id) ?? 'Decided')}: ${say(one).why}`,
    tone: open.includes(one) ? flagTones[one.askedAt] : ('default' as const),
  }));
  const others = await withOthers(world, actor);
  const lead =
    cases.length === 0 && others.length > 0
      ? 'Nobody is flagged to you. This lies with others.'
      : cases.length === 0
        ? 'Nobody is flagged to you.'
        : open.length === 0
          ? 'Nothing waits for you.'
          : 'What waits for you comes again below.';
  return { card: 'list-plain', data: { title: 'At risk', lead, items: [...items, ...others], commands: [] } };
}
