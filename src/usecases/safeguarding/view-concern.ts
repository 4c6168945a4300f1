import { dayOf, defaultZone, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Concern } from '../../domain/concern.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';

/** A concern as the Safeguarding Team sees it. */
export async function viewConcern(world: World, concern: Concern): Promise<CardModel> {
  const stampedBy = concern.released?.byId ?? concern.acknowledged?.byId;
  const [about, from, by] = await Promise.all([
    world.records.people.byId(concern.aboutId),
    world.records.people.byId(concern.fromId),
    stampedBy ? world.records.people.byId(stampedBy) : null,
  ]);
  const said = {
    open: 'Nothing about this person goes to parents, employer or MIS until you release the hold.',
    acknowledged: `${by ? callName(by) : 'Someone'} has it. The hold stays until released.`,
    released: `${by ? callName(by) : 'Someone'} released the hold.`,
  }[concern.state];
  return {
    card: 'concern-raised',
    data: {
      concernId: concern._id,
      title: concern.level === 'urgent' ? 'Urgent safeguarding concern' : 'Possible safeguarding concern',
      who: about ? nameAndRef(about) : 'Unknown person',
      when: `${sayDay(dayOf(concern.at))}, ${timeOf(concern.at, defaultZone)}${from && from._id !== about?._id ? `, written by ${callName(from)}` : ''}`,
      words: concern.words,
      state: concern.state,
      said,
    },
  };
}
