import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppCredentials, type ServiceClientCredentialsFactory } from 'botframework-connector';
import { createFolderSender } from '../../src/channels/folder-sender.ts';
import type { Parts } from '../../src/compose.ts';
import { createGraph } from '../../src/graph/graph-client.ts';
import { createLearnedReader, patientMs } from '../../src/reader/learned-reader.ts';
import { cardKeyId } from '../../src/teams/cards/draw-card.ts';
import { StrictAuth } from '../../src/teams/strict-auth.ts';

/** Where the loopback Teams is and who the bot is there; plain data, so that it can go to another process. */
export type LoopbackPlace = { url: string; appId: string; tenantId: string };

class LoopbackCredentials extends AppCredentials {
  readonly #url: string;
  constructor(place: LoopbackPlace) {
    super(place.appId, place.tenantId);
    this.#url = place.url;
  }
  protected override async refreshToken() {
    const answer = await fetch(`${this.#url}/token`, { method: 'POST' });
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
    return { accessToken: access_token, expiresOn: new Date(Date.now() + expires_in * 1_000) } as never;
  }
}

function credentialsFor(place: LoopbackPlace): ServiceClientCredentialsFactory {
  return {
    isValidAppId: async (appId: string) => appId === place.appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => new LoopbackCredentials(place),
  } as unknown as ServiceClientCredentialsFactory;
}

/** Signed links to the bot's own pages on this machine. */
export const loopbackLinks = {
  secrets: ['a-secret-of-the-loopback-for-links-only'],
  base: (port: number) => `http://127.0.0.1:${port}`,
};

/** One for all bots of a process: loading it takes a moment. */
const reader = createLearnedReader({ waitMs: patientMs });

export type LoopbackOptions = Omit<Partial<Parts>, 'graph'> & {
  graph?: { install: boolean; reconcile: boolean };
  keysFreshMs?: number;
  /** Where the folder sender writes, which sends everything here unless told otherwise. */
  outboxDir?: string;
};

/** The parts of a bot that talks to a loopback Teams: production's own, with loopback addresses and tokens. */
export function loopbackParts(
  place: LoopbackPlace,
  mongo: { uri: string; database: string },
  options: LoopbackOptions = {},
): Parts {
  const { graph, keysFreshMs, outboxDir, ...rest } = options;
  const folder = createFolderSender(outboxDir ?? join(tmpdir(), `attendance-outbox-${process.pid}`));
  const credential = {
    getToken: async () => {
      const answer = (await (await fetch(`${place.url}/token`, { method: 'POST' })).json()) as { access_token: string };
      return { token: answer.access_token, expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return {
    mongo,
    http: { host: '127.0.0.1', port: 0 },
    app: { id: place.appId, tenantId: place.tenantId },
    auth: new StrictAuth(
      { type: 'SingleTenant', id: place.appId, password: 'loopback-secret', tenantId: place.tenantId },
      {
        openIdMetadataUrl: `${place.url}/meta`,
        credentials: credentialsFor(place),
        ...(keysFreshMs === undefined ? {} : { keysFreshMs }),
      },
    ),
    isServiceUrl: (url) => url.href === `${place.url}/teams/`,
    isFileUrl: (url) => url.href.startsWith(`${place.url}/files/`),
    links: loopbackLinks,
    ssoKeysUrl: `${place.url}/meta`,
    defaultServiceUrl: `${place.url}/teams/`,
    reader,
    isTimeMovable: true,
    senders: { sms: folder, mail: folder, mis: folder },
    college: { name: 'Brookvale College', phone: '01632 960123' },
    logLevel: 'silent',
    ...(graph
      ? {
          graph: createGraph({
            credential,
            elsewhere: { baseUrl: `${place.url}/graph/`, headers: { authorization: `Bearer graph-${place.appId}` } },
            teamsAppId: 'manifest-1',
            ...graph,
            keyId: cardKeyId,
          }),
        }
      : {}),
    ...rest,
  } as Parts;
}
