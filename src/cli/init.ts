import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, SettingsMistakes, settingNames } from '../config/settings.ts';

const root = join(import.meta.dirname, '../..');
type Env = Record<string, string>;
/** Asks one question; undefined when nobody answers any more. */
type Ask = (question: string) => Promise<string | undefined>;

/** A small college that can be imported as it is, to look at and to fill in. */
const examples: Record<string, string> = {
  'people.csv': `person_id,name,roles,email,mobile,born,parent_name,parent_mobile
T1,Sam Lee,tutor;mentor,sam.lee@college.example,,,,
O1,Pat Quinn,office-manager;admin,pat.quinn@college.example,,,,
L1,Aisha Khan,learner,aisha.khan@college.example,07700 900100,2009-02-02,Noor Khan,07700 900123
`,
  'programmes.csv': `programme_id,name,kind,pack
BUS,Business,study-programme,green-labyrinth
`,
  'enrolments.csv': `enrolment_id,learner_id,programme_id,from,group,mentor_id
E1,L1,BUS,2026-09-01,A,T1
`,
  'sessions.csv': `session_id,programme_id,tutor_ids,title,type,mode,groups,room,day,starts,ends
S1,BUS,T1,Business law,teaching,face-to-face,A,Room 4,2027-01-11,09:00,10:30
`,
};

/** What `.env.example` says of each setting: the comment above it, or above those it stands with. */
function readComments(example: string): Map<string, string> {
  const said = new Map<string, string>();
  let comment: string[] = [];
  let isOpen = false;
  for (const line of example.split('\n')) {
    const name = /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    if (line.startsWith('#')) {
      if (!isOpen) comment = [];
      isOpen = true;
      comment.push(line.replace(/^# ?/, ''));
    } else isOpen = false;
    if (name) said.set(name, comment.join(' '));
  }
  return said;
}

/** What is still missing or wrong, by setting, in the words of the start. */
function mistakesIn(env: Env): Map<string, string> {
  try {
    readSettings(env);
    return new Map();
  } catch (error) {
    if (!(error instanceof SettingsMistakes)) throw error;
    const lines = error.mistakes.map((one) => [/^[A-Z][A-Z0-9_]*/.exec(one)?.[0] ?? '', one] as const);
    const order = (name: string) => settingNames.indexOf(name);
    return new Map(lines.toSorted(([a], [b]) => order(a) - order(b)));
  }
}

const quote = (value: string) =>
  /^[\w./:@+=-]*$/.test(value) ? value : value.includes('"') ? `'${value}'` : `"${value}"`;

/** `.env.example` filled in, so that each setting keeps its explanation. */
function fill(example: string, env: Env): string {
  return example.replace(/^([A-Z][A-Z0-9_]*)=.*$/gm, (line, name: string) =>
    env[name] === undefined ? line : `${name}=${quote(env[name])}`,
  );
}

/** How often one setting is asked for before it is left open. */
const mostTimes = 3;

async function askAll(
  env: Env,
  said: ReadonlyMap<string, string>,
  ask: Ask,
  say: (line: string) => void,
): Promise<boolean> {
  const asked = new Map<string, number>();
  const put = async (name: string, hint: string) => {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    say(`\n${said.get(name) ?? ''}\n${hint}`.trimEnd());
    const answer = await ask(`${name}=`);
    if (answer !== undefined) env[name] = answer.trim();
    return answer !== undefined;
  };
  for (const name of ['COLLEGE_NAME', 'PUBLIC_HOST']) if (!(await put(name, 'May be left empty.'))) return false;
  if (env.PUBLIC_HOST) Object.assign(env, { LINK_SECRET: randomBytes(32).toString('base64') });
  for (;;) {
    const [next] = [...mistakesIn(env)].filter(
      ([name]) => (asked.get(name) ?? 0) < mostTimes && settingNames.includes(name),
    );
    if (!next) return true;
    const [name, mistake] = next;
    if (!(await put(name, (asked.get(name) ?? 0) > 0 ? `Not yet: ${mistake}` : ''))) return false;
  }
}

/**
 * Asks what production must know, writes `.env` (for its owner alone) and an example college to fill in, and says what
 * comes next. Nothing that is there is overwritten. Returns the exit code: 0 when the settings are whole.
 */
export async function init(folder: string, ask: Ask, say: (line: string) => void): Promise<number> {
  const file = join(folder, '.env');
  if (existsSync(file)) {
    say(`${file} is there already; it stays as it is. "npm run cli -- doctor" looks whether it is right.`);
    return 1;
  }
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  const env: Env = {
    MICROSOFT_APP_TYPE: 'SingleTenant',
    TEAMS_APP_ID: randomUUID(),
    METRICS_KEY: randomBytes(24).toString('base64url'),
  };
  say('Everything the bot asks at its start. An empty answer leaves a setting as it is.');
  if (!(await askAll(env, readComments(example), ask, say))) {
    say('Stopped: nothing was written.');
    return 1;
  }
  writeFileSync(file, fill(example, env), { mode: 0o600 });
  const college = join(folder, 'college-example');
  mkdirSync(college, { recursive: true });
  for (const [name, text] of Object.entries(examples))
    if (!existsSync(join(college, name))) writeFileSync(join(college, name), text);
  say(`\nWritten: ${file}, readable by you alone, and ${college} with a table of each kind to look at.`);
  const left = [...mistakesIn(env).values()];
  for (const one of left) say(`still open: ${one}`);
  say(
    left.length > 0
      ? 'Next: fill in what is open in .env, then npm run cli -- doctor'
      : 'Next: npm run cli -- doctor, which tries the database, the credentials and the senders; then npm run manifest.',
  );
  return left.length === 0 ? 0 : 1;
}
