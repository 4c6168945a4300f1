import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';

const day = (n: number) => addDays(monday, n);
const template = join(import.meta.dirname, '../../src/policy/packs/_template/0.1.json');
type Pack = Record<string, unknown> & { marks: { code: string }[]; options: Record<string, { code: string }[]> };

/** A college's own pack: the template with another name and its own option codes. */
function ownPack(): Pack {
  const text = readFileSync(template, 'utf8')
    .replace('"id": "template"', '"id": "own"')
    .replace('"code": "acknowledge"', '"code": "seen-it"');
  const pack = JSON.parse(text) as Pack;
  for (const option of pack.options.noticed ?? []) if (option.code === 'report') option.code = 'tell-the-boss';
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
    expect(await college.c.outbox.countDocuments({ _id: /^mis-status\|APP-L1/, body: /"risk_status":"at-risk"/ })).toBe(
      1,
    );
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

  test('a version without a mark code that is in use is refused at start, with what to do', async () => {
    const pack = JSON.parse(JSON.stringify(ownPack()).replaceAll('"unauthorised"', '"missing"')) as Pack;
    write({ ...pack, version: '0.2', validFrom: day(60) }, '0.2');
    await college.bot.stop();
    await expect(college.startBot()).rejects.toThrow(
      'policy pack own 0.2 has no mark "unauthorised", but marks of that code are stored. Keep the code in every version',
    );
    rmSync(file('0.2'));
    await college.startBot();
  });
});
