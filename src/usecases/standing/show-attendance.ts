import { dayOf, sayDay, sayMonth } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { type Figures, wholePercent } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { toneOf } from '../../policy/rules/tally.ts';
import type { AttendanceView, CardModel, ListItem } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';
import { shownFigures } from './figures.ts';

/** Each programme by itself, where several fall under one policy. */
function perProgramme({ programmes = [] }: Figures, names: ReadonlyMap<string, string>): ListItem[] {
  if (programmes.length < 2) return [];
  return programmes.map(({ programmeId, percent, attended, sessions }) => ({
    title: names.get(programmeId) ?? '',
    detail: `${percent === null ? 'nothing yet' : wholePercent(percent)}, ${attended} of ${sessions} sessions`,
  }));
}

function partOf(world: World, figures: Figures, names: ReadonlyMap<string, string>): AttendanceView['parts'][number] {
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, figures.packId, today);
  const rank = pack.ranks?.find((one) => one.code === figures.rank);
  const { percent, punctualityPercent: onTime, attended, sessions, lastMissed, months } = figures;
  const own = (figures.programmes ?? []).map((one) => names.get(one.programmeId) ?? '');
  return {
    name: own.join(' and '),
    // Of minutes, a learner who was late has less than sessions alone would make.
    lead: `${percent === null ? 'Nothing that counts' : `${wholePercent(percent)}${pack.attendance.unit === 'minutes' ? ' of the time' : ''}`} so far this year${rank ? `: ${rank.judgement}` : ''}. The aim is ${pack.attendance.targetPercent}%.`,
    facts: [
      { title: 'Sessions', detail: `${attended} attended of ${sessions}` },
      ...perProgramme(figures, names),
      {
        title: 'On time',
        detail:
          onTime === null
            ? 'nothing yet'
            : `${wholePercent(onTime)} of those; the aim is ${pack.attendance.punctualityTargetPercent}%`,
      },
      ...(lastMissed ? [{ title: 'Last missed', detail: sayDay(lastMissed) }] : []),
    ],
    chart: months.map(({ month, percent }) => ({
      label: sayMonth(`${month}-01`),
      value: percent,
      tone: toneOf(percent, pack),
      line: pack.attendance.tones.warningBelow,
      ...(today.startsWith(month) ? { isNow: true as const } : {}),
    })),
    aim: pack.attendance.targetPercent,
  };
}

/**
 * A learner's own attendance this college year, under each of their policies by the names of its programmes (SPEC P).
 * Others may look at their phone: under a hold it shows what everyone sees (S11).
 */
export async function showAttendance(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (!may(actor, 'view-my-attendance', true)) return refuse('not-allowed');
  const figures = await shownFigures(world, actor._id);
  const names = new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one.name]));
  const data: AttendanceView = {
    title: 'My attendance',
    lead: figures.length > 0 ? '' : 'No register with you on it has been saved this year yet.',
    parts: figures.map((one) => partOf(world, one, names)),
  };
  return { card: 'attendance-mine', data };
}
