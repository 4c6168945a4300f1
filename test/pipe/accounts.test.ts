import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { linkAccount, unlinkAccount } from '../../src/cli/link-account.ts';
import type { Role } from '../../src/domain/person.ts';
import { College } from '../support/college.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';
import { wordsOf } from '../teams/client.ts';
import type { User } from '../teams/loopback-teams.ts';

describe('which Microsoft account is whose', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-accounts-'));
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Someone of whom the office knows these addresses, and nobody has been linked to yet. */
  const expectPerson = async (id: string, roles: Role[], addresses: string[], more: object = {}) => {
    await college.c.people.insertOne({ _id: id, ref: id, name: `Person ${id}`, roles, addresses, ...more });
  };
  const account = (options: Partial<User>) => college.teams.addUser('Someone', options);
  const answerTo = async (user: User) => {
    await college.people.say(user, 'help');
    return wordsOf(college.teams.shownTo(user).at(-1)?.card);
  };
  const linked = async (id: string) => (await college.c.people.findOne({ _id: id }))?.entraId;

  test('a member is linked by the name they sign in with', async () => {
    await expectPerson('P1', ['admin'], ['pat@brookvale.example']);
    const user = account({ upn: 'Pat@brookvale.example', email: 'something.else@brookvale.example' });
    expect(await answerTo(user)).toContain('What I can do');
    expect(await linked('P1')).toBe(user.entraId);
  });

  test.each([
    ['breaks off', 'drop'],
    ['is not ready', { status: 503 }],
    ['asks for a moment', { status: 429, headers: { 'retry-after': '0' } }],
  ] as const)('Teams’ roster is asked again when it %s: the first message is answered', async (_how, fault) => {
    const id = `again-${_how.replaceAll(' ', '-')}`;
    await expectPerson(id, ['admin'], [`${id}@brookvale.example`]);
    const user = account({ upn: `${id}@brookvale.example` });
    college.teams.rosterFaults.push(fault);
    expect(await answerTo(user)).toContain('What I can do');
    expect(college.teams.rosterFaults).toEqual([]);
    expect(await linked(id)).toBe(user.entraId);
  });

  test('a roster that does not answer at all: the person is told to try again, and is linked once it does', async () => {
    await expectPerson('P9', ['admin'], ['p9@brookvale.example']);
    const user = account({ upn: 'p9@brookvale.example' });
    college.teams.rosterFaults.push(...Array.from({ length: 20 }, () => 'drop' as const));
    await college.people.say(user, 'help');
    expect(JSON.stringify(college.teams.shownTo(user).at(-1))).toContain('Not done, please try again');
    // A few tries, not endless ones: the person waits meanwhile.
    expect(college.teams.rosterFaults).toHaveLength(17);
    college.teams.rosterFaults.length = 0;
    expect(await answerTo(user)).toContain('What I can do');
    expect(await linked('P9')).toBe(user.entraId);
  });

  test('a member’s mail alone links nobody: whoever can write it into an account would become that person', async () => {
    await expectPerson('P2', ['safeguarding'], ['lead@brookvale.example']);
    const user = account({ upn: 'intern@brookvale.example', email: 'lead@brookvale.example' });
    expect(await answerTo(user)).toContain('I do not know you yet');
    expect(await linked('P2')).toBeUndefined();
  });

  const guest = (mail: string) => {
    const upn = `${mail.replace('@', '_')}#EXT#@brookvale.onmicrosoft.com`;
    return account({ upn, email: mail, role: 'guest' });
  };

  test('a guest is linked only where the office said that this person comes as one', async () => {
    await expectPerson('P3', ['employer'], ['jordan@blakes.example']);
    const user = guest('jordan@blakes.example');
    expect(await answerTo(user)).toContain('I do not know you yet');
    expect(await linked('P3')).toBeUndefined();
    const upn = 'person_id,name,roles,email,guest\nP3,Jordan Blake,employer,jordan@blakes.example,yes\n';
    writeFileSync(join(folder, 'people.csv'), upn);
    const { world, clock } = college.bot;
    await importCollege(college.c, folder, { packs: world.packs, now: clock.now(), dryRun: false });
    expect(await answerTo(user)).toContain('What I can do');
    expect(await linked('P3')).toBe(user.entraId);
  });

  test('a guest whose roster entry has no mail is linked by the sign-in name the office gave', async () => {
    await expectPerson('P4', ['employer'], ['kim_blakes.example#ext#@brookvale.onmicrosoft.com'], { guest: true });
    const user = { ...guest('kim@blakes.example'), email: '' };
    college.teams.users.set(user.entraId, user);
    expect(await answerTo(user)).toContain('What I can do');
    expect(await linked('P4')).toBe(user.entraId);
  });

  test('cli link is the office’s word for any account; one that is somebody’s already is refused', async () => {
    await expectPerson('P5', ['employer'], []);
    const user = guest('lou@elsewhere.example');
    expect(await answerTo(user)).toContain('I do not know you yet');
    expect(await linkAccount(college.c, 'P5', user.entraId.toUpperCase())).toMatchObject({
      told: expect.stringContaining('P5 Person P5 is linked'),
    });
    expect(await answerTo(user)).toContain('What I can do');
    expect(await linkAccount(college.c, 'P1', user.entraId)).toEqual({
      why: 'that account belongs to P5 Person P5 already',
    });
    expect(await linkAccount(college.c, 'P1', 'me')).toEqual({ why: '"me" is no Entra object id' });
    expect(await unlinkAccount(college.c, 'nobody', college.bot.clock.now())).toEqual({
      why: 'there is no person nobody',
    });
  });

  test('a sender or chat of another tenant is turned away, though the rest of the message names ours', async () => {
    const user = college.user('T1');
    const from = { id: user.id, aadObjectId: user.entraId, tenantId: 'ffffffff-0000-4000-8000-000000000000' };
    const conversation = { id: user.chatId, conversationType: 'personal', tenantId: from.tenantId };
    for (const foreign of [{ from }, { conversation }])
      expect((await college.people.say(user, 'help', foreign)).status).toBe(403);
    expect(college.teams.shownTo(user)).toEqual([]);
    const ours = { from: { ...from, tenantId: college.teams.tenantId } };
    expect((await college.people.say(user, 'help', ours)).status).toBe(200);
  });

  test('an account deleted and made again: the import’s new Entra id relinks, and what waits comes to the new chat', async () => {
    const old = college.user('L1');
    await college.say('L1', 'not in tomorrow, dentist at 2');
    expect(college.find('L1', 'Confirm')).toBeDefined();
    college.teams.users.delete(old.entraId);
    const fresh = account({ upn: old.upn, email: old.email });
    expect(await answerTo(fresh)).toContain('I do not know you yet');
    writeFileSync(
      join(folder, 'people.csv'),
      `person_id,name,roles,entra_id\nL1,Aisha Khan,learner,${fresh.entraId}\n`,
    );
    const { world, clock } = college.bot;
    const report = await importCollege(college.c, folder, { packs: world.packs, now: clock.now(), dryRun: false });
    expect(report).toMatchObject({
      problems: [],
      counts: { people: { changed: 1 } },
      notes: ['L1 Aisha Khan: entra_id: relinked to another Microsoft account; the chat of the old one is forgotten'],
    });
    expect(await college.c.people.findOne({ _id: 'L1' })).not.toHaveProperty('chat');
    college.users.set('L1', fresh);
    await college.say('L1', 'help');
    expect(await college.words('L1', 'Confirm')).toContain('Not in, Tuesday');
    const again = await importCollege(college.c, folder, { packs: world.packs, now: clock.now(), dryRun: false });
    expect(again).toMatchObject({ notes: [], counts: { people: { same: 1 } } });
  });

  test('the commands say what they did, by name, and what the import changed that someone should look at', async () => {
    await college.c.meta.updateOne({ _id: 'demo' }, { $set: { at: new Date() } }, { upsert: true });
    const cli = (...args: string[]) => runCli(mongoOf(college), ...args);
    const entraId = await linked('P3');
    expect((await cli('unlink', 'P3')).stdout).toMatch(/^P3 Jordan Blake is unlinked/);
    expect(await linked('P3')).toBeUndefined();
    expect((await cli('link', 'P3', entraId ?? '')).stdout).toMatch(/^P3 Jordan Blake is linked/);
    await expect(cli('unlink', 'nobody')).rejects.toMatchObject({
      code: 1,
      stderr: 'Nothing was changed: there is no person nobody.\n',
    });
    await expect(cli('unlink')).rejects.toMatchObject({ code: 2 });
    writeFileSync(join(folder, 'people.csv'), 'person_id,name,roles,born\nL3,Chloe Evans,learner,2009-05-05\n');
    const told = await cli('import', folder, '--dry-run');
    expect(told.stdout).toContain('note: L3 Chloe Evans: born: none → 2009-05-05');
  });

  test('two accounts given to the wrong people are swapped by one import', async () => {
    const [a, b] = [await linked('P1'), await linked('P5')];
    const rows = ['person_id,name,roles,entra_id', `P1,Pat,admin,${b}`, `P5,Lou,employer,${a}`];
    writeFileSync(join(folder, 'people.csv'), rows.join('\n'));
    const { world, clock } = college.bot;
    const report = await importCollege(college.c, folder, { packs: world.packs, now: clock.now(), dryRun: false });
    expect([report.problems, await linked('P1'), await linked('P5')]).toEqual([[], b, a]);
  });

  test('unlinked, a person is linked again by their sign-in name, with another account too', async () => {
    await college.say('L2', 'help');
    const fresh = account({ upn: college.user('L2').upn, email: college.user('L2').email });
    expect(await answerTo(fresh)).toContain('I do not know you yet');
    expect(await unlinkAccount(college.c, 'L2', college.bot.clock.now())).toMatchObject({
      told: expect.stringContaining('is unlinked'),
    });
    expect(await unlinkAccount(college.c, 'L2', college.bot.clock.now())).toMatchObject({
      told: expect.stringContaining('no account linked'),
    });
    expect(await answerTo(fresh)).toContain('What I can do');
    expect(await linked('L2')).toBe(fresh.entraId);
  });
});
