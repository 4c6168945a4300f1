import { z } from 'zod';
import type { Retention } from '../domain/retention.ts';
import { given, needed, ownWords, webAddress } from './given.ts';
import { nearSetting } from './near-setting.ts';
import { readRetention } from './retention-settings.ts';
import { type SenderSettings, senderMistakes, senderShape, sendersFrom } from './sender-settings.ts';

const guid = z.guid('a GUID such as 00000000-0000-4000-8000-000000000000');
const isNotZero = (id: string) => !/^[0-]+$/.test(id);
const realGuid = guid.refine(isNotZero, 'a real id, not all zeros');
const flag = z.enum(['on', 'off'], 'on or off').default('off');

const aPort = 'a whole number from 1 to 65535';

/** The public cloud and the official government clouds of Teams; nothing under a customer's control. */
const teamsHosts =
  'smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us';

const Environment = z.object({
  MICROSOFT_APP_TYPE: z.enum(
    ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'],
    'SingleTenant, UserAssignedMSI or MultiTenant',
  ),
  MICROSOFT_APP_ID: realGuid,
  MICROSOFT_APP_PASSWORD: given(z.string().min(8, 'at least 8 characters').optional()),
  MICROSOFT_APP_TENANT_ID: z
    .guid('the directory (tenant) id, a GUID such as 00000000-0000-4000-8000-000000000000, not its domain')
    .refine(isNotZero, 'a real id, not all zeros'),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'a mongodb:// or mongodb+srv:// address'),
  MONGODB_DATABASE: given(
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,38}$/, 'at most 38 letters, digits, - and _')
      .default('attendance'),
  ),
  HOST: given(z.string().default('0.0.0.0')),
  PORT: given(z.coerce.number(aPort).int(aPort).min(1, aPort).max(65_535, aPort).default(3978)),
  TEAMS_SERVICE_HOSTS: given(z.string().default(teamsHosts)),
  TEAMS_APP_ID: given(realGuid.optional()),
  PUBLIC_HOST: given(
    z
      .string()
      .regex(/^[a-z0-9.-]+$/, 'a host name without https://')
      .optional(),
  ),
  LINK_SECRET: given(z.string().min(32, 'at least 32 characters').optional()),
  LINK_SECRET_BEFORE: given(z.string().min(32, 'at least 32 characters').optional()),
  COLLEGE_NAME: given(z.string().min(1).max(60).default('Our college')),
  GRAPH_INSTALL: given(flag),
  GRAPH_RECONCILE: given(flag),
  GRAPH_CALENDAR: given(flag),
  GRAPH_REPORTS: given(flag),
  GRAPH_GROUPS: given(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
      .pipe(z.array(guid).max(50, 'at most 50 groups'))
      .optional(),
  ),
  METRICS_KEY: given(z.string().min(16, 'at least 16 characters').optional()),
  ...senderShape,
  PACKS_DIR: given(z.string().optional()),
  BANK_HOLIDAYS_FILE: given(z.string().optional()),
  MODEL_ENDPOINT_URL: given(webAddress.optional()),
  MODEL_ENDPOINT_MODEL: given(z.string().optional()),
  MODEL_ENDPOINT_KEY: given(z.string().optional()),
  MODEL_ENDPOINT_MAY_SEND: given(
    z
      .string()
      .regex(/^(names|health|concerns)(,(names|health|concerns))*$/, 'a list of names, health, concerns')
      .optional(),
  ),
  PRIVACY_NOTICE: given(ownWords.optional()),
  TERMS_OF_USE: given(ownWords.optional()),
  SECURITY_CONTACT: given(
    z
      .string()
      .regex(/^(mailto:[^\s@]{1,64}@[^\s@]{1,255}|https:\/\/\S{1,500})$/, 'mailto: and an address, or an https:// page')
      .optional(),
  ),
  RETENTION: given(z.string().optional()),
  LOG_LEVEL: given(z.enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn or error').default('info')),
});

type OwnWords = { link: string } | { text: string };

type Given = Record<string, string | undefined>;

/** What one setting asks of another, told whatever else is wrong. */
function mistakesBetween(env: Given): string[] {
  const found: string[] = [];
  const needs = (isNeeded: boolean, name: string, why: string) => {
    if (isNeeded) found.push(...needed(env, [name], why));
  };
  const isManaged = env.MICROSOFT_APP_TYPE === 'UserAssignedMSI';
  needs(
    !isManaged,
    'MICROSOFT_APP_PASSWORD',
    `for ${env.MICROSOFT_APP_TYPE === 'MultiTenant' ? 'MultiTenant' : 'SingleTenant'}`,
  );
  if (isManaged && env.MICROSOFT_APP_PASSWORD) found.push('MICROSOFT_APP_PASSWORD: must be empty for UserAssignedMSI');
  needs(Boolean(env.MODEL_ENDPOINT_URL), 'MODEL_ENDPOINT_MODEL', 'with MODEL_ENDPOINT_URL');
  needs(Boolean(env.LINK_SECRET), 'PUBLIC_HOST', 'with LINK_SECRET: links are made of both');
  needs(Boolean(env.LINK_SECRET_BEFORE), 'LINK_SECRET', 'with LINK_SECRET_BEFORE: that one signs no new links');
  const usesGraph = env.GRAPH_INSTALL === 'on' || env.GRAPH_RECONCILE === 'on';
  needs(usesGraph, 'TEAMS_APP_ID', 'when GRAPH_INSTALL or GRAPH_RECONCILE is on');
  const { mistakes } = readRetention(env.RETENTION);
  return [...found, ...mistakes.map((one) => `RETENTION: ${one}`), ...senderMistakes(env)];
}

