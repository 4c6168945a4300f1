import { MongoClient } from 'mongodb';
import { loadHolidays } from '../config/load-holidays.ts';
import { loadPacks } from '../config/load-packs.ts';
import { readSettings, SettingsMistakes } from '../config/settings.ts';
import { sayDatabase } from '../config/start-failure.ts';
import { createLearnedReader } from '../reader/learned-reader.ts';
import { shiftOf } from '../store/clock.ts';
import { type Collections, collectionsOf } from '../store/database.ts';
import { createDue } from '../store/due.ts';
import { schemaOf, schemaVersion } from '../store/migrations.ts';
import { missingIndexes } from '../store/missing-indexes.ts';
import { createRecords } from '../store/records.ts';
import { packProblems } from '../store/seal-packs.ts';
import { checkCalendar, checkEvents } from './doctor/check-calendar.ts';
import { checkGroups } from './doctor/check-groups.ts';
import { checkInstall } from './doctor/check-install.ts';
import { checkMeetings } from './doctor/check-meetings.ts';
import { checkMisCounts } from './doctor/check-mis.ts';
import { checkSenders, type Tries } from './doctor/check-senders.ts';
import { checkSites } from './doctor/check-sites.ts';
import { checkTomorrow } from './doctor/check-tomorrow.ts';
import { type Finding, fine, wrong } from './doctor/finding.ts';

function checkSettings(env: NodeJS.ProcessEnv): Finding[] {
  try {
    readSettings(env);
    return [fine('settings are complete')];
  } catch (error) {
    if (!(error instanceof SettingsMistakes)) throw error;
    return error.mistakes.map((mistake) => wrong(mistake, 'set it as .env.example explains'));
  }
}

/** The packs beside what was marked and decided under them; a pack that cannot be read is told of elsewhere. */
async function checkSeals(c: Collections, directory: string | undefined): Promise<Finding[]> {
  if (!checkPacks(directory).ok) return [];
  const problems = await packProblems(c, loadPacks(directory));
  return problems.map((problem) => wrong(problem, 'until then the bot does not start'));
}

async function checkDatabase(uri: string, name: string, packsDir: string | undefined): Promise<Finding[]> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 4_000 });
  try {
    await client.connect();
    const db = client.db(name);
    const hello = await db.command({ hello: 1 });
    const findings: Finding[] = [fine('the database answers')];
    findings.push(
      hello.setName
        ? fine(`replica set ${hello.setName}`)
        : wrong(
            'the database is no replica set',
            'start mongod with --replSet and run rs.initiate(); one node is enough',
          ),
    );
    const skewMs = Math.abs(Date.now() - (hello.localTime as Date).getTime());
    findings.push(
      skewMs < 5_000
        ? fine('clocks agree')
        : wrong(
            `this machine's clock is ${Math.round(skewMs / 1_000)} s off the database's`,
            'switch time synchronisation on; the bot itself goes by the database',
          ),
    );
    const schema = await schemaOf(db);
    findings.push(
      schema === schemaVersion || schema === 0
        ? fine(schema === 0 ? 'the database is empty; the bot sets it up at its first start' : `schema ${schema}`)
        : wrong(
            `schema ${schema}, this release wants ${schemaVersion}`,
            schema < schemaVersion ? 'start the bot once, it brings the database along' : 'run the newer release',
          ),
    );
    if (schema > 0) {
      const c = collectionsOf(db);
      const records = createRecords(c);
      const missing = await missingIndexes(db);
      findings.push(
        missing.length === 0
          ? fine('all indexes are there')
          : wrong(`missing indexes: ${missing.join(', ')}`, 'start the bot once, it creates them'),
      );
      findings.push(...(await checkSeals(c, packsDir)));
      const now = new Date((hello.localTime as Date).getTime() + (await shiftOf(c)));
      findings.push(...checkMisCounts(await records.mis.counts(), now));
      findings.push(...(await checkEvents(c)));
      const dead = await createDue(c, 'doctor').deadLetters();
      const safeguarding = await records.people.withRole('safeguarding');
      findings.push(
        safeguarding.length > 0
          ? fine('there is a Safeguarding Team')
          : wrong(
              'nobody has the role safeguarding: a hint at harm would reach nobody',
              'import people with that role',
            ),
      );
      findings.push(
        dead.length === 0
          ? fine('no dead letters')
          : wrong(`${dead.length} dead letters`, 'see `npm run cli -- dead-letters`'),
      );
      findings.push(...(await checkSites(c)));
      findings.push(...(await checkTomorrow(db, c, now)));
    }
    return findings;
  } catch (error) {
    return [
      wrong(
        sayDatabase(error) ?? 'the database does not answer',
        'check MONGODB_URI, that mongod runs, and that this machine may reach it',
      ),
    ];
  } finally {
    await client.close();
  }
}

