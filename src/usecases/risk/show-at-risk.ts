import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';

const tones = { none: 'default', amber: 'warning', red: 'attention' } as const;

/** The cases put to a mentor or manager; undecided ones are sent again so that they are at hand. */
export async function showAtRisk(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-at-risk') === undefined) return refuse('not-allowed');
  const { records } = world;
  const cases = (await records.cases.ofOwner(actor._id))
    .filter((one) => one.state !== 'withdrawn')
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
    .slice(0, 20);
  const names = listNames(await records.people.byIds(cases.map((one) => one.learnerId)));
  const open = cases.filter((one) => one.state === 'open');
  for (const one of open.slice(0, 5)) {
    const wish = { kind: 'case' as const, subjectId: one._id, recipient: { person: actor._id }, revision: one.version };
    await records.slots.want({ ...wish, ask: 'bottom' }, world.clock.now());
  }
  world.wake();
  const items = cases.map((one) => ({
    title: names.get(one.learnerId) ?? one.learnerId,
    detail: `${one.state === 'open' ? 'Waiting for you' : 'Decided'}: ${one.why}`,
    tone: one.state === 'open' ? tones[one.askedAt] : ('default' as const),
  }));
  const lead =
    cases.length === 0
      ? 'Nobody is flagged to you.'
      : open.length === 0
        ? 'Nothing waits for you.'
        : 'What waits for you comes again below.';
  return { card: 'list-plain', data: { title: 'At risk', lead, items, commands: [] } };
}
