import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { loadEnvFile } from '../config/load-env-file.ts';
import { loadPacks } from '../config/load-packs.ts';
import { count } from '../domain/count.ts';
import { recount } from '../usecases/registers/recount.ts';
import { advance, parseDuration } from './advance.ts';
import type { ManifestIds } from './build-manifest.ts';
import { say, type Values } from './command.ts';
import { importCommand } from './import-command.ts';
import { linkAccount, unlinkAccount } from './link-account.ts';
import { makeMisKey } from './make-mis-key.ts';
import { exportCommand, marksCommand } from './marks-command.ts';
import { replay } from './replay.ts';
import { CsvProblems } from './tables/sheet.ts';
import { findMongo, UsageError, withDatabase } from './with-database.ts';

const root = join(import.meta.dirname, '../..');

const usage = `npm run cli -- <command>

  init                               asks what production must know, writes .env and an example college
  import <folder or file> [--dry-run] [--skip-bad] [--max-changes 10%] [--cancel-missing]
                                     people, programmes, enrolments, sessions from CSV, Excel, calendars, rosters
  import <folder> --map              writes mapping.csv: a guess what the columns of your own files mean
  link <person_id> <entra_id>        says which Microsoft account someone has, a guest's too
  unlink <person_id>                 forgets it, such as an account that was deleted and made again
  marks <file.csv> --by <person_id> [--dry-run]
                                     marks of sessions that have begun, given in that person's name
  export <file.csv> [--from <day>] [--to <day>]
                                     every mark as a table for a spreadsheet
  subject-export <person_id> [--out <file.zip>]
                                     all that is stored about one person, and what is left out and why
  erase <person_id> [--yes] [--despite "<why>"]
                                     what an erasure would take and what the law has one keep; --yes does it
  retention                          how long each kind of data is kept, why, and what would go tonight
  size                               what the database takes, how it grows with what is taught, and a forecast
  audit [--person <person_id>] [--since <day>]
                                     who saw and changed certificates, concerns, stories, exports, erasures
  replay --pack <id> <marks.csv>     what a policy would have done with past marks; changes nothing
  understand <messages.jsonl>        what the bot reads in each message, one JSON line each; changes nothing
  teach <labelled.jsonl>             how well your own labelled messages are read, and where not; stores nothing
  recount [--repair]                 computes marks, sums and standings again and compares
  advance <90m|2h|2d|1w>             moves the demo's time and lives what falls due
  why <session|person|message|event> its way in sentences: due, drawn, sent, waiting and why, delivered, pressed
  new-year                           what 1 August asks of you: policies, terms, leavers, intake, keys; done or to do
  dead-letters [--retry [--id <id>]] what was given up; --retry tries it again
  mis-key <name> [--names]           a key for someone who reads /api/marks, and its entry for MIS_READ_KEYS
  not-understood                     how many messages of each role were not understood, by month; no words
  doctor [--sms <number>] [--mail <address>]
                                     looks at settings, database, credentials, senders; says what to do;
                                     sends a try where you name a place
  manifest [--out <file.zip>]        the Teams app package with the ids from the settings

Commands that need the database take MONGODB_URI, or the running demo's.`;

function tellLink(done: { told: string } | { why: string }): number {
  if ('told' in done) say(done.told);
  else process.stderr.write(`Nothing was changed: ${done.why}.\n`);
  return 'told' in done ? 0 : 1;
}

