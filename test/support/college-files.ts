import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MongoClient } from 'mongodb';
import { type ImportOptions, type ImportReport, importCollege } from '../../src/cli/import/import-college.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';

/** A folder of CSV files and a fresh database to import them into. */
export class CollegeFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'attendance-files-'));
  readonly now = new Date('2026-11-23T12:00:00Z');
  readonly #packs = loadPacks();
  readonly #database = `test-files-${randomUUID().slice(0, 8)}`;
  client!: MongoClient;
  c!: Collections;

  async open(): Promise<void> {
    this.client = await connect(process.env.TEST_MONGODB_URI ?? '');
    const db = this.client.db(this.#database);
    this.c = collectionsOf(db);
    await migrate(db);
  }

  async close(): Promise<void> {
    await this.client.db(this.#database).dropDatabase();
    await this.client.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Everything stored is forgotten, and every file gone. */
  async clear(): Promise<void> {
    for (const each of [
      this.c.people,
      this.c.programmes,
      this.c.enrolments,
      this.c.sessions,
      this.c.registers,
      this.c.tasks,
      this.c.sites,
    ])
      await (each as Collections['people']).deleteMany({});
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { recursive: true });
  }

  /** Lines as a text file, or bytes as they are. */
  write(name: string, rows: readonly string[] | Uint8Array): void {
    writeFileSync(join(this.folder, name), rows instanceof Uint8Array ? rows : `${rows.join('\r\n')}\r\n`);
  }

  run(dryRun = false, more: Partial<ImportOptions> = {}, folder = this.folder): Promise<ImportReport> {
    return importCollege(this.c, folder, { packs: this.#packs, now: this.now, dryRun, ...more });
  }

  /** Problems as whoever runs the import reads them. */
  async problems(): Promise<string[]> {
    return (await this.run()).problems.map((one) => `${one.file} line ${one.line}: ${one.problem}`);
  }

  /** The business programme, with a tutor and two learners on it. */
  async basics(): Promise<void> {
    this.write('people.csv', [
      'person_id,name,roles',
      'T1,Sam Lee,tutor',
      'L1,Aisha Khan,learner',
      'L2,Ben Carter,learner',
    ]);
    this.write('programmes.csv', ['programme_id,name,kind,pack', 'BUS,Business,study-programme,green-labyrinth']);
    this.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from', 'E1,L1,BUS,2026-09-01']);
    const { problems } = await this.run();
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  }
}
