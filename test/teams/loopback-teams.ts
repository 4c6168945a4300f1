import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, shut } from '../support/listen.ts';
import { RateLimit } from './limits.ts';
import { TokenMint } from './tokens.ts';

export type Card = { type: 'AdaptiveCard'; body: unknown[]; actions?: CardAction[] };
export type CardAction = {
  type: string;
  title: string;
  verb: string;
  data: Record<string, unknown>;
  associatedInputs?: 'auto' | 'none';
  style?: string;
};
export type Shown = { id: string; at: number; text?: string; card?: Card; summary?: string; edits: number };
export type User = {
  entraId: string;
  id: string;
  name: string;
  /** The mail of their account, and the name they sign in with. */
  email: string;
  upn: string;
  role: 'user' | 'guest';
  chatId: string;
  installed: boolean;
  /** A policy keeps the app from being installed for them. */
  mayNotInstall?: boolean;
  refuse?: { status: number; body: object };
};

/** What a call to the connector meets instead of an ordinary answer. */
export type Fault =
  | { kind: 'refuse'; status: number; headers?: Record<string, string>; body?: object }
  /** The effect happens, the answer is this status. */
  | { kind: 'after-effect'; status: number }
  /** The effect happens, the connection breaks. */
  | { kind: 'drop' }
  /** The effect happens; no answer ever comes. */
  | { kind: 'hang' };
type Call = { method: string; path: string; conversationId: string; at: number; status: number };

/** What a fetch of a file meets instead of its bytes. */
export type FileFault =
  | { kind: 'refuse'; status: number }
  /** Bytes without end. */
  | { kind: 'endless' }
  | { kind: 'redirect'; to: string };

const mostBytes = 100 * 1024;

/**
 * Teams on loopback: OpenID keys and signed tokens, the Bot Connector with its limits and error codes, rosters, and the
 * two Graph calls the bot makes. Enforces what is documented or measured of Teams; faults are told to it by tests.
 */
export class LoopbackTeams {
  readonly mint = new TokenMint();
  readonly appId = randomUUID();
  readonly tenantId = randomUUID();
  readonly users = new Map<string, User>();
  readonly chats = new Map<string, Map<string, Shown>>();
  /** Who is in a team's channel. */
  readonly channels = new Map<string, User[]>();
  rosterPage = 2;
  readonly calls: Call[] = [];
  /** Under which id the app stands in the organisation's catalogue; none: it was not uploaded. */
  catalogueId: string | undefined = 'catalogue-1';
  /** Whether the app was given User.Read.All. */
  mayReadUsers = true;
  /** What Graph answers to everything, while it is set. */
  graphFault: { status: number; headers?: Record<string, string> } | undefined;
  /** Which paths of Graph were asked for. */
  readonly graphCalls: string[] = [];
  readonly #files = new Map<string, { bytes: Buffer; fault?: FileFault }>();
  /** Every fetch of a file, and the token it came with. */
  readonly fetched: { path: string; authorization: string | undefined }[] = [];
  /** Asked before every connector call that has an effect. */
  fault: (call: { method: string; path: string; conversationId: string }) => Fault | undefined = () => undefined;
  /** What the next lookups of a roster's member meet, one after the other, instead of an answer. */
  readonly rosterFaults: ('drop' | { status: number; headers?: Record<string, string> })[] = [];
  /** Told every card that is sent, updated or given as an answer, as it is then. */
  onShown: (card: Card) => void = () => undefined;
  /** Teams' rates per conversation; off for tests about other things. */
  limited = true;
  canDelete = true;
  /** What a fetch of the signing keys meets: no answer, an error, or something else than keys. */
  keysFault: 'hang' | 'error' | 'garbage' | undefined;
  readonly #limits = new Map<string, RateLimit>();
  readonly #tokens = new Set<string>();
  #server: Server | undefined;
  #port = 0;
  #sequence = 0;

  async start(): Promise<this> {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#port = await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get serviceUrl(): string {
    return `${this.url}/teams/`;
  }
  get metadataUrl(): string {
    return `${this.url}/meta`;
  }

