import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { addressOf, type Persona, personas } from './personas.ts';

export const demoTenant = 'a1a1a1a1-0000-4000-8000-0000000000ff';
const demoBotId = 'a1a1a1a1-0000-4000-8000-0000000000b0';

/** The one chat of a persona with the bot. */
function chatIdOf(persona: Persona): string {
  return `demo-chat-${persona.personId.toLowerCase()}`;
}

/** Where a persona's Playground takes what the bot sends. */
export function serviceUrlOf(persona: Persona): string {
  return `http://127.0.0.1:${persona.port}/_connector`;
}

function configOf(persona: Persona): string {
  const user = (name: string, entraId: string) => ({
    id: entraId,
    name,
    userPrincipleName: addressOf(name),
    aadObjectId: entraId,
    givenName: name.split(' ')[0],
    surname: name.split(' ')[1],
    email: addressOf(name),
  });
  const others = personas.filter((one) => one !== persona).map((one) => user(one.name, one.entraId));
  const stranger = user('Sample Stranger', 'a1a1a1a1-0000-4000-8000-0000000000ee');
  // YAML is a superset of JSON, so the config can be written as JSON.
  return JSON.stringify(
    {
      version: '0.1.1',
      tenantId: demoTenant,
      bot: { id: demoBotId, name: 'Attendance' },
      currentUser: user(persona.name, persona.entraId),
      // It takes exactly five beside the current user.
      users: [...others.slice(0, 4), stranger],
      personalChat: { id: chatIdOf(persona) },
      groupChat: { id: `demo-group-${persona.port}`, name: 'Group chat' },
      team: {
        id: `demo-team-${persona.port}`,
        name: 'Brookvale',
        aadGroupId: 'a1a1a1a1-0000-4000-8000-0000000000aa',
        channels: [{ id: `demo-channel-${persona.port}`, name: 'Staff' }],
      },
    },
    null,
    2,
  );
}

/** True when nothing listens on the port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Starts one persona's Agents Playground in a folder of its own; resolves once it listens on its port. */
export async function startPlayground(persona: Persona, folder: string, botPort: number): Promise<ChildProcess> {
  const home = join(folder, String(persona.port));
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.m365agentsplayground.yml'), configOf(persona));
  const program = join(import.meta.dirname, '../../node_modules/@microsoft/m365agentsplayground/cli.js');
  const bot = `http://127.0.0.1:${botPort}/api/messages`;
  const args = [
    program,
    '--app-endpoint',
    bot,
    '--channel-id',
    'msteams',
    '--port',
    String(persona.port),
    '--service-url',
    serviceUrlOf(persona),
    '--disable-telemetry',
  ];
  const child = spawn(process.execPath, args, {
    cwd: home,
    env: {
      ...process.env,
      NODE_OPTIONS: `--require ${join(import.meta.dirname, 'loopback-only.cjs')}`,
      BROWSER: 'none',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`the Playground of the ${persona.role} did not start: ${text.slice(-300)}`)),
      60_000,
    );
    const read = (chunk: Buffer) => {
      text += chunk;
      const port = /Listening on (\d+)/.exec(text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      if (Number(port) === persona.port) resolve();
      else reject(new Error(`port ${persona.port} is taken; free it and start again`));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) =>
      reject(new Error(`the Playground of the ${persona.role} ended with ${code}: ${text.slice(-300)}`)),
    );
  });
  return child;
}

/** Tells the bot, as Teams would, that the persona has installed it. */
export async function installFor(persona: Persona): Promise<void> {
  const url = `http://127.0.0.1:${persona.port}/_debug/conversation/${chatIdOf(persona)}/installation`;
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  if (!answer.ok)
    throw new Error(`the Playground of the ${persona.role} did not install the bot: HTTP ${answer.status}`);
}
