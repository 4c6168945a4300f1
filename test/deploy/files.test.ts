import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readSettings, settingNames } from '../../src/config/settings.ts';
import { leastSettings } from '../support/least-settings.ts';
import { blockOf, paramsOf, undeclaredIn } from './read-bicep.ts';
import { copiesOf, instructionsOf, isSent, stagesOf, wordsOf } from './read-dockerfile.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};

describe('the Dockerfile', () => {
  const stages = stagesOf(instructionsOf(read('manifest/deploy/Dockerfile')));
  const [build = [], image = []] = stages;
  const all = stages.flat();
  const ignore = read('manifest/deploy/Dockerfile.dockerignore');
  const last = (name: string) => image.findLast((one) => one.name === name)?.text;

  test('every stage is the slim image of the very Node the project is tested on', () => {
    expect(stages).toHaveLength(2);
    for (const stage of stages)
      expect(stage[0]?.text).toMatch(new RegExp(`^node:${packageJson.devDependencies.node}-[a-z]+-slim( AS build)?$`));
  });

  test('runs as a user that is not root, named by number, and nothing comes after that as root', () => {
    expect(last('USER')).toBe('1000:1000');
    const after = image.slice(image.findIndex((one) => one.name === 'USER') + 1).map((one) => one.name);
    expect(after.filter((name) => ['RUN', 'COPY', 'ADD', 'USER'].includes(name))).toEqual([]);
  });

  test('installs from the lock without development packages or their scripts, and lists what it installed', () => {
    expect(build.map((one) => one.text).join('\n')).toContain(
      'npm ci --omit=dev --ignore-scripts && npm sbom --omit=dev --package-lock-only --sbom-format=cyclonedx > sbom.json',
    );
  });

  test('says whether it is ready, and starts the bot without a shell, behind a process that passes signals on', () => {
    expect(wordsOf(last('HEALTHCHECK'))?.at(-1)).toContain('/readyz');
    const node = ['node', '--max-semi-space-size=8', '--heap-growing-percent=50'];
    expect(wordsOf(last('ENTRYPOINT'))).toEqual(['tini', '--', ...node, 'src/main.ts']);
    expect(wordsOf(last('CMD'))).toEqual([]);
  });

  test('holds no settings and fetches nothing by address', () => {
    const named = all.filter((one) => ['ENV', 'ARG'].includes(one.name)).map((one) => one.text.split('=')[0] ?? '');
    expect(named.filter((name) => settingNames.includes(name))).toEqual([]);
    expect(all.filter((one) => one.name === 'ADD' || /https?:\/\/(?!127\.0\.0\.1)/.test(one.text))).toEqual([]);
  });

  test('the builder is sent what the image is made of and nothing else', () => {
    const copied = stages.flatMap(copiesOf).flatMap((one) => one.from);
    expect(copied.filter((path) => !isSent(ignore, path))).toEqual([]);
    const others = [
      '.env',
      '.git',
      '.data',
      'node_modules',
      'test',
      'README.md',
      'college',
      'manifest/deploy/compose.yaml',
    ];
    expect(others.filter((path) => isSent(ignore, path))).toEqual([]);
  });
});

type Service = {
  command?: string[];
  environment?: Record<string, string>;
  env_file?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  networks?: string[];
  ports?: string[];
};

describe('the compose file', () => {
  const text = read('manifest/deploy/compose.yaml');
  const file = parse(text, { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
    networks: Record<string, { internal?: boolean } | null>;
  };
  const { web, work, mongo } = file.services;
  const bots = [web, work] as Service[];

  test('one process answers people, one does what is due; neither can write outside its volume or gain rights', () => {
    expect(bots.map((one) => one.command)).toEqual([
      ['--only', 'web'],
      ['--only', 'work'],
    ]);
    for (const bot of bots)
      expect(bot).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        volumes: ['files:/var/lib/attendance'],
        depends_on: { mongo: { condition: 'service_healthy' } },
      });
  });

  test('MongoDB is a replica set of one behind a password, reached by the bot alone, with its data in a volume', () => {
    expect(JSON.stringify(mongo)).toContain('mongod --replSet rs0 --keyFile');
    expect(mongo?.healthcheck?.test.join(' ')).toContain('rs.initiate');
    expect(mongo).toMatchObject({ networks: ['inside'], volumes: ['database:/data/db'] });
    expect(mongo?.ports).toBeUndefined();
    expect(file.networks.inside).toEqual({ internal: true });
  });

  test('everything comes up again by itself, and what is named is there', () => {
    const services = Object.values(file.services);
    expect(services.map((one) => one.restart)).toEqual(services.map(() => 'unless-stopped'));
    const volumes = services.flatMap((one) => (one.volumes ?? []).map((each) => each.split(':')[0]));
    expect(new Set(volumes)).toEqual(new Set(Object.keys(file.volumes)));
    expect(new Set(services.flatMap((one) => one.networks ?? []))).toEqual(new Set(Object.keys(file.networks)));
  });

  test('its ports are for a proxy on this machine, but for that of the proxy itself', () => {
    expect(bots.flatMap((one) => one.ports ?? [])).toEqual(['127.0.0.1:3978:3978']);
  });

  test('with the .env that init writes and a MONGO_PASSWORD, the bot’s settings are whole', () => {
    const asked = new Set([...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name ?? ''));
    expect([...asked].filter((name) => !settingNames.includes(name))).toEqual(['MONGO_PASSWORD']);
    for (const { environment = {}, env_file } of bots) {
      expect(env_file).toBe('../../.env');
      expect(Object.keys(environment).filter((name) => !settingNames.includes(name))).toEqual([]);
      const given = { ...leastSettings, MONGO_PASSWORD: 'a1b2', ...environment };
      const settings = readSettings({
        ...given,
        MONGODB_URI: (environment.MONGODB_URI ?? '').replace(/\$\{.*?\}/, 'a1b2'),
      });
      expect(settings).toMatchObject({
        mongo: { uri: 'mongodb://attendance:a1b2@mongo:27017/?replicaSet=rs0&authSource=admin' },
        http: { host: '0.0.0.0', port: 3978 },
      });
    }
  });
});

