import { CloudAdapter, type Activity as SdkActivity, type TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  type BotFrameworkAuthentication,
} from 'botframework-connector';
import { Activity, tenantsOf } from './activity.ts';
import { faultAnswer, type HandleActivity, type InvokeAnswer } from './bot.ts';
import { refusalWords } from './refusal-words.ts';
import { KeysNotReached } from './signing-keys.ts';

/** CloudAdapter, entered with a request that is proven already; HTTP is left to the http room. */
class TurnRunner extends CloudAdapter {
  async runTurn(
    proven: AuthenticateRequestResult,
    activity: SdkActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(proven, activity, logic);
  }
}

type DoorLog = {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};

type DoorOptions = {
  auth: BotFrameworkAuthentication;
  handle: HandleActivity;
  /** The tenants whose people may come in. */
  tenants: readonly string[];
  /** True for a serviceUrl the bot may send its token to. */
  isServiceUrl(url: URL): boolean;
  log: DoorLog;
  newReference(): string;
};

/** True for a serviceUrl of Teams: https and exactly one of these hosts, no credentials or odd port. */
export function teamsServiceUrl(hosts: readonly string[]): (url: URL) => boolean {
  return (url) => url.protocol === 'https:' && hosts.includes(url.host) && url.username === '' && url.password === '';
}

/**
 * What stands between the internet and the bot. 400 for what is no activity, 403 for a serviceUrl or tenant that is
 * not allowed, 401 for a token that does not prove the sender, 503 while no token can be checked. A fault inside is told to the person with a reference,
 * and never becomes a 500.
 */
export function createDoor(options: DoorOptions) {
  const runner = new TurnRunner(options.auth);
  const { log } = options;

  async function runSafely(proven: AuthenticateRequestResult, activity: Activity): Promise<InvokeAnswer> {
    const reference = options.newReference();
    const started = performance.now();
    let answer: InvokeAnswer | undefined;
    const seen = { turn: reference, type: activity.type, name: activity.name, from: activity.from.aadObjectId };
    const inTurn = async (context: TurnContext) => {
      try {
        answer = await options.handle(context);
      } catch (error) {
        log.error({ ...seen, err: errorName(error), at: firstFrame(error) }, 'turn failed');
        answer = faultAnswer(reference);
        if (activity.type === 'message' || activity.type === 'messageUpdate')
          await context
            .sendActivity(
              `Not done, please try again. If it happens again, tell the office this reference: ${reference}`,
            )
            .catch(() => log.warn(seen, 'could not tell the person either'));
      }
    };
    try {
      await runner.runTurn(proven, activity as unknown as SdkActivity, inTurn);
    } catch (error) {
      log.error({ ...seen, err: errorName(error), at: firstFrame(error) }, 'turn not run');
      answer = faultAnswer(reference);
    }
    log.info({ ...seen, ms: Math.round(performance.now() - started) }, 'turn');
    const empty =
      activity.type === 'invoke'
        ? {
            status: 200,
            body: {
              statusCode: 200,
              type: 'application/vnd.microsoft.activity.message',
              value: refusalWords({ refused: 'unknown-verb' }),
            },
          }
        : { status: 200 };
    return activity.type === 'invoke' ? (answer ?? empty) : empty;
  }

  return async function receive(body: unknown, authHeader: string): Promise<InvokeAnswer> {
    const parsed = Activity.safeParse(body);
    if (!parsed.success) return { status: 400, body: { error: 'not an activity this bot takes' } };
    const activity = parsed.data;
    if (!options.isServiceUrl(new URL(activity.serviceUrl)))
      return { status: 403, body: { error: 'serviceUrl not allowed' } };
    let proven: AuthenticateRequestResult;
    try {
      proven = await options.auth.authenticateRequest(activity as unknown as SdkActivity, authHeader);
    } catch (error) {
      if (error instanceof KeysNotReached) {
        log.warn({ err: errorName(error.cause) }, 'signing keys not reached');
        return { status: 503, body: { error: 'nobody can be proven just now, try again' } };
      }
      if (!(error instanceof AuthenticationError)) log.warn({ err: errorName(error) }, 'token could not be checked');
      return { status: 401, body: { error: 'not authenticated' } };
    }
    const tenants = tenantsOf(activity);
    if (tenants.length === 0 || tenants.some((id) => !options.tenants.includes(id)))
      return { status: 403, body: { error: 'tenant not allowed' } };
    return runSafely(proven, activity);
  };
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** Where in our code something failed: file and line, never the message, which may hold people's words. */
function firstFrame(error: unknown): string | undefined {
  const frame = error instanceof Error ? error.stack?.split('\n').find((line) => line.includes('/src/')) : undefined;
  return frame?.replace(/^.*\/src\//, '').replace(/\)$/, '');
}
