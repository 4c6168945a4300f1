import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { createFolderSender } from '../../../src/channels/folder-sender.ts';
import { createMisFile } from '../../../src/channels/mis-file.ts';
import { loadMisTemplate } from '../../../src/config/load-mis-template.ts';
import { until } from '../../support/until.ts';
import { type Counted, countOutcome, type FileRow } from './count-outcome.ts';
import { NotHere, type Setting, Trial } from './trial.ts';

const run = promisify(execFile);

/** A small disk of its own in memory, for as long as `work` takes. Only root may make one. */
async function onSmallDisk<T>(folder: string, size: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', folder]).catch((error: Error) => {
    throw new NotHere(`a small disk cannot be made here: ${error.message}`);
  });
  try {
    return await work();
  } finally {
    await run('umount', ['--lazy', folder]);
  }
}

/** Fills a disk to the last byte; the function it returns makes room again. */
function fill(folder: string): () => void {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  for (let size = 1 << 20; size >= 1; size >>= 1)
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    }
  closeSync(file);
  return () => rmSync(path);
}

/** The disk under the database is full in the middle of a lesson's register; later there is room and mongod is started again. */
export function diskFullUnderMongod(setting: Setting): Promise<Counted> {
  const { say } = setting;
  const databaseIn = join(setting.directory, 'small-disk');
  return onSmallDisk(databaseIn, '600m', () =>
    Trial.run(setting, { databaseIn }, async (trial) => {
      const { set } = trial;
      for (const [i, id] of (await trial.addLessons(9)).entries()) {
        await trial.timeOf(id, 1);
        if (i % 3 !== 1) {
          await trial.takeRegister(id);
          continue;
        }
        await until(`${id} to open`, () => trial.college.c.registers.findOne({ _id: id }));
        const makeRoom = fill(databaseIn);
        const [member] = set.members;
        const running = member?.process;
        const taking = trial.takeRegister(id);
        const isGone = () => running?.exitCode !== null || running?.signalCode !== null;
        await until('mongod to give up', isGone, 30_000).catch(() => undefined);
        say(`disk full while ${id} is taken: mongod ${isGone() ? 'has ended' : 'goes on'}`);
        makeRoom();
        if (member && isGone()) set.launch(member);
        await taking;
        await set.healthy();
      }
      await trial.college.moveTo('18:00');
      await trial.settled();
      return countOutcome(trial);
    }),
  );
}

/** Each text as it lies in the folder. */
const textsIn = (folder: string): string[] =>
  readdirSync(join(folder, 'sms'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => (JSON.parse(readFileSync(join(folder, 'sms', name), 'utf8')) as { body: string }).body);

const fileNames = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.csv'));
const rowsOf = (path: string): FileRow[] => parse(readFileSync(path, 'utf8'), { columns: true, bom: true });

/** The disk under the folder that texts and the MIS's daily file are written into is full when they are to go; later there is room. */
export function diskFullUnderOutbox(setting: Setting): Promise<Counted> {
  const folder = join(setting.directory, 'small-outbox');
  const misFile = { writer: createMisFile({ directory: folder }, loadMisTemplate('generic')), at: '17:00' };
  return onSmallDisk(folder, '2m', () =>
    Trial.run(setting, { sms: createFolderSender(folder), college: { misFile } }, async (trial) => {
      const { college } = trial;
      for (const id of await trial.addLessons(6)) {
        const makeRoom = fill(folder);
        await trial.timeOf(id, 1);
        await trial.takeRegister(id);
        await trial.timeOf(id, 31);
        const isTried = async () => (await college.c.outbox.countDocuments({ lastError: { $exists: true } })) > 0;
        await until('a text to be tried in vain', isTried);
        setting.say(`outbox full when the text about ${id} is to go`);
        makeRoom();
        await college.settled();
      }
      const makeRoom = fill(folder);
      await college.moveTo('17:01');
      setting.say(`full when the daily file is due: ${fileNames(folder).length} files`);
      makeRoom();
      await college.moveTo('23:00');
      await trial.settled();
      const rows = fileNames(folder).flatMap((name) => rowsOf(join(folder, name)));
      return countOutcome(trial, textsIn(folder), rows);
    }),
  );
}