/** Names that are no settings and look like one that was meant: they would be left out in silence. */
function misspelt(env: Given): string[] {
  return Object.keys(env).flatMap((name) => {
    const meant = nearSetting(name, settingNames);
    return meant ? [`${name} is no setting; did you mean ${meant}?`] : [];
  });
}

/** Everything production is told from outside, checked and frozen. */
export type Settings = Readonly<{
  app: { type: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant'; id: string; password?: string; tenantId: string };
  mongo: { uri: string; database: string };
  http: { host: string; port: number; metricsKey?: string };
  serviceHosts: readonly string[];
  teamsAppId?: string;
  publicHost?: string;
  /** With a public host: pages behind signed links work. The first signs, links of the second still open. */
  linkSecrets: readonly string[];
  collegeName: string;
  graph: { install: boolean; reconcile: boolean; calendar: boolean; reports: boolean; groups: readonly string[] };
  /** By what texts, mails and MIS events leave. */
  senders: SenderSettings;
  collegePhone?: string;
  collegeContact?: string;
  packsDir?: string;
  bankHolidaysFile?: string;
  /** A model outside that also reads messages; off unless set. */
  modelEndpoint?: { url: string; model: string; key?: string; maySend: readonly ('names' | 'health' | 'concerns')[] };
  /** What anybody may read: the college's own notice and terms, by link or as text, and whom to tell of a weakness. */
  words: { privacy?: OwnWords; terms?: OwnWords; securityContact?: string };
  /** How long each kind of data is kept. */
  retention: Retention;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}>;

/** Names of all settings, for the test that compares them with `.env.example`. */
export const settingNames = Object.keys(Environment.shape);

/** A line per mistake, naming the setting and what it must be, never its value. */
export class SettingsMistakes extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(
      `These settings are missing or wrong:\n${mistakes.map((one) => `  ${one}`).join('\n')}\nSee .env.example for what each one means.`,
    );
    this.name = 'SettingsMistakes';
    this.mistakes = mistakes;
  }
}

/** Reads the environment. Throws `SettingsMistakes` with every mistake at once. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const parsed = Environment.safeParse(env);
  const others = [...mistakesBetween(env), ...misspelt(env)];
  if (!parsed.success || others.length > 0) {
    const sayIssue = (issue: z.core.$ZodIssue) => {
      const name = String(issue.path[0] ?? '');
      const isMissing = env[name] === undefined || env[name] === '';
      return isMissing ? `${name} is not set` : `${name}: ${issue.message}`;
    };
    throw new SettingsMistakes([...new Set([...(parsed.error?.issues ?? []).map(sayIssue), ...others])]);
  }
  const e = parsed.data;
  return Object.freeze({
    app: {
      type: e.MICROSOFT_APP_TYPE,
      id: e.MICROSOFT_APP_ID,
      tenantId: e.MICROSOFT_APP_TENANT_ID,
      ...(e.MICROSOFT_APP_PASSWORD ? { password: e.MICROSOFT_APP_PASSWORD } : {}),
    },
    mongo: { uri: e.MONGODB_URI, database: e.MONGODB_DATABASE },
    http: { host: e.HOST, port: e.PORT, ...(e.METRICS_KEY ? { metricsKey: e.METRICS_KEY } : {}) },
    serviceHosts: e.TEAMS_SERVICE_HOSTS.split(',').map((host) => host.trim()),
    ...(e.TEAMS_APP_ID ? { teamsAppId: e.TEAMS_APP_ID } : {}),
    ...(e.PUBLIC_HOST ? { publicHost: e.PUBLIC_HOST } : {}),
    linkSecrets: [e.LINK_SECRET, e.LINK_SECRET_BEFORE].filter((one) => one !== undefined),
    collegeName: e.COLLEGE_NAME,
    graph: {
      install: e.GRAPH_INSTALL === 'on',
      reconcile: e.GRAPH_RECONCILE === 'on',
      calendar: e.GRAPH_CALENDAR === 'on',
      reports: e.GRAPH_REPORTS === 'on',
      groups: e.GRAPH_GROUPS ?? [],
    },
    senders: sendersFrom(e),
    ...(e.COLLEGE_PHONE ? { collegePhone: e.COLLEGE_PHONE } : {}),
    ...(e.COLLEGE_CONTACT ? { collegeContact: e.COLLEGE_CONTACT } : {}),
    ...(e.PACKS_DIR ? { packsDir: e.PACKS_DIR } : {}),
    ...(e.BANK_HOLIDAYS_FILE ? { bankHolidaysFile: e.BANK_HOLIDAYS_FILE } : {}),
    ...(e.MODEL_ENDPOINT_URL
      ? {
          modelEndpoint: {
            url: e.MODEL_ENDPOINT_URL,
            model: e.MODEL_ENDPOINT_MODEL ?? '',
            ...(e.MODEL_ENDPOINT_KEY ? { key: e.MODEL_ENDPOINT_KEY } : {}),
            maySend: (e.MODEL_ENDPOINT_MAY_SEND?.split(',') ?? []) as ('names' | 'health' | 'concerns')[],
          },
        }
      : {}),
    words: {
      ...(e.PRIVACY_NOTICE ? { privacy: e.PRIVACY_NOTICE } : {}),
      ...(e.TERMS_OF_USE ? { terms: e.TERMS_OF_USE } : {}),
      ...(e.SECURITY_CONTACT ? { securityContact: e.SECURITY_CONTACT } : {}),
    },
    retention: readRetention(e.RETENTION).retention,
    logLevel: e.LOG_LEVEL,
  });
}
