import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/universal';
import { createSessions } from '../../src/http/pages/sessions.ts';
import { tellFamily } from '../../src/usecases/standing/tell-family.ts';
import { College, monday } from '../support/college.ts';
import { askSession, tabToken } from '../support/tab-token.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** An hour of sessions, and a moment. */
const hourMs = 3_600_000;

describe('the tab', () => {
  let college: College;
  let base: string;
  let visit: ReturnType<typeof visitorOf>;
  const sign = (more: Record<string, unknown> = {}, options = {}) =>
    tabToken(college.teams, college.user('M1').entraId, more, options);
  const enter = (token: string, to = '') => askSession(base, token, to);

  beforeAll(async () => {
    college = await College.open();
    base = `http://127.0.0.1:${college.bot.port}`;
    visit = visitorOf(college);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  describe('Teams single sign-on', () => {
    test('a token of this tenant for this app begins a session of whose it is', async () => {
      const { status, cookie, body } = await enter(sign(), 'story/L2');
      expect(status).toBe(200);
      expect(cookie).toMatch(/HttpOnly/);
      const answer = await fetch(`${base}${body.to}`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
      expect([answer.status, pageWords(await answer.text())]).toEqual([200, expect.stringContaining('Ben Carter')]);
    });

    test('a token of version 1, from the tenant’s older issuer, is taken too', async () => {
      expect(await enter(sign({ iss: `https://sts.windows.net/${college.teams.tenantId}/` }))).toMatchObject({
        status: 200,
      });
    });

    test('any other token begins nothing', async () => {
      const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const now = Math.floor(Date.now() / 1_000);
      const good = sign();
      const [head = '', , seal = ''] = good.split('.');
      const [, forged = ''] = sign({ oid: college.user('H1').entraId, exp: now + 99 }).split('.');
      const bad: Record<string, string> = {
        'another issuer': sign({ iss: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0' }),
        'the bot framework’s issuer': sign({ iss: 'https://api.botframework.com' }),
        'another audience': sign({ aud: '11111111-1111-4111-8111-111111111111' }),
        'another tenant': sign({ tid: '11111111-1111-4111-8111-111111111111' }),
        'no tenant': sign({ tid: undefined }),
        'it is over': sign({ exp: now - 120 }),
        'it never ends': sign({ exp: undefined }),
        'not begun': sign({ nbf: now + 600 }),
        'an application': sign({ idtyp: 'app' }),
        'no scope': sign({ scp: undefined }),
        'another scope': sign({ scp: 'User.Read' }),
        'nobody named': sign({ oid: undefined }),
        'another key': sign({}, { key: other }),
        'a key nobody published': sign({}, { header: { kid: 'unknown' } }),
        'changed after signing': `${head}.${forged}.${seal}`,
        'no signature': `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${forged}.`,
        'no token': 'nothing of the kind',
      };
      for (const [why, token] of Object.entries(bad))
        expect([why, await enter(token)]).toEqual([
          why,
          { status: 401, cookie: '', body: { words: expect.any(String) } },
        ]);
    });

    test('a colleague we do not know is told what to do', async () => {
      const stranger = await enter(sign({ oid: '22222222-2222-4222-8222-222222222222' }));
      expect(stranger).toMatchObject({
        status: 403,
        cookie: '',
        body: { words: expect.stringContaining('write "help"') },
      });
    });

    test('it leads to pages of the tab and nowhere else', async () => {
      for (const to of [
        '//evil.example',
        'https://evil.example',
        '../../api/messages',
        'story/L2/../../x',
        '\\evil',
        'a b',
      ])
        expect([to, (await enter(sign(), to)).body.to]).toEqual([to, expect.stringMatching(/^\/p\/[\w-]{12}\/$/)]);
    });
  });

  describe('sessions', () => {
    const now = new Date('2026-11-23T09:00:00Z');
    const sessions = createSessions(['a-secret-of-thirty-two-characters!'], true);
    const { folder, cookie } = sessions.begin('M1', now);
    const pair = cookie.split(';')[0] ?? '';

    test('the cookie is out of reach of scripts, only sent over TLS, and kept to its person’s pages', () => {
      expect(cookie.split('; ').slice(1).sort()).toEqual(
        ['HttpOnly', 'Max-Age=3600', 'Partitioned', `Path=/p/${folder}`, 'SameSite=None', 'Secure'].sort(),
      );
      expect(sessions.read(folder, `other=1; ${pair}`, now)).toBe('M1');
    });

    test('it ends after an hour, opens nobody else’s folder, and cannot be changed', () => {
      const else_ = createSessions(['another-secret-of-32-characters!!!'], true);
      const [payload = '', seal = ''] = pair.slice(pair.indexOf('=') + 1).split('.');
      const forged = Buffer.from(JSON.stringify(['H1', now.getTime() + hourMs])).toString('base64url');
      expect(sessions.read(folder, pair, new Date(now.getTime() + hourMs))).toBeUndefined();
      expect(sessions.read(sessions.begin('H1', now).folder, pair, now)).toBeUndefined();
      expect(else_.read(else_.begin('M1', now).folder, pair, now)).toBeUndefined();
      for (const bad of [
        '',
        '__Secure-attendance=',
        `__Secure-attendance=${payload}`,
        `__Secure-attendance=${forged}.${seal}`,
      ])
        expect([bad, sessions.read(folder, bad, now)]).toEqual([bad, undefined]);
    });

    test('a signed link begins one; once it is over the page asks Teams anew and shows nothing', async () => {
      const { url, cookie: own, status } = await visit.enter('M1', 'story/L2');
      expect(status).toBe(303);
      expect((await fetch(url, { headers: { cookie: own } })).status).toBe(200);
      const without = await fetch(url);
      const text = await without.text();
      expect([without.status, text.includes('Ben Carter'), text.includes('data-enter="story/L2"')]).toEqual([
        401,
        false,
        true,
      ]);
    });

    test('somebody who has left is nobody', async () => {
      await college.addPerson('M9', 'Moira Bell', ['mentor']);
      const { url, cookie: own } = await visit.enter('M9', 'story/L2');
      await college.c.people.deleteOne({ _id: 'M9' });
      expect((await fetch(url, { headers: { cookie: own } })).status).toBe(401);
    });
  });

  test('pages run no script but their own, load nothing from elsewhere, and stand in Teams alone', async () => {
    const { headers, text } = await visit.see('M1', 'story/L2');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'self' https://teams.microsoft.com");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    // What browsers keep to once they came by https, wherever TLS ends.
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('permissions-policy')).toBe('camera=(), microphone=(), geolocation=()');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(text).not.toMatch(/<script>|<style|\son\w+="|style="/);
    for (const [, address = ''] of text.matchAll(/(?:src|href)="([^"#]+)"/g))
      expect(address).toMatch(/^(\/p\/|tel:|mailto:|\?)/);
    for (const [, asset = ''] of text.matchAll(/(?:src|href)="(\/p\/[\w-]+\.(?:js|css))"/g))
      expect([asset, (await fetch(`${base}${asset}`)).status]).toEqual([asset, 200]);
  });

  describe('a learner’s story (S2)', () => {
    beforeAll(async () => {
      await college.say('L2', 'not in tomorrow, dentist at 2');
      await college.say('L2', 'yes');
      await college.moveTo('10:00');
    });

    test('the mentor reads marks, what was told with its reason, and who was told by which channel', async () => {
      const { status, text } = await visit.see('M1', 'story/L2');
      const words = pageWords(text);
      expect(status).toBe(200);
      expect(words).toContain('Absent: 09:00 Business communication, Monday 23 November Sam Lee');
      expect(words).toMatch(/Not in, Tuesday 24 November.*\(medical or dental appointment\) Ben Carter/);
      expect(words).toMatch(/Parent \(parent or carer\): text message accepted \d\d:\d\d, delivered \d\d:\d\d/);
      expect(words).toContain('Week of 23 November: 0% of the time, 0 of 1 session attended so far');
      expect(words).toContain('0% of the time this year');
    });

    test('a tutor reads times and no reason, and calls no family', async () => {
      const { status, text } = await visit.see('T1', 'story/L2');
      expect([
        status,
        pageWords(text).includes('Not in, Tuesday 24 November'),
        /medical|\+44 7700 900900/.test(text),
      ]).toEqual([200, true, false]);
    });

    test('it exports the same rows as a sheet, opened again', async () => {
      const { text, headers } = await visit.see('M1', 'story/L2?export=csv');
      expect(headers.get('content-disposition')).toBe('attachment; filename="Story Ben Carter.csv"');
      const { bytes } = await visit.see('M1', 'story/L2?export=xlsx');
      const rows = (await readSheet(new Blob([new Uint8Array(bytes)]))) as unknown[][];
      expect(rows[0]).toEqual(['Day', 'Time', 'Kind', 'What', 'Words', 'Who', 'Channel and outcome']);
      expect(rows.length).toBe(text.trim().split('\r\n').length);
      expect(rows.some((row) => row[0] === monday && row[2] === 'Absences')).toBe(true);
    });

    test('who is nothing to the learner is refused; of themself a learner sees their own page', async () => {
      await college.addPerson('M2', 'Other Mentor', ['mentor']);
      await college.addPerson('X1', 'Lea Der', ['leader']);
      for (const person of ['M2', 'X1', 'E1', 'L3'])
        expect([person, (await visit.see(person, 'story/L2')).status]).toEqual([person, 403]);
      expect((await visit.see('A1', 'story/L6')).status).toBe(403);
      // Of another programme's marks and messages its manager reads nothing.
      const other = await visit.see('A1', 'story/L2');
      expect([other.status, /Business communication/.test(other.text)]).toEqual([200, false]);
      // Nor what tells of a task of it, by text or on a card.
      const task = await college.c.tasks.findOne({ kind: 'absence', learnerId: 'L2', programmeId: 'BUS' });
      const learner = (await college.c.people.findOne({ _id: 'L2' }))!;
      const words = { title: 'About business', toLearner: 'Hello Ben, see us.', toParent: 'Please see us about Ben.' };
      await tellFamily(college.bot.world, learner, { key: 'of-a-task', taskId: task?._id ?? '', ...words });
      const both = /About business|Please see us about Ben/g;
      expect((await visit.see('M1', 'story/L2')).text.match(both)).toHaveLength(2);
      expect((await visit.see('A1', 'story/L2')).text).not.toMatch(both);
      const own = await visit.see('L2', 'me');
      expect([own.status, pageWords(own.text).includes('My page')]).toEqual([200, true]);
      expect(own.text).not.toMatch(/Red risk|Amber risk|\+44/);
    });

    test('what was written to the Safeguarding Team is for that team alone, and the hold shows to nobody else (S11)', async () => {
      const before = pageWords((await visit.see('M1', 'story/L5')).text);
      await college.say('L5', 'i dont want to be here any more');
      const team = await visit.see('S1', 'story/L5');
      expect(pageWords(team.text)).toContain('i dont want to be here any more');
      expect(pageWords((await visit.see('M1', 'story/L5')).text)).toBe(before);
      for (const person of ['T1', 'H1', 'O1', 'L5'])
        expect([
          person,
          /be here any more|oncern|afeguarding/.test(
            (await visit.see(person, person === 'L5' ? 'me' : 'story/L5')).text,
          ),
        ]).toEqual([person, false]);
    });
  });
});
