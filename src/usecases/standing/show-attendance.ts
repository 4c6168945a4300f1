import { collegeYearOf, dayOf, sayDay } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { cutPercent, tallyOf } from '../../policy/rules/tally.ts';
import type { AttendanceView, CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';

/** A learner's own attendance this college year, under each of their policies (SPEC P). */
export async function showAttendance(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (!may(actor, 'view-my-attendance', true)) return refuse('not-allowed');
  const today = dayOf(world.clock.now());
  const year = collegeYearOf(today);
  const standings = (await world.records.marks.standingsOf([actor._id])).filter(
    (one) => one.year === year && one.percent !== null,
  );
  const [first] = standings;
  if (!first) {
    const data: AttendanceView = {
      title: 'My attendance',
      lead: 'No register with you on it has been saved this year yet.',
      facts: [],
      chart: [],
    };
    return { card: 'attendance-mine', data };
  }
  const pack = packOn(world.packs, first.packId, today);
  const rank = pack.ranks?.find((one) => one.code === first.rank);
  const marks = await world.records.marks.ofLearner(actor._id, first.packId, year);
  const months = new Map<string, { attended: number; planned: number }>();
  for (const mark of marks) {
    const month = mark.day.slice(0, 7);
    const tally = tallyOf(mark, pack);
    const sum = months.get(month) ?? { attended: 0, planned: 0 };
    months.set(month, { attended: sum.attended + tally.attendedMinutes, planned: sum.planned + tally.plannedMinutes });
  }
  const missed = marks.filter((mark) => tallyOf(mark, pack).sessions > 0 && tallyOf(mark, pack).attended === 0);
  const lastMissed = missed.at(-1);
  const data: AttendanceView = {
    title: 'My attendance',
    lead: `${first.percent?.toFixed(2)}% so far this year${rank ? `: ${rank.judgement}` : ''}. The aim is ${pack.attendance.targetPercent}%.`,
    facts: [
      { title: 'Sessions', detail: `${first.tally.attended} attended of ${first.tally.sessions}` },
      {
        title: 'On time',
        detail: first.punctualityPercent === null ? 'nothing yet' : `${first.punctualityPercent.toFixed(2)}% of those`,
      },
      ...(lastMissed ? [{ title: 'Last missed', detail: sayDay(lastMissed.day) }] : []),
    ],
    chart: [...months].map(([month, sum]) => {
      const value = Math.floor(cutPercent(sum.attended, sum.planned) ?? 0);
      const label = (sayDay(`${month}-01`).split(' ')[2] ?? month).slice(0, 3);
      return { label, value, tone: value >= 95 ? 'good' : value >= 85 ? 'warning' : 'attention' };
    }),
  };
  return { card: 'attendance-mine', data };
}
