import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ManifestUtil } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';
import { release } from '../config/release.ts';
import { capital } from '../domain/capital.ts';
import { roles } from '../domain/person.ts';
import { type Action, reachOf } from '../usecases/core/rights.ts';
import { commands } from '../usecases/desk/show-help.ts';

const folder = join(import.meta.dirname, '../../manifest');

/** Teams takes no more; `help` lists the rest. */
const mostCommands = 12;

/** Teams lists commands by chat, not by role, so each says for whom it is. */
function forWhom(action: Action): string {
  const who = roles.filter((role) => reachOf({ roles: [role] }, action) !== undefined);
  if (who.length === roles.length) return '';
  const [only = 'staff'] = who;
  return who.length > 1 ? 'Staff: ' : `${capital(only.replaceAll('-', ' '))}s: `;
}

export type ManifestIds = { TEAMS_APP_ID: string; MICROSOFT_APP_ID: string; PUBLIC_HOST: string; COLLEGE_NAME: string };

function bundledSchema(version: string): unknown {
  const home = dirname(fileURLToPath(import.meta.resolve('@microsoft/app-manifest')));
  return JSON.parse(
    readFileSync(join(home, 'json-schemas/teams', `v${version}`, 'MicrosoftTeams.schema.json'), 'utf8'),
  );
}

/**
 * The Teams app manifest with the ids and this release's version filled in and the bot's commands listed, checked against
 * the schema that Microsoft's package bundles. Throws with what the schema says.
 */
export async function buildManifest(ids: ManifestIds): Promise<{ manifest: Record<string, unknown>; zip: Uint8Array }> {
  const template = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const values = { ...ids, VERSION: release };
  const filled = template.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof values) =>
    JSON.stringify(values[name]).slice(1, -1),
  );
  const manifest = JSON.parse(filled);
  manifest.bots[0].commandLists[0].commands = commands.slice(0, mostCommands).map(({ say, action, does }) => ({
    title: say,
    description: `${forWhom(action)}${does}`.slice(0, 128),
  }));
  const mistakes = await ManifestUtil.validateManifestAgainstSchema(
    manifest,
    bundledSchema(manifest.manifestVersion) as never,
  );
  if (mistakes.length > 0) throw new Error(`the manifest does not fit Microsoft's schema:\n  ${mistakes.join('\n  ')}`);
  const text = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  const zip = zipSync({
    'manifest.json': text(manifest),
    'color.png': readFileSync(join(folder, 'color.png')),
    'outline.png': readFileSync(join(folder, 'outline.png')),
  });
  return { manifest, zip };
}