describe('the Bicep file', () => {
  const text = read('manifest/deploy/azure.bicep');
  const params = paramsOf(text);

  test('every parameter is described, and every name is declared', () => {
    expect(params.length).toBeGreaterThan(10);
    expect(params.filter((one) => !one.isDescribed)).toEqual([]);
    expect(undeclaredIn(text)).toEqual([]);
    expect(undeclaredIn(`${text}\noutput x string = '\${nowhere.id}'\n`)).toEqual(['nowhere']);
  });

  test('what is secret is secure, goes into the key vault and nowhere else', () => {
    const secrets = blockOf(text, 'var secrets = union(');
    const secure = params.filter((one) => one.isSecure).map((one) => one.name);
    expect(secure).toEqual(['microsoftAppPassword', 'mongodbUri', 'linkSecret', 'metricsKey', 'moreSecrets']);
    const elsewhere = text.replace(secrets, '').replace(/^\s*(\/\/|param |@).*$/gm, '');
    for (const name of secure) {
      expect(secrets).toMatch(new RegExp(`\\b${name}\\b`));
      expect(elsewhere).not.toMatch(new RegExp(`\\b${name}\\b`));
    }
    // Read for their names, and for their values by the vault alone.
    expect([...elsewhere.matchAll(/\bsecrets\)/g)]).toHaveLength(2);
    expect(blockOf(text, "resource vaultSecrets 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [")).toContain(
      'properties: { value: one.value }',
    );
  });

  test('the settings it gives are whole', () => {
    const given = ['var secrets = union(', 'var settings = union('].map((one) => blockOf(text, one)).join('\n');
    const names = [...given.matchAll(/^\s+([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !settingNames.includes(name))).toEqual([]);
    expect(text).toContain("[{ name: 'PUBLIC_HOST', value: host }]");
    const values: Record<string, string> = {
      ...leastSettings,
      MONGODB_URI: 'mongodb://database/',
      LINK_SECRET: 'x'.repeat(32),
      METRICS_KEY: 'y'.repeat(16),
      PORT: '3978',
    };
    const settings = readSettings(
      Object.fromEntries([['PUBLIC_HOST', 'attendance.example.ac.uk'], ...names.map((name) => [name, values[name]])]),
    );
    expect(settings).toMatchObject({
      app: { type: 'SingleTenant' },
      http: { port: 3978 },
      linkSecrets: ['x'.repeat(32)],
    });
  });

  test('web and work run the image, each its half, and are asked whether they are ready where they listen', () => {
    for (const half of ['web', 'work']) {
      const app = blockOf(text, `resource ${half} 'Microsoft.App/containerApps@2024-03-01' =`);
      expect(app).toContain(`args: ['--only', '${half}']`);
      expect(app).toContain('probes: probes');
      expect(app).toContain('minReplicas: 1');
    }
    const probes = blockOf(text, 'var probes = [');
    expect([...probes.matchAll(/path: '(\S+)', port: (\d+)/g)].map(([, path, port]) => [path, port])).toEqual([
      ['/readyz', '3978'],
      ['/readyz', '3978'],
      ['/healthz', '3978'],
    ]);
  });
});

describe('the systemd unit', () => {
  const unit = read('manifest/deploy/attendance.service');
  const valuesOf = (name: string) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value);

  test('starts what npm start starts, as a user of its own that may write in one folder alone', () => {
    expect(valuesOf('ExecStart')).toEqual([`/usr/bin/${packageJson.scripts.start}`]);
    const asked: Record<string, string> = {
      DynamicUser: 'yes',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      CapabilityBoundingSet: '',
      StateDirectory: 'attendance',
      StateDirectoryMode: '0700',
      EnvironmentFile: '/etc/attendance.env',
      Restart: 'always',
    };
    for (const [name, value] of Object.entries(asked)) expect([name, valuesOf(name)]).toEqual([name, [value]]);
    expect(valuesOf('ReadWritePaths')).toEqual([]);
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  (hasSystemd ? test : test.skip)('systemd takes it and calls its exposure OK', () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendance-unit-'));
    const file = join(folder, 'attendance.service');
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
    try {
      expect(spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' }).stderr).not.toContain(file);
      const exposure = execFileSync('systemd-analyze', ['security', '--offline=yes', file], { encoding: 'utf8' });
      expect(Number(/exposure level for \S+: ([\d.]+)/.exec(exposure)?.[1])).toBeLessThan(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