const botScope = 'https://api.botframework.com/.default';
const soon = () => ({ abortSignal: AbortSignal.timeout(10_000) });

async function checkSecret(tenant: string, id: string, secret: string): Promise<Finding> {
  const { ClientSecretCredential } = await import('@azure/identity');
  try {
    await new ClientSecretCredential(tenant, id, secret, { retryOptions: { maxRetries: 0 } }).getToken(
      botScope,
      soon(),
    );
    return fine('Microsoft takes the bot credentials');
  } catch {
    return wrong(
      'Microsoft did not give a token for the bot credentials',
      'check id, secret (and its expiry date) and tenant in the Azure portal, and that this machine reaches login.microsoftonline.com',
    );
  }
}

/** A managed identity has no secret: the machine itself, if it stands in Azure, is given the token. */
async function checkIdentity(id: string): Promise<Finding> {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  try {
    await new ManagedIdentityCredential({ clientId: id }).getToken(botScope, soon());
    return fine('Azure gives this machine a token for the managed identity');
  } catch {
    return wrong(
      'Azure did not give this machine a token for the managed identity',
      'run doctor on the Azure machine the bot runs on, and assign it the user-assigned identity with this MICROSOFT_APP_ID',
    );
  }
}

async function checkCredentials(env: NodeJS.ProcessEnv): Promise<Finding> {
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: secret, MICROSOFT_APP_TENANT_ID: tenant } = env;
  if (env.MICROSOFT_APP_TYPE === 'UserAssignedMSI')
    return id
      ? checkIdentity(id)
      : wrong('the managed identity cannot be tried without its id', 'set MICROSOFT_APP_ID');
  if (!id || !secret || !tenant)
    return wrong('bot credentials cannot be tried without id, password and tenant', 'fill in the MICROSOFT_ settings');
  return checkSecret(tenant, id, secret);
}

function checkPacks(directory: string | undefined): Finding {
  try {
    return fine(
      `policy packs: ${loadPacks(directory)
        .map((pack) => `${pack.id} ${pack.version}`)
        .join(', ')}`,
    );
  } catch (error) {
    return wrong((error as Error).message, 'mend the pack; src/policy/packs/_template shows the shape');
  }
}

function checkLinks(env: NodeJS.ProcessEnv): Finding {
  if (env.PUBLIC_HOST && env.LINK_SECRET) return fine('links to the bot’s own pages are on');
  return {
    ...fine('links are off: people without Teams get nothing to answer by, evidence files cannot be opened'),
    todo: 'set PUBLIC_HOST and LINK_SECRET if you want them',
  };
}

/** Whether the world reaches the bot under its public name, through the proxy. */
async function checkPublic(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  if (!env.PUBLIC_HOST) return [];
  const address = `https://${env.PUBLIC_HOST}/healthz`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (answer?.ok) return [fine(`${env.PUBLIC_HOST} answers`)];
  const why = answer ? `answers with ${answer.status}` : 'does not answer';
  return [
    wrong(
      `${address} ${why}`,
      'start the bot, and have the TLS proxy pass to its port; Teams needs /api/messages there',
    ),
  ];
}

async function checkReader(): Promise<Finding> {
  const reader = createLearnedReader();
  const why = await reader.start();
  await reader.stop();
  return why
    ? wrong(why, 'install this release again; until then messages are read by grammar and rules, which hear less')
    : fine('the learned reader reads');
}

function checkHolidays(file: string | undefined): Finding {
  try {
    loadHolidays(file);
    return fine(file ? 'bank holidays are read from their file' : 'bank holidays are computed');
  } catch {
    return wrong(
      'BANK_HOLIDAYS_FILE cannot be read',
      'name a file in the format of https://www.gov.uk/bank-holidays.json',
    );
  }
}

/** Looks at everything the bot needs and says what to do about what is wrong. Values are never shown. */
export async function runDoctor(
  env: NodeJS.ProcessEnv,
  mongo: { uri: string; database: string } | undefined,
  tries: Tries = {},
): Promise<Finding[]> {
  return [
    ...checkSettings(env),
    checkPacks(env.PACKS_DIR || undefined),
    checkHolidays(env.BANK_HOLIDAYS_FILE || undefined),
    checkLinks(env),
    ...(await checkPublic(env)),
    ...(await checkSenders(env, tries)),
    ...(await checkInstall(env)),
    ...(await checkCalendar(env)),
    ...(await checkMeetings(env, mongo)),
    ...(await checkGroups(env)),
    await checkReader(),
    ...(mongo
      ? await checkDatabase(mongo.uri, mongo.database, env.PACKS_DIR || undefined)
      : [wrong('no database is set', 'set MONGODB_URI')]),
    await checkCredentials(env),
  ];
}
