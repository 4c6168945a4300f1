import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { takeIn } from '../../src/usecases/inbound/take-in.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';
import { envWith, mongoOf, root, runCli } from '../support/run-cli.ts';
import { fillTerm } from '../support/term.ts';
import { until } from '../support/until.ts';
import { visitorOf } from '../support/visitor.ts';
import { wordsOf } from '../teams/client.ts';

const pdf = pdfOf('fit note of Ben Carter');

/** Everything that tells of the learner: name, numbers, addresses, what they and others wrote. */
const theirs = /Ben\b|Carter|Benji|Wendy|7700.?900.?777|7700.?900.?888|l2@brookvale|BV-L2|glandular|back row|fit note/i;

describe('a learner is erased', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-erase-'));
  beforeAll(async () => {
    college = await College.open({ learners: 5 });
    await college.c.people.updateOne(
      { _id: 'L2' },
      {
        $set: {
          mobile: '+447700900888',
          preferredName: 'Benji',
          born: '2010-02-03',
          contacts: [{ name: 'Wendy Carter', relation: 'parent or carer', mobile: '+447700900777' }],
        },
      },
    );
    // Commands move business time with the bot's, as in the demo.
    await college.c.meta.insertOne({ _id: 'demo' });
    await fillTerm(college, 40);
    await recount(college.bot.world, true);
    for (const id of ['L2', 'M1', 'O1', 'T1', 'H1']) await college.say(id, 'help');
    await college.say('L2', 'not in tomorrow, glandular fever');
    await college.press('L2', ['Not in', '24 November'], 'Confirm');
    const notice = (await college.c.notices.findOne({ learnerId: 'L2' }))?._id ?? '';
    await college.press('O1', ['Absences to decide', 'Benji'], 'Ask for evidence', {}, notice);
    const download = { downloadUrl: college.teams.hostFile('fit', pdf), uniqueId: 'u', fileType: 'pdf' };
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const file = { contentType, contentUrl: 'https://brookvale.sharepoint.com/f', name: 'Ben fit note.pdf' };
    await college.people.say(college.user('L2'), '', { attachments: [{ ...file, content: download }] });
    await college.settled();
    for (const at of ['09:00', '11:00']) await college.addSession({ _id: `s${at}`, at, minutes: 60 });
    // Somebody else's session that names them.
    await college.addSession({
      _id: 'one',
      at: '15:00',
      minutes: 30,
      title: 'Talk about Ben Carter',
      learnerIds: ['L1'],
    });
    await college.moveTo('09:00');
    await college.save('s09:00', { 'BUS-L2': 'unauthorised' });
    await college.moveTo('11:00');
    await college.save('s11:00', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'unauthorised' });
    await college.moveTo('13:00');
    // They text, and so does their parent, which waits for the office.
    for (const [from, words] of [
      ['+447700900888', 'not in on 4 december, glandular fever'],
      ['+447700900777', 'Ben Carter is poorly'],
    ] as const)
      await takeIn(college.bot.world, { kind: 'sms', id: `a text of ${from}`, from, words });
    await college.settled();
    await college.say('L2', 'contest');
    const words = { 'What do you': 'mark|s09:00|BUS-L2', 'Why?': 'I was in the back row' };
    await college.press('L2', 'Ask for another look', 'Send', words);
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const settings = () => ({ ...mongoOf(college), RETENTION: 'mis-events:450' });
  /** The command as it is typed; what it says and its exit code. */
  const cli = async (...args: string[]): Promise<{ code: number; said: string }> => {
    return runCli(settings(), ...args).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );
  };
  /** Every document of every collection as text. */
  const dump = async (): Promise<string[]> => {
    const lines: string[] = [];
    for (const [name, collection] of Object.entries(college.c))
      for (const doc of await collection.find({}).toArray()) {
        const bytes = (doc as { bytes?: { buffer?: Uint8Array } }).bytes?.buffer;
        const text = `${name} ${JSON.stringify(doc)}${bytes ? Buffer.from(bytes).toString('latin1') : ''}`;
        // What the MIS was told never changes, and has the MIS's own reference.
        lines.push(name === 'misEvents' ? text.replace(/BV-L\d/g, '') : text);
      }
    return lines;
  };
  const counted = async () =>
    JSON.stringify([
      await college.c.marks.find({}).sort({ _id: 1 }).toArray(),
      await college.c.totals.find({}).sort({ _id: 1 }).toArray(),
      await college.c.weeks.find({}).sort({ _id: 1 }).toArray(),
      await college.c.standings.find({}).sort({ _id: 1 }).toArray(),
    ]);
  const exported = async (name: string) => {
    const path = join(folder, name);
    expect((await cli('export', path)).code).toBe(0);
    return readFileSync(path, 'utf8');
  };

  test('a dry run says what goes, what stays until when and why it must wait; without a reason nothing is done', async () => {
    const before = await dump();
    expect(before.filter((line) => theirs.test(line)).length).toBeGreaterThan(5);
    const dry = await cli('erase', 'L2');
    expect(dry.code).toBe(0);
    expect(dry.said).toMatch(/Benji \(BV-L2\) would be erased/);
    expect(dry.said).toMatch(/goes: 1 file\b/);
    expect(dry.said).toMatch(
      /goes: 2 texts and mails that came in from them or their contacts, with what was answered/,
    );
    expect(dry.said).toMatch(/stays: what the MIS was told[^\n]*: for 450 days/);
    expect(dry.said).toMatch(/stays: \d+ marks with registers and totals, until Sunday 31 July 2033: evidence/);
    expect(dry.said).toMatch(/must wait: A contest[^\n]*: it is not over/);
    expect(dry.said).toMatch(/must wait: they are still enrolled on BUS/);
    const refused = await cli('erase', 'L2', '--yes');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.said).toMatch(/Nothing was changed/);
    expect((await cli('erase', 'L2', '--yes', '--despite', 'no')).code).toBe(2);
    expect(await dump()).toEqual(before);
    expect((await cli('erase', 'nobody')).said).toMatch(/no person nobody/);
  });

  test('nothing of their name, numbers or words is found in any collection; every total, page and export is what it was', async () => {
    const [totals, file] = [await counted(), await exported('before.csv')];
    const cards = () =>
      ['T1', 'M1', 'O1', 'H1'].flatMap((id) => college.teams.shownTo(college.user(id)).map((one) => wordsOf(one.card)));
    expect(cards().join('\n')).toMatch(/Benji/);
    const done = await cli('erase', 'L2', '--yes', '--despite', 'a court order of 20 November');
    expect(done.said).toMatch(/L2 is erased/);
    expect(done.code).toBe(0);
    college.bot.world.wake();
    await college.settled();
    expect((await dump()).filter((line) => theirs.test(line))).toEqual([]);
    expect(await college.c.files.countDocuments()).toBe(0);
    expect(await counted()).toBe(totals);
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
    const withoutName = (text: string) => text.replace(/\bBV-L2,Benji\b/g, 'L2,Erased person');
    expect(await exported('after.csv')).toBe(withoutName(file));
    expect(cards().filter((words) => theirs.test(words))).toEqual([]);
    const { see } = visitorOf(college);
    for (const [person, path] of [
      ['M1', 'caseload'],
      ['M1', 'story/L2'],
      ['H1', 'story/L2'],
      ['O1', 'today'],
      ['H1', 'reviews'],
      ['H1', 'college'],
    ] as const) {
      const page = await see(person, path);
      // Whoever could read their story may not any more.
      expect([path, page.status]).toEqual([path, path === 'story/L2' ? 403 : 200]);
      expect(page.text).not.toMatch(theirs);
    }
  });

  test('asked again it says when it was done; an import does not bring them back, nor does their next message', async () => {
    expect((await cli('erase', 'L2', '--yes')).said).toMatch(/^L2 was erased on Monday 23 November 2026/);
    const notes = await college.import({
      'people.csv': ['person_id,name,roles,mobile', 'L2,Ben Carter,learner,07700900888', 'L1,Aisha Khan,learner,'],
      'enrolments.csv': ['enrolment_id,learner_id,programme_id,from', 'BUS-L2,L2,BUS,2026-08-01'],
    });
    expect(notes).toContain('L2 was erased on 2026-11-23: left out');
    await college.say('L2', 'not in tomorrow, glandular fever');
    expect((await dump()).filter((line) => theirs.test(line))).toEqual([]);
  });

  test('killed at any point it is carried through by the next run', async () => {
    const totals = await counted();
    await college.say('L3', 'not in tomorrow, stuck in ward seven');
    const args = ['--no-warnings', 'src/cli/cli.ts', 'erase', 'L3', '--yes', '--despite', 'they asked for it today'];
    const child = spawn(process.execPath, args, { cwd: root, env: envWith(settings()), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await until(
      'the erasure to begin',
      () =>
        college.c.people.findOne({ _id: 'L3', $or: [{ erasing: { $exists: true } }, { erased: { $exists: true } }] }),
      120_000,
    );
    child.kill('SIGKILL');
    await ended;
    const again = await cli('erase', 'L3', '--yes');
    expect(again.said).toMatch(/L3 is erased|L3 was erased on/);
    await college.settled();
    expect((await dump()).filter((line) => /Chloe|Evans|ward seven|BV-L3/i.test(line))).toEqual([]);
    expect(await counted()).toBe(totals);
  });
});
