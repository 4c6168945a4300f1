import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoadedPack } from '../../src/policy/pack-shelf.ts';
import { College, day, monday } from '../support/college.ts';

const asks = 'Attendance: please read this';

/** Everyone confirms the policy at their first contact and at each new version, by itself, over weeks (S6, 4.4). */
describe('the policy is confirmed', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({
      college: { name: 'Brookvale College', phone: '01632 960123', contact: 'the attendance office' },
    });
    const gl = college.bot.world.packs.find((one) => one.id === 'green-labyrinth');
    if (gl) gl.papers.policy = 'https://brookvale.example/attendance';
  });
  afterAll(() => college.close());

  const shown = (id: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => JSON.stringify(one.card ?? '').includes(asks));

  test('S6: a learner’s first message is answered; minutes later one card comes by itself, with the policy’s own page and what it goes with, and no second one', async () => {
    await college.say('L6', 'not in tomorrow, dentist at 2');
    expect(await college.words('L6', 'Confirm')).toContain('Tuesday 24 November');
    expect(shown('L6')).toHaveLength(0);
    await college.moveTo('08:15');
    await college.say('L6', 'thanks');
    await college.moveTo('09:30');
    expect(shown('L6')).toHaveLength(1);
    const words = await college.words('L6', asks);
    expect(words).toContain('can put your place on the course at risk');
    expect(words).toContain('Our Charter, Safeguarding');
    expect(words).toContain('The attendance office, Brookvale College, 01632 960123');
    const links = JSON.stringify(shown('L6')[0]?.card);
    expect(links).toContain('https://brookvale.example/attendance');
  });

  test('S6: staff are asked too, both policies on one card, in their own words; a deputy is not asked in their place', async () => {
    for (const id of ['T1', 'M1', 'O1', 'E1']) await college.say(id, 'help');
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { away: [{ from: monday, to: monday, deputyId: 'T1' }] } });
    await college.moveTo('10:00');
    expect(shown('T1')).toHaveLength(1);
    const words = await college.words('T1', asks);
    expect(words).toContain('Only in Skills and Training Services: ');
    expect(words).toContain('Green Labyrinth');
    expect(words).toContain('Registers are done in the session, within 30 minutes');
    expect(words).not.toContain('tell me here before the session starts');
    expect(await college.words('E1', asks)).toContain('If your apprentice cannot come');
    const done = await college.press('T1', asks, 'Read and understood');
    expect(done.words).toContain('Confirmed on Monday 23 November');
    const task = await college.c.tasks.findOne({ _id: 'policy-read|T1' });
    expect(task?.data.confirmed).toMatchObject([
      { packId: 'green-labyrinth', version: '1.0' },
      { packId: 'sts', version: '1.2' },
    ]);
    await college.press('E1', asks, 'Read and understood');
  });

  test('S6: who has not confirmed is asked again after five working days, and is then on the office’s list until they have, on the card or on paper', async () => {
    const first = shown('L6')[0]?.id;
    await college.moveTo('09:30', day(6));
    expect(shown('L6')[0]?.id).toBe(first);
    expect(college.find('O1', 'Policy not confirmed')).toBeUndefined();
    await college.moveTo('09:30', day(7));
    expect(shown('L6')).toHaveLength(1);
    expect(shown('L6')[0]?.id).not.toBe(first);
    await college.moveTo('09:30', day(8));
    const list = await college.words('O1', 'Policy not confirmed');
    // Freddie, Maya and Pat themself; everyone else has confirmed or never written.
    expect(list).toContain('3 people have not confirmed');
    expect(list).toContain('Freddie Novak');
    expect(list).toContain('never written to me');
    const again = shown('L6')[0]?.id;
    await college.press('O1', 'Policy not confirmed', 'Ask them again now');
    expect(shown('L6')[0]?.id).not.toBe(again);
    const noted = await college.press('O1', 'Policy not confirmed', 'Confirmed on paper', {}, 'L6');
    expect(noted.words).toContain('Freddie Novak');
    expect(await college.words('L6', 'policy confirmed')).toContain('Confirmed on Tuesday 1 December');
    await college.say('O1', 'not confirmed');
    expect(await college.words('O1', 'Policy not confirmed')).not.toContain('Freddie Novak');
    for (const id of ['M1', 'O1']) await college.press(id, asks, 'Read and understood');
    await college.moveTo('09:30', day(9));
    expect(await college.words('O1', 'Policy confirmed')).toContain('Everyone who was asked has confirmed');
  });

  test('S6: on the day a new version comes into force those under it are asked by themselves, once, and nobody else', async () => {
    const packs = college.bot.world.packs as LoadedPack[];
    const sts = packs.find((one) => one.id === 'sts');
    if (!sts) throw new Error('no pack');
    packs.push({ ...sts, version: '1.3', validFrom: day(14), ref: { ...sts.ref, version: '1.3' } });
    await college.moveTo('20:00', day(13));
    for (const id of ['E1', 'T1', 'L6']) expect([id, shown(id).length]).toEqual([id, 0]);
    await college.moveTo('09:30', day(14));
    expect(shown('E1')).toHaveLength(1);
    expect(shown('T1')).toHaveLength(1);
    expect(await college.words('E1', asks)).toContain('Something has changed since you last confirmed it');
    expect(shown('L6')).toHaveLength(0);
    await college.press('E1', asks, 'Read and understood');
    await college.moveTo('09:30', day(16));
    expect(shown('E1')).toHaveLength(0);
    expect((await college.c.tasks.findOne({ _id: 'policy-read|E1' }))?.data.confirmed).toMatchObject([
      { packId: 'sts', version: '1.2' },
      { packId: 'sts', version: '1.3' },
    ]);
  });
});
