import { describe, expect, test } from '@jest/globals';
import { addDays, instantOf } from '../../../src/domain/calendar.ts';
import type { Session } from '../../../src/domain/session.ts';
import { sessionsMeant } from '../../../src/language/sessions-meant.ts';
import { learner, only } from './reading-tools.ts';

const thursday = '2026-11-26';
const zone = 'Europe/London';

function session(_id: string, day: string, from: string, to: string, more: Partial<Session> = {}): Session {
  const base = { programmeId: 'P', groups: [], tutorIds: ['T'], type: 'teaching', mode: 'face-to-face' as const, zone };
  const times = { startsAt: instantOf(day, from), endsAt: instantOf(day, to), day };
  return { _id, title: 'Business communication', ...base, ...times, ...more };
}

const morning = session('morning', thursday, '09:00', '12:00', { title: 'Workshop', type: 'workshop', lesson: 1 });
const maths = session('maths', thursday, '13:00', '15:00', { title: 'Maths', lesson: 3 });
const tutorial = session('tutorial', thursday, '15:30', '16:30', {
  title: 'Tutorial',
  type: 'tutorial',
  mode: 'remote',
});
const today = [morning, maths, tutorial];
const week = [0, 1].flatMap((ahead) => [
  session(`first-${ahead}`, addDays(thursday, ahead), '09:00', '11:00'),
  session(`second-${ahead}`, addDays(thursday, ahead), '13:00', '15:00'),
]);

function meant(text: string, at: string, sessions: readonly Session[] = today): string[] {
  const event = only(text, { ...learner, today: thursday, now: at });
  const ofDays = sessions.filter((one) => event.days.includes(one.day));
  return sessionsMeant(event, ofDays, instantOf(thursday, at)).map((one) => one._id);
}

describe('the sessions a message can mean', () => {
  test.each([
    ['08:15', 'not in today', ['morning', 'maths', 'tutorial']],
    ['09:03', '10 late bus', ['morning']],
    ['12:30', '10 late bus', ['maths']],
    ['15:36', 'not feeling it', ['tutorial']],
    ['12:40', 'wifi is down cant join the tutorial', ['tutorial']],
    ['08:30', 'internet is down cant log on today', ['tutorial']],
    ['08:30', 'cant make the workshop today', ['morning']],
    ['08:30', 'will miss maths today, dentist', ['maths']],
    ['08:30', 'missing lesson 3 today, dentist', ['maths']],
    ['10:00', 'leaving at 2', ['maths']],
    ['10:00', 'leaving at 11 today got drs', ['morning', 'maths']],
    ['08:30', 'train cancelled, 20 mins late', ['morning']],
    ['15:20', 'running 10 mins late', ['tutorial']],
    ['08:30', 'off today, maths exam at my old school', ['morning', 'maths', 'tutorial']],
    ['08:30', 'training workshop at work so not in today', ['morning', 'maths', 'tutorial']],
    ['08:30', 'mosque today 1pm', ['maths']],
    ['08:30', 'dentist at 1 today', ['morning', 'maths', 'tutorial']],
    ['15:36', 'sorry i wasnt in this morning, was ill', ['morning', 'maths', 'tutorial']],
  ])('at %s, %s', (at, text, wanted) => {
    expect(meant(text, at)).toEqual(wanted);
  });

  test('several lessons by name are all of them, short names and trades too', () => {
    const named = (title: string) => session(title, thursday, '13:00', '14:00', { title });
    const college = ['Psychology', 'English Literature', 'Hairdressing Theory', 'Mathematics', 'Biology'].map(named);
    const titles = (text: string) => meant(text, '08:30', college);
    expect(titles('wont be in Psych or English today')).toEqual(['Psychology', 'English Literature']);
    expect(titles('dentist so ill miss hair theory today')).toEqual(['Hairdressing Theory']);
    expect(titles('missing maths and bio today, scan')).toEqual(['Mathematics', 'Biology']);
  });

  test('minutes late on several days are those of the first session of each', () => {
    expect(meant('20 mins late today and tomorrow', '08:30', week)).toEqual(['first-0', 'first-1']);
    expect(meant('10 mins late this afternoon', '08:30', week)).toEqual(['second-0']);
  });

  test('where nothing fits what was said of a session, all of the day are meant', () => {
    expect(meant('cant make the seminar today', '08:30', [morning])).toEqual(['morning']);
    expect(meant('running 10 mins late', '17:00', [morning])).toEqual(['morning']);
  });
});
