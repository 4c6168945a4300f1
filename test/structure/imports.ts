import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from '@babel/parser';

export type Source = { path: string; text: string };
type Edge = { from: string; to: string };

/** The rooms of src/ and which of our rooms each may import. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  policy: ['domain'],
  language: ['domain'],
  usecases: ['domain', 'policy', 'language'],
  config: ['domain', 'policy'],
  store: ['domain', 'policy', 'usecases'],
  work: ['domain', 'policy', 'usecases'],
  teams: ['domain', 'policy', 'usecases'],
  graph: ['domain', 'usecases'],
  reader: ['domain', 'language', 'usecases'],
  channels: ['domain', 'usecases', 'sheets'],
  sheets: [],
  http: ['domain', 'usecases', 'sheets'],
  cli: [
    'domain',
    'policy',
    'language',
    'usecases',
    'config',
    'store',
    'reader',
    'channels',
    'graph',
    'senders',
    'sheets',
    'cli',
  ],
  compose: [
    'domain',
    'policy',
    'usecases',
    'config',
    'store',
    'work',
    'teams',
    'graph',
    'reader',
    'http',
    'link-room',
    'open-database',
  ],
  'open-database': ['domain', 'policy', 'config', 'store'],
  'link-room': ['usecases', 'teams', 'http'],
  main: ['compose', 'config', 'graph', 'teams', 'senders'],
  senders: ['config', 'domain', 'channels', 'graph', 'usecases'],
  demo: ['compose', 'config', 'channels', 'domain', 'policy', 'usecases', 'store', 'cli', 'teams'],
};
/** The capabilities of usecases/, and which of the others each may stand on. `desk` gathers them all. */
const mayStandOn: Record<string, readonly string[]> = {
  core: [],
  mis: ['core'],
  standing: ['core'],
  absence: ['core'],
  'catch-up': ['core'],
  measures: ['core', 'standing'],
  risk: ['core', 'standing', 'measures'],
  safeguarding: ['core', 'standing', 'absence', 'risk'],
  registers: ['core', 'standing', 'absence', 'catch-up', 'measures', 'risk', 'safeguarding'],
  notices: ['core', 'safeguarding', 'registers'],
  fairness: ['core', 'standing', 'measures', 'risk', 'registers', 'notices'],
  people: ['core', 'risk', 'registers'],
  sending: ['core', 'safeguarding', 'absence'],
  // What pages show, gathered from what the others keep; none of them knows of it.
  overview: ['core', 'standing', 'absence', 'measures', 'risk', 'safeguarding', 'registers', 'notices', 'people'],
  timetable: ['core', 'catch-up', 'registers'],
  // Texts and mails that come in: it hears them as the chat does, and nothing knows of it but what is due.
  inbound: ['core', 'safeguarding', 'notices', 'sending', 'talk'],
  // Hears every message and answers with what all the others have: it stands on them, and they know nothing of it.
  talk: [
    'core',
    'standing',
    'absence',
    'risk',
    'safeguarding',
    'registers',
    'notices',
    'people',
    'timetable',
    'overview',
    'desk',
  ],
};
/** Packages that live in one room, and what the pure rooms may use. */
const homes: Record<string, readonly string[]> = {
  botbuilder: ['teams', 'demo'],
  'botframework-connector': ['teams', 'compose'],
  mongodb: ['store', 'cli', 'compose'],
  restify: ['http'],
  'onnxruntime-node': ['reader'],
  '@huggingface/tokenizers': ['reader'],
  '@microsoft/microsoft-graph-client': ['graph'],
  'notifications-node-client': ['channels'],
  '@azure/communication-sms': ['channels'],
  twilio: ['channels'],
  nodemailer: ['channels'],
  'email-reply-parser': ['graph'],
};
/**
 * Commands that fill, change or empty the college's own tables as a whole, row by row, and so work on the collections
 * themselves. All others, and every other room, ask the records or, for how things lie, `store/looks`.
 */
const worksOnTables = [
  'cli/import/import-college.ts',
  'cli/import/write-college.ts',
  'cli/import/plan-college.ts',
  'cli/import/plan-import.ts',
  'cli/import/too-much.ts',
  'cli/import/changes-of-people.ts',
  'cli/import/check-leavers.ts',
  'cli/import/missing-sessions.ts',
  'cli/import/refresh-registers.ts',
  'cli/link-account.ts',
  'cli/erasure/',
];
/** What only a collection has, whatever it is called where it is asked; `find`, which lists have too, of ours or by a filter. */
const asksCollections = new RegExp(
  [
    String.raw`\.\s*(?:findOne\w*|distinct|aggregate|(?:count|estimated)Document\w*|(?:insert|update|delete|replace)(?:One|Many)|bulkWrite)\s*(?:<[^(]*>)?\(`,
    String.raw`\b(?:c|collections)\.\w+\s*\.\s*find\s*(?:<[^(]*>)?\(`,
    String.raw`\.\s*find\s*(?:<[^(]*>)?\(\{`,
  ].join('|'),
);
const pure: Record<string, readonly string[]> = {
  domain: ['date-fns', '@date-fns/tz'],
  policy: ['zod'],
  language: [],
};
const impure =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.|setTimeout|setInterval|async |await |fetch\()/;

