import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildManifest } from '../../src/cli/build-manifest.ts';
import { release } from '../../src/config/release.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

test('the Teams app has the version of the release, so that an update is one to Teams', async () => {
  const { manifest } = await buildManifest({
    TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555',
    MICROSOFT_APP_ID: '11111111-2222-4333-8444-555555555556',
    PUBLIC_HOST: 'attendance.example.ac.uk',
    COLLEGE_NAME: 'Our college',
  });
  expect(manifest.version).toBe(release);
});

test('the README says of this release what is new in it, first of all', () => {
  const releases = readme.slice(readme.indexOf('\n## Releases\n'));
  const [, first] = /^\*\*(\d+\.\d+\.\d+)\*\*/m.exec(releases) ?? [];
  expect(first).toBe(release);
});
