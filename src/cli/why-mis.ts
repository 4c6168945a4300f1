import { fileLane, type MisEvent, type MisLane } from '../domain/mis-event.ts';
import type { Held } from '../store/database.ts';
import type { Ways } from '../store/looks/ways.ts';
import { type At, sayDue } from './why-words.ts';

/** By which ways an event has gone or is to go. Not why it was kept back: only the Safeguarding Team may know (S11). */
function sayWays(event: MisEvent & Held, lane: MisLane | undefined, fileSeq: number, at: At): string[] {
  if (event.seq === undefined)
    return ['has no place among the events yet, so nobody can read it', ...sayDue(event, at)];
  const failing = lane?.lastCode
    ? `; the last answer was ${lane.lastCode}, failing since ${at(lane.failingSince)}`
    : '';
  const { refused, closed } = event;
  return [
    `is number ${event.seq} since ${at(event.listedAt)}`,
    ...(event.takenAt ? [`taken by the webhook ${at(event.takenAt)}`] : []),
    ...(event.waits && !refused ? [`waits for the webhook${failing}`] : []),
    ...(refused
      ? [`refused ${at(refused.at)} with ${refused.code}${closed ? '' : ', which waits for the MIS officer'}`]
      : []),
    ...(closed
      ? [`closed ${at(closed.at)}: ${closed.how === 'by-hand' ? `entered by hand by ${closed.byId}` : 'said anew'}`]
      : []),
    ...(event.type === 'mark' && event.seq <= fileSeq ? ['in a daily file'] : []),
  ];
}

/** The way of each event to the MIS, in a line. Ids, times and codes alone. */
export async function sayEvents(ways: Ways, events: readonly (MisEvent & Held)[], at: At): Promise<string[]> {
  const lanes = await ways.lanes([fileLane, ...new Set(events.map((one) => one.learnerId))]);
  const fileSeq = lanes.get(fileLane)?.fileSeq ?? 0;
  return events.map(
    (one) =>
      `  ${one._id}: written ${at(one.createdAt)}, ${sayWays(one, lanes.get(one.learnerId), fileSeq, at).join(', ')}.`,
  );
}
