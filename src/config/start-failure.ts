import { SettingsMistakes } from './settings.ts';

type Fault = {
  name?: string;
  code?: unknown;
  message?: string;
  syscall?: string;
  /** What MongoDB's driver knew of the servers when it gave up. */
  reason?: { type?: string; servers?: ReadonlyMap<string, { type?: string; error?: { message?: string } | null }> };
};

/** Why a server was not reached, in words, from what the system said. */
function sayUnreached(said: string): string {
  if (/ECONNREFUSED/.test(said)) return 'nothing listens at that address; is mongod running there?';
  if (/ENOTFOUND|EAI_AGAIN|querySrv/.test(said)) return 'its host name is not known on this machine';
  if (/certificate|TLS|SSL/i.test(said)) return 'a secure connection could not be made; look at its tls settings';
  return 'no answer from there; does a firewall stand between?';
}

/** Why the database cannot be worked with: a sentence that names the setting, never its value. */
export function sayDatabase(error: unknown): string | undefined {
  const { name = '', code, message = '', reason } = (error ?? {}) as Fault;
  if (!name.startsWith('Mongo')) return undefined;
  if (/ParseError|InvalidArgument|MongoAPIError/.test(name)) return 'MONGODB_URI: not an address MongoDB understands';
  if (code === 18 || /authentication failed/i.test(message))
    return 'MONGODB_URI: the database refuses its user name or password';
  if (code === 13) return 'MONGODB_DATABASE: the user in MONGODB_URI may not read and write it';
  if (name === 'MongoServerError') return `MONGODB_URI: the database refused what was asked of it, with code ${code}`;
  const servers = [...(reason?.servers?.values() ?? [])];
  if (servers.some(({ type }) => type === 'RSGhost'))
    return 'MONGODB_URI: the server there is not a member of a replica set yet; run rs.initiate() on it once';
  const said = servers.map((one) => one.error?.message ?? '');
  // Servers that answer but belong to another set are dropped from the list.
  if (reason?.type?.startsWith('ReplicaSet') && said.every((text) => text === ''))
    return 'MONGODB_URI: no server there belongs to the replica set it names (replicaSet=...), or none is its primary just now';
  return `MONGODB_URI: ${sayUnreached([...said, message].join(' '))}`;
}

function sayListening({ code, syscall }: Fault): string | undefined {
  if (code === 'EADDRINUSE') return 'PORT: something else listens on it already';
  if (code === 'EACCES' && syscall === 'listen') return 'PORT: this user may not listen on it; take one above 1023';
  if (code === 'EADDRNOTAVAIL' || (code === 'ENOTFOUND' && syscall === 'getaddrinfo'))
    return 'HOST: not an address of this machine';
  return undefined;
}

/** What an operator reads when the bot did not start: a sentence that names the setting, never its value. */
export function sayStartFailure(error: unknown): string {
  const fault = (error ?? {}) as Fault;
  const mistake = sayDatabase(error) ?? sayListening(fault);
  if (mistake) return new SettingsMistakes([mistake]).message;
  return error instanceof Error ? error.message : 'unknown failure';
}
