import { dayOf, sayDay } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { toneOf } from '../../policy/rules/tally.ts';
import type { AttendanceView, CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';
import { shownFigures } from './figures.ts';

/** A learner's own attendance this college year, under each of their policies (SPEC P). Others may look at their phone: under a hold it shows what everyone sees (S11). */
export async function showAttendance(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (!may(actor, 'view-my-attendance', true)) return refuse('not-allowed');
  const [first] = await shownFigures(world, actor._id);
  if (!first) {
    const data: AttendanceView = {
      title: 'My attendance',
      lead: 'No register with you on it has been saved this year yet.',
      facts: [],
      chart: [],
    };
    return { card: 'attendance-mine', data };
  }
  const pack = packOn(world.packs, first.packId, dayOf(world.clock.now()));
  const rank = pack.ranks?.find((one) => one.code === first.rank);
  const data: AttendanceView = {
    title: 'My attendance',
    lead: `${first.percent?.toFixed(2)}% so far this year${rank ? `: ${rank.judgement}` : ''}. The aim is ${pack.attendance.targetPercent}%.`,
    facts: [
      { title: 'Sessions', detail: `${first.attended} attended of ${first.sessions}` },
      {
        title: 'On time',
        detail:
          first.punctualityPercent === null
            ? 'nothing yet'
            : `${first.punctualityPercent.toFixed(2)}% of those; the aim is ${pack.attendance.punctualityTargetPercent}%`,
      },
      ...(first.lastMissed ? [{ title: 'Last missed', detail: sayDay(first.lastMissed) }] : []),
    ],
    chart: first.months.map(({ month, percent }) => {
      const label = (sayDay(`${month}-01`).split(' ')[2] ?? month).slice(0, 3);
      return { label, value: percent, tone: toneOf(percent, pack) };
    }),
  };
  return { card: 'attendance-mine', data };
}
