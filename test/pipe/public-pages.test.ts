import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ownWords } from '../../src/config/given.ts';
import { College } from '../support/college.ts';

let college: College;
const folder = mkdtempSync(join(tmpdir(), 'attendance-words-'));
beforeAll(async () => {
  college = await College.open({
    learners: 1,
    words: {
      privacy: { text: 'We keep <marks> for six years.\n\nAsk us anything.' },
      terms: { link: 'https://brookvale.example/terms' },
      securityContact: 'mailto:it@brookvale.example',
    },
  });
});
afterAll(async () => {
  await college.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string) => fetch(college.people.botUrl.replace('/api/messages', path));

test('where the Teams app points anybody reads the college’s own words, by text or link, without a script', async () => {
  const privacy = await get('/privacy');
  expect(privacy.status).toBe(200);
  expect(await privacy.text()).toContain('We keep &lt;marks&gt; for six years.</p>');
  const terms = await (await get('/terms')).text();
  expect(terms).toContain('<a href="https://brookvale.example/terms">');
  const home = await get('/');
  expect(await home.text()).toContain('href="/privacy"');
  expect(Object.fromEntries(home.headers)).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  });
});

test('whom to tell of a weakness stands where researchers look', async () => {
  const answer = await get('/.well-known/security.txt');
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await answer.text()).toMatch(/^Contact: mailto:it@brookvale\.example\nExpires: 2027-05-22T00:00:00Z\n/);
});

test('a setting names a link or a file that can be read; anything else is said', () => {
  const file = join(folder, 'notice.txt');
  writeFileSync(file, 'Our notice');
  expect(ownWords.parse(file)).toEqual({ text: 'Our notice' });
  expect(ownWords.parse('https://brookvale.example/p')).toEqual({ link: 'https://brookvale.example/p' });
  for (const wrong of ['http://brookvale.example', join(folder, 'none.txt')])
    expect(ownWords.safeParse(wrong).error?.issues[0]?.message).toMatch(/^an https:\/\/ address, or a text file/);
});
