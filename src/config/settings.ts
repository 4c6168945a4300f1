import { z } from 'zod';

const guid = z.guid('a GUID such as 00000000-0000-4000-8000-000000000000');
const isNotZero = (id: string) => !/^[0-]+$/.test(id);
const realGuid = guid.refine(isNotZero, 'a real id, not all zeros');
/** An empty line in the environment is a setting not given. */
const empty = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema);
const flag = z.enum(['on', 'off']).default('off');

/** The public cloud and the official government clouds of Teams; nothing under a customer's control. */
const teamsHosts =
  'smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us';

const Environment = z
  .object({
    MICROSOFT_APP_TYPE: z.enum(
      ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'],
      'SingleTenant, UserAssignedMSI or MultiTenant',
    ),
    MICROSOFT_APP_ID: realGuid,
    MICROSOFT_APP_PASSWORD: empty(z.string().min(8, 'at least 8 characters').optional()),
    MICROSOFT_APP_TENANT_ID: realGuid,
    MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'a mongodb:// or mongodb+srv:// address'),
    MONGODB_DATABASE: empty(
      z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,38}$/)
        .default('attendance'),
    ),
    HOST: empty(z.string().default('0.0.0.0')),
    PORT: empty(z.coerce.number().int().min(1).max(65_535).default(3978)),
    TEAMS_SERVICE_HOSTS: empty(z.string().default(teamsHosts)),
    TEAMS_APP_ID: empty(realGuid.optional()),
    PUBLIC_HOST: empty(
      z
        .string()
        .regex(/^[a-z0-9.-]+$/, 'a host name without https://')
        .optional(),
    ),
    LINK_SECRET: empty(z.string().min(32, 'at least 32 characters').optional()),
    COLLEGE_NAME: empty(z.string().min(1).max(60).default('Our college')),
    GRAPH_INSTALL: empty(flag),
    GRAPH_RECONCILE: empty(flag),
    METRICS_KEY: empty(z.string().min(16, 'at least 16 characters').optional()),
    OUTBOX_DIR: empty(z.string().default('.data/outbox')),
    PACKS_DIR: empty(z.string().optional()),
    BANK_HOLIDAYS_FILE: empty(z.string().optional()),
    MODEL_ENDPOINT_URL: empty(
      z
        .string()
        .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/, 'an https:// address, or one on this machine')
        .optional(),
    ),
    MODEL_ENDPOINT_MODEL: empty(z.string().optional()),
    MODEL_ENDPOINT_KEY: empty(z.string().optional()),
    MODEL_ENDPOINT_MAY_SEND: empty(
      z
        .string()
        .regex(/^(names|health|concerns)(,(names|health|concerns))*$/, 'a list of names, health, concerns')
        .optional(),
    ),
    LOG_LEVEL: empty(z.enum(['debug', 'info', 'warn', 'error']).default('info')),
  })
  .superRefine((env, ctx) => {
    const needsPassword = env.MICROSOFT_APP_TYPE !== 'UserAssignedMSI';
    const add = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (needsPassword && !env.MICROSOFT_APP_PASSWORD)
      add('MICROSOFT_APP_PASSWORD', `needed for ${env.MICROSOFT_APP_TYPE}`);
    if (!needsPassword && env.MICROSOFT_APP_PASSWORD)
      add('MICROSOFT_APP_PASSWORD', 'must be empty for UserAssignedMSI');
    if (env.MODEL_ENDPOINT_URL && !env.MODEL_ENDPOINT_MODEL)
      add('MODEL_ENDPOINT_MODEL', 'needed with MODEL_ENDPOINT_URL');
    const usesGraph = env.GRAPH_INSTALL === 'on' || env.GRAPH_RECONCILE === 'on';
    if (usesGraph && !env.TEAMS_APP_ID) add('TEAMS_APP_ID', 'needed when GRAPH_INSTALL or GRAPH_RECONCILE is on');
  });

/** Everything production is told from outside, checked and frozen. */
export type Settings = Readonly<{
  app: { type: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant'; id: string; password?: string; tenantId: string };
  mongo: { uri: string; database: string };
  http: { host: string; port: number; metricsKey?: string };
  serviceHosts: readonly string[];
  teamsAppId?: string;
  publicHost?: string;
  /** With a public host: pages behind signed links work. */
  linkSecret?: string;
  collegeName: string;
  graph: { install: boolean; reconcile: boolean };
  outboxDir: string;
  packsDir?: string;
  bankHolidaysFile?: string;
  /** A model outside that also reads messages; off unless set. */
  modelEndpoint?: { url: string; model: string; key?: string; maySend: readonly ('names' | 'health' | 'concerns')[] };
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
  if (!parsed.success) {
    const sayIssue = (issue: z.core.$ZodIssue) => {
      const name = String(issue.path[0] ?? '');
      const isMissing = env[name] === undefined || env[name] === '';
      return isMissing && issue.code !== 'custom' ? `${name} is not set` : `${name}: ${issue.message}`;
    };
    throw new SettingsMistakes([...new Set(parsed.error.issues.map(sayIssue))]);
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
    ...(e.LINK_SECRET ? { linkSecret: e.LINK_SECRET } : {}),
    collegeName: e.COLLEGE_NAME,
    graph: { install: e.GRAPH_INSTALL === 'on', reconcile: e.GRAPH_RECONCILE === 'on' },
    outboxDir: e.OUTBOX_DIR,
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
    logLevel: e.LOG_LEVEL,
  });
}