/** The room a file stands in: its folder under src, or its own name at the top. */
function roomOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\.ts$/, '');
}

/** What a file imports, as written. */
export function importsOf(source: Source): string[] {
  const tree = parse(source.text, { sourceType: 'module', plugins: ['typescript', 'importAttributes'] });
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    const one = node as {
      type?: string;
      source?: { value?: string };
      callee?: { type?: string };
      arguments?: { value?: string }[];
    };
    if (
      ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(
        one.type ?? '',
      ) &&
      one.source?.value
    )
      found.push(one.source.value);
    if (one.type === 'CallExpression' && one.callee?.type === 'Import' && one.arguments?.[0]?.value)
      found.push(one.arguments[0].value);
    for (const [key, child] of Object.entries(node)) if (key !== 'loc' && key !== 'source') walk(child);
  };
  walk(tree.program.body);
  return found;
}

/** All TypeScript sources under a folder, paths relative to it. */
export function sourcesUnder(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

function findCycle(edges: readonly Edge[]): string[] | undefined {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: string, trail: string[]): string[] | undefined => {
    if (state.get(node) === 'done') return undefined;
    if (state.get(node) === 'open') return [...trail.slice(trail.indexOf(node)), node];
    state.set(node, 'open');
    for (const { to } of next.get(node) ?? []) {
      const cycle = visit(to, [...trail, node]);
      if (cycle) return cycle;
    }
    state.set(node, 'done');
    return undefined;
  };
  for (const { from } of edges) {
    const cycle = visit(from, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Every breach of the house's import rules, in words that say what to do. `exists` resolves a path under src. */
export function findBreaches(sources: readonly Source[], exists: (path: string) => boolean): string[] {
  const breaches: string[] = [];
  const edges: Edge[] = [];
  for (const source of sources) {
    const room = roomOf(source.path);
    const allowed = mayImport[room];
    if (!allowed) breaches.push(`${source.path}: room "${room}" is not known; name it in the rules`);
    if (room in pure && impure.test(source.text.replace(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
      breaches.push(`${source.path}: ${room} is pure; take the clock, chance and I/O as arguments`);
    const isTheirs = ['store', 'demo'].includes(room) || worksOnTables.some((one) => source.path.startsWith(one));
    if (!isTheirs && asksCollections.test(source.text))
      breaches.push(`${source.path}: only store asks the database; put the question into its records or looks`);
    for (const wanted of importsOf(source)) {
      if (wanted.startsWith('.')) {
        const target = relative('/src', resolve('/src', dirname(source.path), wanted));
        if (!exists(target)) breaches.push(`${source.path}: ${wanted} does not resolve`);
        const to = roomOf(target);
        edges.push({ from: source.path, to: target });
        const [, from = '', into = ''] = [room, source.path.split('/')[1], target.split('/')[1]];
        if (
          room === 'usecases' &&
          to === 'usecases' &&
          from !== into &&
          from !== 'desk' &&
          !mayStandOn[from]?.includes(into)
        )
          breaches.push(
            `${source.path}: ${from} may not stand on ${into} (${wanted}); let desk or a consequence bring them together`,
          );
        if (to !== room && !(allowed ?? []).includes(to))
          breaches.push(`${source.path}: ${room} may not import ${to} (${wanted}); go through a use case or compose`);
        continue;
      }
      const name = wanted.startsWith('@') ? wanted.split('/').slice(0, 2).join('/') : (wanted.split('/')[0] ?? wanted);
      if (homes[name] && !homes[name].includes(room))
        breaches.push(`${source.path}: ${name} lives in ${homes[name].join(', ')} only`);
      if (pure[room] && !pure[room].includes(name))
        breaches.push(`${source.path}: ${room} is pure and may use only ${pure[room].join(', ')}, not ${name}`);
      if (wanted === 'date-fns')
        breaches.push(
          `${source.path}: import date-fns functions from their own paths; the whole package costs a second at start`,
        );
    }
  }
  const cycle = findCycle(edges);
  if (cycle) breaches.push(`cycle: ${cycle.join(' → ')}`);
  return breaches;
}

/** The breaches of the real tree. */
export function findTreeBreaches(src: string): string[] {
  return findBreaches(sourcesUnder(src), (path) => existsSync(join(src, path)));
}