// What takes long to load (the reader, the providers of texts and mails) is loaded by the command that needs it.
const commands: Record<string, (positionals: string[], values: Values) => Promise<number>> = {
  async init(_, values) {
    const { init } = await import('./init.ts');
    const asking = createInterface({ input: process.stdin });
    const lines = asking[Symbol.asyncIterator]();
    const ask = async (question: string) => {
      process.stdout.write(question);
      return (await lines.next()).value as string | undefined;
    };
    return init(typeof values.out === 'string' ? values.out : root, ask, say).finally(() => asking.close());
  },
  import: ([path], values) => importCommand(path, values),
  async link([personId, entraId]) {
    if (!personId || !entraId) throw new UsageError('link needs both: npm run cli -- link <person_id> <entra_id>');
    return withDatabase(async ({ collections }) => tellLink(await linkAccount(collections, personId, entraId)));
  },
  async unlink([personId]) {
    if (!personId) throw new UsageError('unlink needs a person: npm run cli -- unlink <person_id>');
    return withDatabase(async ({ collections, clock }) =>
      tellLink(await unlinkAccount(collections, personId, clock.now())),
    );
  },
  marks: ([file], values) => marksCommand(file, values),
  export: ([file], values) => exportCommand(file, values),
  'subject-export': async ([id], values) => (await import('./subject-command.ts')).subjectCommand(id, values.out),
  erase: async ([id], values) => (await import('./erase-command.ts')).eraseCommand(id, values),
  retention: async () => (await import('./retention-command.ts')).retentionCommand(),
  audit: async (_, values) => (await import('./audit-command.ts')).auditCommand(values),
  size: async () => (await import('./size-command.ts')).sizeCommand(),
  async replay([file], values) {
    if (!file || typeof values.pack !== 'string')
      throw new UsageError('replay needs a pack and a file: npm run --silent cli -- replay --pack <id> <marks.csv>');
    const packs = loadPacks(process.env.PACKS_DIR || undefined);
    if (!packs.some((pack) => pack.id === values.pack))
      throw new UsageError(
        `There is no pack "${values.pack}". Known: ${[...new Set(packs.map((pack) => pack.id))].join(', ')}`,
      );
    for (const line of replay(file, values.pack, packs)) say(line);
    return 0;
  },
  async understand([file]) {
    if (!file) throw new UsageError('understand needs a file: npm run --silent cli -- understand <messages.jsonl>');
    const { understand } = await import('./understand.ts');
    await understand(file, say);
    return 0;
  },
  async teach([file]) {
    if (!file) throw new UsageError('teach needs a file: npm run cli -- teach <labelled.jsonl>');
    const { teach } = await import('./teach.ts');
    await teach(file, say);
    return 0;
  },
  async recount(_, values) {
    return withDatabase(async ({ world }) => {
      const result = await recount(world, values.repair === true);
      say(
        `${count(result.registers, 'register')}, ${count(result.marks, 'mark')}, ${count(result.learners, 'learner year')} counted again.`,
      );
      if (result.waiting > 0)
        say(`${count(result.waiting, 'register')} still on the way; their learners were left out.`);
      if (result.differences.length === 0) {
        say('All totals and standings agree.');
        return 0;
      }
      for (const difference of result.differences.slice(0, 50)) say(`differs: ${difference}`);
      say(values.repair ? 'Repaired.' : 'Run it with --repair to store the recount.');
      return values.repair ? 0 : 1;
    });
  },
  async advance([text]) {
    const ms = parseDuration(text ?? '');
    if (ms === undefined) throw new UsageError('advance needs a time such as 90m, 2h, 2d or 1w (at most a year)');
    return withDatabase(async ({ due, clock, isDemo }) => {
      if (!isDemo)
        throw new UsageError(
          'Business time moves only in the demo. This database is not a demo, so nothing was changed.',
        );
      const { stops, undone } = await advance(due, clock, ms, say);
      say(`It is now ${clock.now().toISOString()} in the demo; ${count(stops, 'stop')} on the way.`);
      if (undone)
        process.stderr.write(
          'Something due was not carried out in time. Is the demo running? See `npm run cli -- dead-letters`.\n',
        );
      return undone ? 1 : 0;
    });
  },
  async 'mis-key'([name], values) {
    if (!name || !/^[a-z0-9-]{1,40}$/.test(name))
      throw new UsageError('mis-key needs a name of small letters, digits and dashes: npm run cli -- mis-key <name>');
    const { key, entry } = makeMisKey(name, values.names === true);
    say(`Key, for ${name} alone; it is shown this once: ${key}`);
    say(`Add to MIS_READ_KEYS: ${entry}`);
    return 0;
  },
  async why([id]) {
    if (!id) throw new UsageError('why needs an id: npm run cli -- why <session|person|message|event>');
    return withDatabase(async ({ world, collections }) => {
      const { why } = await import('./why.ts');
      const lines = await why(world, collections, id);
      if (!lines) throw new UsageError(`There is no session, person, message, MIS event, task or card "${id}".`);
      for (const line of lines) say(line);
      return 0;
    });
  },
  async 'new-year'() {
    return withDatabase(async ({ world, collections }) => {
      const { newYear } = await import('./new-year.ts');
      const { title, items } = await newYear(world, collections, process.env);
      say(title);
      for (const { state, what, todo } of items)
        say(`${state.padEnd(5)} ${what}${todo ? `\n      what to do: ${todo}` : ''}`);
      const open = items.filter((one) => one.state === 'to do').length;
      say(open === 0 ? 'Nothing is seen to be open; look at what it cannot see.' : `${count(open, 'thing')} to do.`);
      return 0;
    });
  },
  async 'dead-letters'(_, values) {
    return withDatabase(async ({ due }) => {
      if (values.retry) {
        say(
          `${count(await due.retryDead(typeof values.id === 'string' ? values.id : undefined), 'dead letter')} will be tried again.`,
        );
        return 0;
      }
      const dead = await due.deadLetters();
      for (const one of dead) say(JSON.stringify(one));
      say(`${count(dead.length, 'dead letter')}.`);
      for (const { code, count: cards } of await due.parkedBy()) say(`${count(cards, 'card')} parked: ${code}`);
      return 0;
    });
  },
  async 'not-understood'() {
    return withDatabase(async ({ world }) => {
      const all = await world.records.talks.counts();
      for (const { month, role, heard, missed } of all)
        say(`${month}  ${role}: ${missed} of ${count(heard, 'message')} not understood`);
      if (all.length === 0) say('Nobody has written anything yet.');
      return 0;
    });
  },
  async doctor(_, values) {
    const placeOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
    const tries = { sms: placeOf(values.sms), mail: placeOf(values.mail) };
    const { runDoctor } = await import('./doctor.ts');
    const findings = await runDoctor(process.env, findMongo(process.env), tries);
    for (const finding of findings)
      say(
        `${finding.ok ? 'ok   ' : 'WRONG'} ${finding.what}${finding.todo ? `\n      what to do: ${finding.todo}` : ''}`,
      );
    const wrongs = findings.filter((finding) => !finding.ok).length;
    say(wrongs === 0 ? 'All is well.' : `${count(wrongs, 'thing')} to mend.`);
    return wrongs === 0 ? 0 : 1;
  },
  async manifest(_, values) {
    const names = ['TEAMS_APP_ID', 'MICROSOFT_APP_ID', 'PUBLIC_HOST'] as const;
    const missing = names.filter((name) => !process.env[name]);
    if (missing.length > 0) throw new UsageError(`The manifest needs ${missing.join(', ')}; see .env.example.`);
    const env = process.env as Record<string, string>;
    const ids: ManifestIds = {
      TEAMS_APP_ID: env.TEAMS_APP_ID ?? '',
      MICROSOFT_APP_ID: env.MICROSOFT_APP_ID ?? '',
      PUBLIC_HOST: env.PUBLIC_HOST ?? '',
      COLLEGE_NAME: env.COLLEGE_NAME || 'Our college',
    };
    const { buildManifest } = await import('./build-manifest.ts');
    const { zip } = await buildManifest(ids);
    const out = typeof values.out === 'string' ? values.out : join(root, '.data', 'attendance-teams-app.zip');
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, zip);
    say(`Written: ${out}. Upload it in the Teams admin centre under Manage apps.`);
    return 0;
  },
};