  /** Makes a Teams user. Not installed: the bot cannot write to them before they install it. */
  addUser(name: string, options: Partial<Pick<User, 'email' | 'upn' | 'role' | 'entraId' | 'installed'>> = {}): User {
    const entraId = options.entraId ?? randomUUID();
    const email = options.email ?? `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@brookvale.example`;
    const user: User = {
      entraId,
      id: `29:${entraId}`,
      name,
      email,
      upn: options.upn ?? email,
      role: options.role ?? 'user',
      chatId: `a:${entraId}`,
      installed: options.installed ?? true,
    };
    this.users.set(entraId, user);
    this.chats.set(user.chatId, new Map());
    return user;
  }

  /** Makes a team channel with these people in it. */
  addChannel(id: string, users: User[]): Map<string, Shown> {
    this.channels.set(id, users);
    this.chats.set(id, new Map());
    return this.chats.get(id) ?? new Map();
  }

  /** What stands in a user's chat with the bot, oldest first. */
  shownTo(user: User): Shown[] {
    return [...(this.chats.get(user.chatId)?.values() ?? [])];
  }

  /** Puts a file where Teams keeps those picked in a chat; its address needs no token. */
  hostFile(name: string, bytes: Buffer, fault?: FileFault): string {
    const path = `/files/${randomUUID()}/${name}`;
    this.#files.set(path, { bytes, ...(fault ? { fault } : {}) });
    return `${this.url}${path}`;
  }

  /** Puts a picture where Teams keeps those pasted into a chat: at the connector, for the bot's token only. */
  hostPicture(bytes: Buffer): string {
    const path = `/teams/v3/attachments/${randomUUID()}/views/original`;
    this.#files.set(path, { bytes });
    return `${this.url}${path}`;
  }

