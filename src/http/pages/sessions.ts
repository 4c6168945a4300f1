import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../usecases/core/same-secret.ts';

/** A session ends after this long; in Teams the tab then proves anew who is there, without asking anybody. */
const sessionMs = 60 * 60_000;

/**
 * Who is looking at the pages, as a sealed cookie that scripts cannot read. Each person's pages stand under a folder of
 * their own, and the cookie belongs to it, so that two people's pages can be open in one browser. `isSecure`: false only
 * where the pages are on this machine without TLS. The first secret seals; what the others sealed is still read.
 */
export function createSessions(secrets: readonly string[], isSecure: boolean) {
  const [current = ''] = secrets;
  const seal = (secret: string, what: string, text: string) =>
    createHmac('sha256', secret).update(`${what}|${text}`).digest('base64url');
  const name = isSecure ? '__Secure-attendance' : 'attendance';
  const folderOf = (secret: string, personId: string) => seal(secret, 'folder', personId).slice(0, 12);
  return {
    /** The folder of somebody's pages, and the header that lets them in. */
    begin(personId: string, now: Date): { folder: string; cookie: string } {
      const folder = folderOf(current, personId);
      const payload = Buffer.from(JSON.stringify([personId, now.getTime() + sessionMs])).toString('base64url');
      const value = `${payload}.${seal(current, 'session', payload)}`;
      // In Teams the pages stand inside another site's; a browser keeps the cookie for that place alone (Partitioned).
      const across = isSecure ? 'Secure; SameSite=None; Partitioned' : 'SameSite=Lax';
      const cookie = `${name}=${value}; Path=/p/${folder}; Max-Age=${sessionMs / 1_000}; HttpOnly; ${across}`;
      return { folder, cookie };
    },
    /** Whose session a request of this folder is; undefined when there is none, or it is over. */
    read(folder: string, cookies: string, now: Date): string | undefined {
      for (const one of cookies.split(';')) {
        const [key = '', value = ''] = one.trim().split('=');
        const [payload = '', seals = '', ...more] = value.split('.');
        const secret = secrets.find((each) => isSameSecret(seals, seal(each, 'session', payload)));
        if (key !== name || more.length > 0 || secret === undefined) continue;
        const [personId, until] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [string, number];
        if (now.getTime() < until && isSameSecret(folder, folderOf(secret, personId))) return personId;
      }
      return undefined;
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
