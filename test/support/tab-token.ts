import type { LoopbackTeams } from '../teams/loopback-teams.ts';

/** A token as Teams gives it to the tab of somebody; `more` and `options` make it another. */
export function tabToken(teams: LoopbackTeams, oid: string, more: Record<string, unknown> = {}, options = {}): string {
  const claims = {
    iss: `https://login.microsoftonline.com/${teams.tenantId}/v2.0`,
    aud: teams.appId,
    tid: teams.tenantId,
    oid,
    scp: 'access_as_user',
    serviceurl: undefined,
    ...more,
  };
  return teams.mint.sign(teams.appId, '', claims, options);
}

/** Asks the bot for a session with such a token. */
export async function askSession(base: string, token: string, to = '') {
  const answer = await fetch(`${base}/p/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, to }),
  });
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie') ?? '',
    body: (await answer.json()) as { to?: string; words?: string },
  };
}
