import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unlinkAccount } from '../../src/cli/link-account.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { College, monday } from '../support/college.ts';
import { LinkedPage, type LinkTo, linkOf, messagesTo } from '../support/linked-page.ts';
import { putAction } from '../support/put-to-people.ts';

/** What a link gives, and what it does not. */
describe('a link is for one person and one thing', () => {
  let college: College;
  let world: World;
  const link = (...to: LinkTo) => linkOf(world, ...to);
  const taskOf = (id: string) => `plan-action|plan|${id}`;
  const stateOf = async (id: string) => (await college.c.tasks.findOne({ _id: taskOf(id) }))?.state;
  const openAction = (id: string, ownerId: string) =>
    putAction(college, { id, what: `Action ${id}`, ownerId, learnerId: ownerId });

  beforeAll(async () => {
    const rates = { link: { burst: 30, perSecond: 0.001 }, address: { burst: 10_000, perSecond: 100 } };
    college = await College.open({ linkRates: rates });
    world = college.bot.world;
    await openAction('1', 'L1');
    await openAction('2', 'L1');
    await openAction('3', 'L2');
  });
  afterAll(() => college.close());

  test('ids in the page count for nothing: the press is on what the link says', async () => {
    const page = await LinkedPage.open(link('task', taskOf('1'), 'L1'));
    const body = (more: object) =>
      new URLSearchParams({ verb: 'task-act', version: '1', act: 'done', f_note: '', ...more });
    await page.post(page.url, body({ id: taskOf('2') }));
    expect([await stateOf('1'), await stateOf('2')]).toEqual(['done', 'open']);
    const other = await LinkedPage.open(link('task', taskOf('2'), 'L1'));
    for (const verb of ['form-submit', 'notice-confirm', 'register-save', 'run-command', 'case-decide', '__proto__'])
      expect([verb, (await other.post(other.url, body({ verb }))).status]).toEqual([verb, 400]);
    expect(await stateOf('2')).toBe('open');
  });

  test('the same press twice is one; someone else’s thing, and a thing that is none, look alike', async () => {
    const page = await LinkedPage.open(link('task', taskOf('2'), 'L1'));
    const pages = await Promise.all([page.press('Done', { Note: 'once' }), page.press('Done', { Note: 'once' })]);
    expect(pages.map((one) => one.words.includes('Action done'))).toEqual([true, true]);
    const task = await college.c.tasks.findOne({ _id: taskOf('2') });
    expect(task?.history.filter((one) => one.act === 'done')).toHaveLength(1);
    const foreign = await LinkedPage.open(link('task', taskOf('3'), 'L1'));
    const none = await LinkedPage.open(link('task', 'plan-action|none', 'L1'));
    expect([foreign.status, foreign.html]).toEqual([404, none.html]);
  });

  test('a form is taken from our own pages alone', async () => {
    const url = link('task', taskOf('3'), 'L2');
    const { origin } = new URL(url);
    const send = async (headers: Record<string, string>) => {
      const body = new URLSearchParams({ verb: 'task-act', version: '1', act: 'done' });
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    for (const headers of [
      {},
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example', 'sec-fetch-site': 'same-origin' },
    ])
      expect([headers, await send(headers as Record<string, string>)]).toEqual([headers, 403]);
    expect(await stateOf('3')).toBe('open');
    expect(await send({ origin, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await stateOf('3')).toBe('done');
  });

  test('its time over, a new one is sent on asking, to the place on record and once a day', async () => {
    await openAction('4', 'L4');
    await college.c.people.updateOne({ _id: 'L4' }, { $set: { mobile: '+44 7700 900444' } });
    const soon = new Date(college.bot.clock.now().getTime() + 60_000);
    const url = world.link?.('task', taskOf('4'), 'L4', soon) ?? '';
    await college.moveTo('08:05');
    const over = await LinkedPage.open(url);
    expect([over.status, over.words]).toEqual([410, expect.stringContaining('This link has run out')]);
    expect(over.words).not.toContain('Action 4');
    const asked = await over.press('Send me a new link');
    await over.press('Send me a new link');
    expect(asked.words).toContain('a new link is on its way');
    const sent = (await messagesTo(college, '+44 7700 900444')).filter((one) => one.includes('Your new link'));
    expect(sent).toHaveLength(1);
    expect((await LinkedPage.open(/http\S+/.exec(sent[0] ?? '')?.[0] ?? '')).words).toContain('Action 4');
    // What is done needs no link any more, and the answer is the same.
    const done = world.link?.('task', taskOf('1'), 'L1', new Date(0)) ?? '';
    const again = await (await LinkedPage.open(done)).press('Send me a new link');
    expect(again.html).toBe(asked.html);
    expect(await college.c.outbox.countDocuments({ _id: /^link-again\|.*\|L1\|/ })).toBe(0);
  });

  test('a person’s links die when the office takes them back, and when the person leaves', async () => {
    await openAction('5', 'L5');
    const url = link('task', taskOf('5'), 'L5');
    const stale = await LinkedPage.open(url);
    await college.moveTo('08:10');
    expect(await unlinkAccount(college.c, 'L5', college.bot.clock.now())).toMatchObject({
      told: expect.stringContaining('do not work any more'),
    });
    expect((await LinkedPage.open(url)).status).toBe(404);
    expect((await stale.press('Done')).status).toBe(404);
    expect(await stateOf('5')).toBe('open');
    await college.moveTo('08:11');
    const fresh = link('task', taskOf('5'), 'L5');
    expect((await LinkedPage.open(fresh)).status).toBe(200);
    await college.c.people.updateOne({ _id: 'L5' }, { $set: { roles: [] } });
    expect((await LinkedPage.open(fresh)).html).toBe((await LinkedPage.open(url)).html);
  });

  test('words on a page are heard for harm, and come back nowhere (S11)', async () => {
    await openAction('6', 'L6');
    const page = await LinkedPage.open(link('task', taskOf('6'), 'L6'));
    const answer = await page.press('Done', { Note: 'i want to kill myself' });
    expect(answer.words).toContain('Thank you for telling us');
    expect(answer.html).not.toContain('kill myself');
    const [concern] = await college.c.concerns.find().toArray();
    expect(concern?.messages[0]).toMatchObject({ fromId: 'L6', words: 'i want to kill myself' });
    const private_ = await (await LinkedPage.open(link('form', 'need-someone', 'L7'))).press('Send');
    expect(private_.words).toContain('Thank you for telling us');
    expect(await college.c.concerns.countDocuments()).toBe(2);
  });

  test('too much by one link is put off, and others are not', async () => {
    await openAction('8', 'L8');
    const url = link('task', taskOf('8'), 'L8');
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await fetch(url)).status);
    expect([statuses.slice(0, 30).every((one) => one === 200), statuses.at(-1)]).toEqual([true, 429]);
    const answer = await fetch(url);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await answer.text()).toContain('Please wait a minute');
    expect((await fetch(link('task', taskOf('4'), 'L4'))).status).toBe(200);
  });
});

test('too much from one address is put off whatever links it tries, as the proxy names it; others are not', async () => {
  const rates = { link: { burst: 1_000, perSecond: 1 }, address: { burst: 5, perSecond: 0.001 } };
  const college = await College.open({ learners: 2, rulesAlone: true, linkRates: rates });
  try {
    const good = college.bot.world.link?.('tell', 'L1', 'L1', new Date(`${monday}T20:00:00Z`)) ?? '';
    const from = async (address: string, url: string) =>
      (await fetch(url, { headers: { 'x-forwarded-for': `203.0.113.250, ${address}` } })).status;
    const guesses: number[] = [];
    for (let i = 0; i < 6; i++) guesses.push(await from('198.51.100.7', `${good}${i}`));
    expect(guesses).toEqual([404, 404, 404, 404, 404, 429]);
    expect(await from('198.51.100.7', good)).toBe(429);
    expect(await from('198.51.100.8', good)).toBe(200);
  } finally {
    await college.close();
  }
});