  #serveFile({ bytes, fault }: { bytes: Buffer; fault?: FileFault }, response: ServerResponse): void {
    const status = fault?.kind === 'refuse' ? fault.status : fault?.kind === 'redirect' ? 302 : 200;
    response.writeHead(status, fault?.kind === 'redirect' ? { location: fault.to } : {});
    if (fault?.kind !== 'endless') return void response.end(status === 200 ? bytes : '');
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 65)));
    };
    response.on('drain', more);
    more();
  }

  #userOfChat(conversationId: string): User | undefined {
    return [...this.users.values()].find((user) => user.chatId === conversationId);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const [rawPath = '/', query = ''] = (request.url ?? '/').split('?');
    const path = decodeURIComponent(rawPath);
    const answer = (status: number, value: object = {}, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(value));
    };
    const isKeys = path.startsWith('/meta') || path === '/keys';
    if (isKeys && this.keysFault === 'hang') return;
    if (isKeys && this.keysFault) return answer(this.keysFault === 'error' ? 500 : 200, { keys: 'none' });
    if (path === '/meta' || path === '/meta-emulator')
      return answer(200, {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${this.url}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (path === '/keys') return answer(200, this.mint.jwks());
    if (path === '/token') {
      const token = randomUUID();
      this.#tokens.add(token);
      return answer(200, { access_token: token, expires_in: 3_600 });
    }
    const file = this.#files.get(path);
    if (file) this.fetched.push({ path, authorization: request.headers.authorization });
    if (file && path.startsWith('/files/')) return this.#serveFile(file, response);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!this.#tokens.has(token) && token !== `graph-${this.appId}`)
      return answer(401, { error: { code: 'Unauthorized', message: 'no token of mine' } });
    if (file) return this.#serveFile(file, response);
    if (path.startsWith('/graph/')) return this.#graph(request.method ?? '', path, body, answer);
    return this.#connector(request.method ?? '', path.replace(/^\/teams/, ''), query, body, answer, response);
  }

  #graph(
    method: string,
    path: string,
    body: string,
    answer: (status: number, value?: object, headers?: Record<string, string>) => void,
  ) {
    this.graphCalls.push(path);
    const { status, headers } = this.graphFault ?? {};
    if (status) return answer(status, { error: { code: `Fault${status}`, message: 'told to fail' } }, headers);
    // Graph's id of a chat is not the connector's.
    const chat = /\/chats\/19:(.+)@unq\.gbl\.spaces\/messages$/.exec(path)?.[1];
    if (method === 'GET' && chat) {
      const messages = [...(this.chats.get(chat)?.values() ?? [])].reverse().slice(0, 50);
      return answer(200, {
        value: messages.map((one) => ({
          id: one.id,
          attachments: one.card ? [{ content: JSON.stringify(one.card) }] : [],
        })),
      });
    }
    const [, entraId = '', installation] =
      /\/users\/([^/]+)\/teamwork\/installedApps(?:\/([^/]+)\/chat)?$/.exec(path) ?? [];
    const owner = this.users.get(entraId);
    if (method === 'GET' && owner && installation === 'install-1')
      return answer(200, { id: `19:${owner.chatId}@unq.gbl.spaces` });
    if (method === 'GET' && owner) return answer(200, { value: owner.installed ? [{ id: 'install-1' }] : [] });
    if (method === 'GET' && path.endsWith('/appCatalogs/teamsApps'))
      return answer(200, { value: this.catalogueId ? [{ id: this.catalogueId }] : [] });
    if (method === 'GET' && path.endsWith('/users'))
      return this.mayReadUsers
        ? answer(200, { value: [] })
        : answer(403, { error: { code: 'Forbidden', message: 'no' } });
    const name = /\/users\/([^/]+)$/.exec(path)?.[1];
    if (method === 'GET' && name) {
      const found = [...this.users.values()].find((one) => one.upn.toLowerCase() === name.toLowerCase());
      if (!found) return answer(404, { error: { code: 'Request_ResourceNotFound', message: 'not found' } });
      const { entraId: id, name: displayName, upn: userPrincipalName, email: mail, role } = found;
      const userType = role === 'guest' ? 'Guest' : 'Member';
      return answer(200, { id, displayName, userPrincipalName, mail, userType });
    }
    const user = this.users.get(/\/users\/([^/]+)\/teamwork\/installedApps$/.exec(path)?.[1] ?? '');
    if (method === 'POST' && user?.mayNotInstall) return answer(403, { error: { code: 'Forbidden', message: 'no' } });
    if (method !== 'POST' || !user || !this.catalogueId || !body.includes(this.catalogueId))
      return answer(404, { error: { code: 'NotFound', message: 'not found' } });
    if (user.installed) return answer(409, { error: { code: 'Conflict', message: 'installed already' } });
    user.installed = true;
    return answer(201);
  }

  #connector(
    method: string,
    path: string,
    query: string,
    body: string,
    answer: (status: number, value?: object, headers?: Record<string, string>) => void,
    response: ServerResponse,
  ) {
    const parts = path.split('/').filter(Boolean);
    const conversationId = parts[2] ?? 'new';
    const record = (status: number) => this.calls.push({ method, path, conversationId, at: Date.now(), status });
    const reply = (status: number, value: object = {}, headers: Record<string, string> = {}) => {
      record(status);
      answer(status, value, headers);
    };
    if (method === 'GET' && parts[3] === 'pagedmembers') {
      const all = this.channels.get(conversationId) ?? [];
      const from = Number(new URLSearchParams(query).get('continuationToken') ?? 0);
      const page = all
        .slice(from, from + this.rosterPage)
        .map((user) => ({ id: user.id, name: user.name, aadObjectId: user.entraId, email: user.email }));
      const next = from + this.rosterPage;
      return reply(200, { members: page, ...(next < all.length ? { continuationToken: String(next) } : {}) });
    }
    if (method === 'GET' && parts[3] === 'members') {
      const fault = this.rosterFaults.shift();
      if (fault === 'drop') {
        record(0);
        response.destroy();
        return;
      }
      if (fault)
        return reply(fault.status, { error: { code: `Fault${fault.status}`, message: 'told to fail' } }, fault.headers);
      const user = [...this.users.values()].find((one) => one.id === parts[4] || one.entraId === parts[4]);
      if (!user) return reply(404, { error: { code: 'MemberNotFoundInConversation', message: 'not a member' } });
      return reply(200, {
        id: user.id,
        name: user.name,
        aadObjectId: user.entraId,
        email: user.email,
        userPrincipalName: user.upn,
        userRole: user.role,
        tenantId: this.tenantId,
      });
    }
    const lane = this.#limits.get(conversationId) ?? new RateLimit();
    this.#limits.set(conversationId, lane);
    const wait = this.limited ? lane.take(Date.now()) : 0;
    if (wait > 0)
      return reply(429, { error: { code: 'TooManyRequests', message: 'slow down' } }, { 'retry-after': String(wait) });
    if (Buffer.byteLength(body, 'utf16le') > mostBytes)
      return reply(413, { error: { code: 'MessageSizeTooBig', message: 'too big' } });
    const fault = this.fault({ method, path, conversationId });
    if (fault?.kind === 'refuse')
      return reply(
        fault.status,
        fault.body ?? { error: { code: `Fault${fault.status}`, message: 'told to fail' } },
        fault.headers,
      );
    const effect = this.#effect(method, parts, body);
    if (fault?.kind === 'drop') {
      record(0);
      response.destroy();
      return;
    }
    if (fault?.kind === 'hang') {
      record(0);
      return;
    }
    if (fault?.kind === 'after-effect' && effect.status < 300)
      return reply(fault.status, { error: { code: 'InternalServerError', message: 'after the effect' } });
    return reply(effect.status, effect.body);
  }

  #effect(method: string, parts: string[], body: string): { status: number; body: object } {
    const refuse = (status: number, code: string) => ({ status, body: { error: { code, message: code } } });
    if (method === 'POST' && parts.length === 2) {
      const asked = JSON.parse(body) as { members?: { id: string }[]; isGroup?: boolean };
      const [member] = asked.members ?? [];
      if (asked.isGroup || asked.members?.length !== 1 || !member) return refuse(400, 'BadSyntax');
      const user = this.users.get(member.id);
      if (!user) return refuse(403, 'ForbiddenOperationException');
      return user.installed ? { status: 201, body: { id: user.chatId } } : refuse(403, 'BotNotInConversationRoster');
    }
    const chat = this.chats.get(parts[2] ?? '');
    const user = this.#userOfChat(parts[2] ?? '');
    if (!chat) return refuse(404, 'ConversationNotFound');
    if (user && !user.installed) return refuse(403, 'BotNotInConversationRoster');
    if (user?.refuse) return user.refuse;
    const activityId = parts[4];
    if (method === 'POST') {
      const id = `${Date.now()}-${++this.#sequence}`;
      this.#show(chat, { ...readShown(id, body), edits: 0 });
      return { status: 201, body: { id } };
    }
    const before = activityId ? chat.get(activityId) : undefined;
    if (!activityId || !before) return refuse(404, 'ActivityNotFoundInConversation');
    if (method === 'DELETE') {
      if (!this.canDelete) return refuse(501, 'NotImplemented');
      chat.delete(activityId);
      return { status: 200, body: {} };
    }
    this.#show(chat, { ...readShown(activityId, body), edits: before.edits + 1 });
    return { status: 200, body: { id: activityId } };
  }

  #show(chat: Map<string, Shown>, shown: Shown): void {
    chat.set(shown.id, shown);
    if (shown.card) this.onShown(shown.card);
  }
}

function readShown(id: string, body: string): Omit<Shown, 'edits'> {
  const activity = JSON.parse(body) as { text?: string; summary?: string; attachments?: { content: Card }[] };
  const card = activity.attachments?.[0]?.content;
  return {
    id,
    at: Date.now(),
    ...(activity.text ? { text: activity.text } : {}),
    ...(activity.summary ? { summary: activity.summary } : {}),
    ...(card ? { card } : {}),
  };
}
