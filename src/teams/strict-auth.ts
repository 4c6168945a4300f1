import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConfiguration,
  AuthenticationError,
  type ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
  type ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector';
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js';
import { ProvenTokens } from './proven-tokens.ts';
import { KeysNotReached, SigningKeys } from './signing-keys.ts';

/** Where tokens come from and go to; loopback in tests, Microsoft's in production (the defaults). */
type TeamsEndpoints = {
  openIdMetadataUrl?: string;
  credentials?: ServiceClientCredentialsFactory;
  /** How old signing keys may be before they are fetched anew; a day unless told otherwise. */
  keysFreshMs?: number;
};

type AppIdentity = { type: string; id: string; password?: string; tenantId: string };

const issuer = 'https://api.botframework.com';

/** Calls to Teams may take this long; Teams itself gives up on us after 10 to 15 s. */
const callTimeoutMs = 8_000;

type Policy = {
  name: string;
  sendRequest(request: { timeout?: number }, next: (request: object) => Promise<unknown>): Promise<unknown>;
};
type Pipeline = { removePolicy(which: { name: string }): void; addPolicy(policy: Policy): void };

/** Makes it once; again after it failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Takes botbuilder's silent retries away (they post a card up to four times) and gives every call a time limit. */
function tame(factory: ConnectorFactory): ConnectorFactory {
  return {
    async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
      const client = await factory.create(serviceUrl, audience);
      const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
      pipeline.removePolicy({ name: 'defaultRetryPolicy' });
      pipeline.addPolicy({
        name: 'timeLimit',
        sendRequest: (request, next) => {
          request.timeout ||= callTimeoutMs;
          return next(request);
        },
      });
      return client;
    },
  };
}

/** botbuilder looks for keys by the address they come from; its own would wait for ever for a silent one. */
function useOwnKeys(url: string, freshMs?: number): string {
  const places = JwtTokenExtractor as unknown as { openIdMetadataCache: Map<string, SigningKeys> };
  places.openIdMetadataCache.set(url, new SigningKeys(url, freshMs));
  return url;
}

function claimsOf(claims: { type: string; value: unknown }[]): Record<string, unknown> {
  return Object.fromEntries(claims.map((claim) => [claim.type, claim.value]));
}

/**
 * botbuilder's token checks, and what they leave out: a token must come from the Bot Framework's issuer for this app,
 * expire, and name the serviceUrl. "Emulator" and skill tokens are refused. Every failure is an AuthenticationError,
 * but `KeysNotReached` when nobody can be proven just now.
 */
export class StrictAuth extends ConfigurationBotFrameworkAuthentication {
  readonly #proven: ProvenTokens<AuthenticateRequestResult>;
  #userTokens: (() => Promise<UserTokenClient>) | undefined;

  constructor(app: AppIdentity, endpoints: TeamsEndpoints = {}) {
    if (!app.id) throw new Error('an app id is required: botbuilder switches authentication off without one');
    const metadata = endpoints.openIdMetadataUrl;
    super(
      {
        MicrosoftAppId: app.id,
        MicrosoftAppType: app.type,
        MicrosoftAppTenantId: app.tenantId,
        ...(app.password ? { MicrosoftAppPassword: app.password } : {}),
        // Setting one of these switches the defaults of the others off, so all are set.
        ToBotFromChannelOpenIdMetadataUrl: useOwnKeys(
          metadata ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
          endpoints.keysFreshMs,
        ),
        ToBotFromEmulatorOpenIdMetadataUrl: useOwnKeys(
          metadata
            ? `${metadata}-emulator`
            : 'https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration',
          endpoints.keysFreshMs,
        ),
        ToBotFromChannelTokenIssuer: issuer,
        ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${app.type === 'MultiTenant' ? 'botframework.com' : app.tenantId}`,
        ToChannelFromBotOAuthScope: issuer,
        OAuthUrl: issuer,
        CallerId: 'urn:botframework:azure',
      },
      endpoints.credentials,
      new AuthenticationConfiguration([], async (claims) => {
        const claim = claimsOf(claims);
        const isOurs =
          claim.iss === issuer &&
          claim.aud === app.id &&
          typeof claim.exp === 'number' &&
          typeof claim.serviceurl === 'string';
        if (!isOurs) throw new AuthenticationError('claims not allowed', 401);
      }),
    );
    this.#proven = new ProvenTokens(endpoints.keysFreshMs);
  }

  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const key = ProvenTokens.keyOf(authHeader, activity.serviceUrl, activity.channelId);
    const known = this.#proven.get(key);
    if (known) return known;
    try {
      const { connectorFactory, ...proven } = await super.authenticateRequest(activity, authHeader);
      const factory = connectorFactory && tame(connectorFactory);
      // For every turn the adapter has a client made, which is the same for all that come with this token.
      const create = factory && once(() => factory.create(activity.serviceUrl, proven.audience));
      const result = { ...proven, ...(create ? { connectorFactory: { create } } : {}) };
      this.#proven.keep(key, result, Number(claimsOf(proven.claimsIdentity.claims).exp) * 1_000);
      return result;
    } catch (error) {
      if (error instanceof AuthenticationError || error instanceof KeysNotReached) throw error;
      throw new AuthenticationError('token not valid', 401);
    }
  }

  /** The adapter wants one for every turn; it is for signing in, which nobody does here. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= once(() => super.createUserTokenClient(identity));
    return this.#userTokens();
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return tame(super.createConnectorFactory(identity));
  }
}
