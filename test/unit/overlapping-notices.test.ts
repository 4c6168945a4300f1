import { describe, expect, test } from '@jest/globals';
import { type AbsenceNotice, sayTold, toldAbout } from '../../src/domain/absence-notice.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { giveWay, saysNothingNew, sharedDays, standInstead } from '../../src/domain/overlapping-notices.ts';
import type { Session } from '../../src/domain/session.ts';

const day = '2026-11-24';
const at = (time: string) => instantOf(day, time);
const notice = (more: Partial<AbsenceNotice>): AbsenceNotice => ({
  _id: 'n',
  learnerId: 'L1',
  byId: 'L1',
  kind: 'absence',
  days: [day],
  reason: 'none',
  state: 'confirmed',
  presses: [],
  version: 1,
  createdAt: at('08:00'),
  zone: 'Europe/London',
  ...more,
});
const session = (starts: string, ends: string) =>
  ({ _id: starts, day, zone: 'Europe/London', startsAt: at(starts), endsAt: at(ends) }) as Session;
const both = [session('09:00', '12:00'), session('13:00', '15:00')];

describe('two notices about one learner', () => {
  test('speak of the same session, or of none in common', () => {
    const morning = notice({ toTime: '12:00' });
    const afternoon = notice({ fromTime: '12:00' });
    expect(sharedDays(morning, afternoon, both)).toEqual([]);
    expect(sharedDays(notice({}), afternoon, both)).toEqual([day]);
    expect(sharedDays(notice({ kind: 'lateness', arriveAt: '10:00' }), morning, both)).toEqual([day]);
  });

  test('“here from 13:00” ends an absence told of a session that starts then, whichever was told first', () => {
    const afternoonOnly = [session('13:00', '15:00')];
    const arrives = (arriveAt: string) => notice({ kind: 'lateness', arriveAt });
    expect(sharedDays(notice({}), arrives('13:00'), afternoonOnly)).toEqual([day]);
    expect(sharedDays(arrives('13:00'), notice({}), afternoonOnly)).toEqual([day]);
    expect(sharedDays(notice({ fromTime: '12:00' }), arrives('13:00'), afternoonOnly)).toEqual([day]);
    // In at nine, and away from noon on: both stand.
    expect(sharedDays(notice({ fromTime: '12:00' }), arrives('09:00'), both)).toEqual([]);
    // Nor does leaving when all is over say anything of a morning missed.
    const leaves = notice({ kind: 'early_leave', fromTime: '16:00' });
    expect(sharedDays(notice({ toTime: '12:00' }), leaves, both)).toEqual([]);
  });

  test('where no session is planned, their hours decide', () => {
    expect(sharedDays(notice({ toTime: '12:00' }), notice({ fromTime: '12:00' }), [])).toEqual([]);
    expect(sharedDays(notice({}), notice({ fromTime: '12:00' }), [])).toEqual([day]);
  });

  test('the later says nothing new without another reason, hour or day', () => {
    const earlier = notice({ reason: 'sickness', days: [day, '2026-11-25'] });
    expect(saysNothingNew(notice({}), earlier)).toBe(true);
    expect(saysNothingNew(notice({ reason: 'transport' }), earlier)).toBe(false);
    expect(saysNothingNew(notice({ toTime: '12:00' }), earlier)).toBe(false);
    expect(saysNothingNew(notice({ days: ['2026-11-26'] }), earlier)).toBe(false);
  });

  test('the later is told when the same was first told, and only then', () => {
    const later = notice({ _id: 'later', createdAt: at('09:30') });
    expect(standInstead(later, notice({}), [day]).said).toEqual({ [day]: at('08:00') });
    const late = notice({ kind: 'lateness', minutesLate: 10 });
    expect(standInstead(later, late, [day])).toMatchObject({ kind: 'absence', said: {} });
  });

  test('late and leaving early are joined, unless one leaves before one comes', () => {
    const leaving = notice({ kind: 'early_leave', fromTime: '11:00' });
    const late = notice({ kind: 'lateness', minutesLate: 10 });
    expect(standInstead(leaving, late, [day])).toMatchObject({
      kind: 'early_leave',
      fromTime: '11:00',
      minutesLate: 10,
    });
    expect(standInstead(late, leaving, [day])).toMatchObject({
      kind: 'early_leave',
      fromTime: '11:00',
      minutesLate: 10,
    });
    const atTwelve = notice({ kind: 'lateness', arriveAt: '12:00' });
    expect(standInstead(atTwelve, leaving, [day])).toMatchObject({ kind: 'lateness', arriveAt: '12:00' });
  });

  test('the earlier keeps the days nobody said otherwise about; with none left it is withdrawn for the other', () => {
    const week = notice({ days: [day, '2026-11-25'] });
    expect(giveWay(week, [day], 'other', at('10:00'))).toMatchObject({ state: 'confirmed', days: ['2026-11-25'] });
    expect(giveWay(week, week.days, 'other', at('10:00'))).toMatchObject({ state: 'withdrawn', replacedBy: 'other' });
  });
});

test('a register says one minute as one', () => {
  const late = (minutesLate: number) =>
    toldAbout(notice({ kind: 'lateness', minutesLate }), session('09:00', '12:00'), false);
  expect([1, 2].map((minutes) => sayTold(late(minutes)!))).toEqual([
    'Told us: 1 minute late',
    'Told us: 2 minutes late',
  ]);
});