async function main(): Promise<number> {
  loadEnvFile();
  const [name = '', ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    process.stderr.write(`${name && name !== 'help' ? `There is no command "${name}".\n\n` : ''}${usage}\n`);
    return name === 'help' ? 0 : 2;
  }
  const { positionals, values } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      pack: { type: 'string' },
      out: { type: 'string' },
      id: { type: 'string' },
      by: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      sms: { type: 'string' },
      mail: { type: 'string' },
      despite: { type: 'string' },
      person: { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean' },
      yes: { type: 'boolean' },
      map: { type: 'boolean' },
      'skip-bad': { type: 'boolean' },
      'max-changes': { type: 'string' },
      'cancel-missing': { type: 'boolean' },
      repair: { type: 'boolean' },
      retry: { type: 'boolean' },
      names: { type: 'boolean' },
    },
  });
  return command(positionals, values);
}

// Whoever reads on ("… | head") may have read enough: what the command does is done to its end all the same.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
});

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: Error & { code?: string }) => {
    const isOurs =
      error instanceof UsageError ||
      error instanceof CsvProblems ||
      error.name === 'LineProblem' ||
      error.code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${isOurs ? error.message : `${error.name}: ${error.message}`}\n`);
    process.exitCode = isOurs ? 2 : 1;
  });
