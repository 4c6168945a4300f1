import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';

const template = join(import.meta.dirname, '../../src/policy/packs/_template/0.1.json');
type Reason = { code: string; label: string; clause: string; accept: string; words?: string[] };
type Pack = Record<string, unknown> & {
  marks: { code: string }[];
  options: Record<string, { code: string }[]>;
  reasons: Reason[];
};

/** A college's own pack: the template with another name, its own option codes and its own list of reasons. */
function ownPack(): Pack {
  const text = readFileSync(template, 'utf8')
    .replace('"id": "template"', '"id": "own"')
    .replace('"code": "acknowledge"', '"code": "seen-it"');
  const pack = JSON.parse(text) as Pack;
  for (const option of pack.options.noticed ?? []) if (option.code === 'report') option.code = 'tell-the-boss';
  const jury = { code: 'jury-service', label: 'Jury service', clause: 'S2', accept: 'by-itself', words: ['jury'] };
  const faith = { code: 'faith', label: 'A day of my faith', clause: 'S2', accept: 'by-a-person' };
  const kept = pack.reasons.filter((one) => one.code !== 'transport');
  for (const one of kept) if (one.code === 'sickness') one.label = 'Not well';
  pack.reasons = [jury, ...kept, faith];
  return pack;
}

describe('a college’s own policy pack, made from the template', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attendance-packs-'));
  const file = (version: string) => join(folder, 'own', `${version}.json`);
  const write = (pack: Pack, version = '0.1') => writeFileSync(file(version), JSON.stringify(pack));
  let college: College;

  beforeAll(async () => {
    mkdirSync(join(folder, 'own'));
    write(ownPack());
    college = await College.open({ packsDir: folder });
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { pack: 'own' } });
    for (const id of ['T1', 'A1', 'E1']) await college.say(id, 'help');
    await college.addPerson('L20', 'Nadia Haddad', ['learner']);
    const only = { _id: 'APP-L20', learnerId: 'L20', programmeId: 'APP', groups: [], from: '2026-08-01' };
    await college.c.enrolments.insertOne(only);
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function session(on: string, marks: Record<string, string>): Promise<void> {
    const _id = `own-${on}`;
    await college.addSession({ _id, programmeId: 'APP', on, minutes: 60, title: 'Planned session', type: 'other' });
    await college.moveTo('09:00', on);
    await college.save(_id, marks);
  }
  const statuses = async (enrolmentId: string) =>
    ((await college.c.enrolments.findOne({ _id: enrolmentId }))?.statuses ?? []).map((one) => one.status);

  test('S13, S12: reported at risk the manager gets the card; what the option is called does not matter, its status goes to the MIS', async () => {
    await session(day(0), { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    await session(day(1), { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    await college.press('T1', ['noticed', 'Aisha Khan'], 'Report at risk');
    await college.press('A1', ['at risk of disengaging', 'Aisha Khan'], 'Acknowledge');
    expect(await statuses('APP-L1')).toEqual(['at-risk']);
    expect(
      await college.c.misEvents.countDocuments({ _id: /^risk-status\|APP-L1/, body: /"risk_status":"at-risk"/ }),
    ).toBe(1);
    await college.press('A1', ['at risk of disengaging', 'Aisha Khan'], 'Close');
    expect(await statuses('APP-L1')).toEqual(['at-risk', 'no-concern']);
  });

  test('S13: in hand but no better, management is told in the pack’s time; already reported, it is not told twice', async () => {
    await college.press('T1', ['noticed', 'Ben Carter'], 'I have it in hand');
    for (const n of [3, 7]) await session(day(n), { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    await college.moveTo('09:10', day(15));
    expect(await college.words('A1', ['at risk of disengaging', 'Ben Carter'])).toContain('since then 0% attended');
    expect((await college.c.tasks.findOne({ kind: 'improvement-watch', learnerId: 'L1' }))?.state).toBe('done');
  });

  const told = (learnerId: string) => college.c.notices.findOne({ learnerId, state: { $ne: 'withdrawn' } });
  const markOf = async (sessionId: string, learnerId: string) =>
    (await college.c.registers.findOne({ _id: sessionId }))?.rows.find((row) => row.learnerId === learnerId)?.mark
      ?.code;

  test('S2: a reason the college added is read by its words, called and accepted as its pack says', async () => {
    await college.moveTo('10:00', day(16));
    await college.say('L20', 'not in tomorrow, got jury service');
    const card = await college.words('L20', 'obody has been told yet');
    expect(card).toContain('Jury service');
    const { words } = await college.press('L20', 'obody has been told yet', 'Confirm');
    expect(words).toContain('as authorised');
    await session(day(17), {});
    expect(await told('L20')).toMatchObject({ reason: 'jury-service' });
    expect(await markOf(`own-${day(17)}`, 'L20')).toBe('authorised');
  });

  test('S2: a few words give the college’s own reason where none was said', async () => {
    await college.moveTo('10:00', day(20));
    await college.say('L20', 'not in tomorrow');
    await college.say('L20', 'jury');
    expect(await college.words('L20', 'obody has been told yet')).toContain('Jury service');
    await college.press('L20', 'obody has been told yet', 'Not this');
  });

  test('S2: only what the pack lists is offered, in its words; what it does not list is something else, and nobody can send it', async () => {
    await college.moveTo('10:00', day(21));
    await college.say('L20', 'not in tomorrow, no bus');
    const shown = await college.card('L20', 'obody has been told yet');
    const draft = (await college.c.notices.findOne({ learnerId: 'L20', state: 'draft' }))!;
    expect(draft.reason).toBe('other');
    const form = await college.people.press(college.user('L20'), shown, 'Change');
    const offered = JSON.stringify(form.card);
    for (const label of ['Jury service', 'Not well', 'A day of my faith', 'Something else'])
      expect(offered).toContain(label);
    for (const label of ['Sickness', 'Transport']) expect(offered).not.toContain(`"${label}"`);
    const days = { firstDay: day(22), lastDay: day(22) };
    const change = { noticeId: draft._id, version: draft.version, kind: 'absence', ...days };
    const refused = await college.people.invoke(college.user('L20'), 'notice-apply', {
      ...change,
      reason: 'transport',
    });
    expect(JSON.stringify(refused.body.value)).toContain('Reason. Please pick one');
    expect((await college.c.notices.findOne({ _id: draft._id }))?.state).toBe('draft');
    const applied = await college.people.invoke(college.user('L20'), 'notice-apply', { ...change, reason: 'faith' });
    expect(JSON.stringify(applied.body.value)).toContain('decides whether it is authorised');
    await college.settled();
    expect(await college.words('O1', ['Absences to decide', 'Nadia Haddad'])).toContain('A day of my faith');
  });

  test('G2: an absence under two policies that the office decides stands on a list of each, and each is decided alone', async () => {
    await college.moveTo('10:00', day(23));
    await college.say('L1', 'not in tomorrow, diwali');
    await college.press('L1', 'obody has been told yet', 'Confirm');
    const own = ['Absences to decide', 'Your college', 'Aisha Khan'];
    const other = ['Absences to decide', 'Green Labyrinth', 'Aisha Khan'];
    await college.card('O1', other);
    // One absence is named once, whatever it is called under each.
    await college.say('O1', 'accept all');
    const all = await college.words('O1', ['Accept', 'absence', 'Aisha Khan: Not in']);
    expect(all.split('Aisha Khan: Not in')).toHaveLength(2);
    const notice = (await college.c.notices.findOne({ learnerId: 'L1', state: 'confirmed' }))!;
    await college.press('O1', own, 'Accept', {}, notice._id);
    await college.addSession({ _id: 'bus-two', on: day(24), at: '13:00', title: 'Business' });
    await session(day(24), {});
    expect(await markOf(`own-${day(24)}`, 'L1')).toBe('authorised');
    await college.moveTo('13:00', day(24));
    await college.save('bus-two');
    expect(await markOf('bus-two', 'L1')).toBe('notice-pending');
    await college.press('O1', other, 'Accept', {}, notice._id);
    expect(await markOf('bus-two', 'L1')).toBe('authorised');
    expect((await college.c.notices.findOne({ _id: notice._id }))?.decisions).toMatchObject([
      { packId: 'own', state: 'accepted' },
      { packId: 'green-labyrinth', state: 'accepted' },
    ]);
  });

  test('a version in force is sealed: changed, the bot does not start and names it; put back, it does', async () => {
    await college.bot.stop();
    write({ ...ownPack(), title: 'Quietly another policy' });
    await expect(college.startBot()).rejects.toThrow('policy pack own 0.1 was changed after it came into force');
    write(ownPack());
    await college.startBot();
  });

  test('a version whose day has not come may still be worked on', async () => {
    for (const title of ['Draft', 'Second draft']) {
      write({ ...ownPack(), version: '0.2', validFrom: day(60), title }, '0.2');
      await college.restart();
    }
  });

  const cli = (...args: string[]) => {
    const said = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;
    return runCli({ ...mongoOf(college), PACKS_DIR: folder }, ...args).then(said, said);
  };

  test('a version under which marks were made and whose file is gone is named, and the bot does not start without it', async () => {
    rmSync(file('0.2'));
    rmSync(file('0.1'));
    write({ ...ownPack(), version: '0.3' }, '0.3');
    await college.bot.stop();
    await expect(college.startBot()).rejects.toThrow('policy pack own 0.1 is not there any more');
    rmSync(file('0.3'));
    write(ownPack());
    await college.startBot();
  });

  test('a version without a mark code that is in use is refused at start and by every command, with what to do', async () => {
    const pack = JSON.parse(JSON.stringify(ownPack()).replaceAll('"unauthorised"', '"missing"')) as Pack;
    write({ ...pack, version: '0.2', validFrom: day(60) }, '0.2');
    await college.bot.stop();
    await expect(college.startBot()).rejects.toThrow(
      'policy pack own 0.2 has no mark "unauthorised", but marks of that code are stored. Keep the code in every version',
    );
    const said = 'policy pack own 0.2 has no mark "unauthorised"';
    expect(await cli('import', folder)).toContain(said);
    expect(await cli('doctor')).toContain(said);
    rmSync(file('0.2'));
    await college.startBot();
  });
});
