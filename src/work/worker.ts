import { setTimeout as pause } from 'node:timers/promises';
import type { OutboxRow } from '../domain/outbox-row.ts';
import { type Claim, type Due, type DueKind, dueKinds } from '../usecases/core/delivery.ts';
import type { Clock } from '../usecases/core/ports.ts';
import { createOutboxRoom } from './outbox-room.ts';

/** Carries out one claimed step. It settles or releases the claim itself, or returns and leaves that to `whenDone`. */
type StepHandler = (claim: Claim) => Promise<void>;
type Handlers = Record<DueKind, StepHandler>;

type WorkerLog = {
  debug(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};

const pollMs = 1_000;
/** While somebody waits for an answer, each look at what is due comes so much later. */
const answeringGapMs = 50;
/**
 * While somebody waits for an answer, a register is carried on once it was left alone for so long: one that is pressed
 * again within that is carried on once for both presses, and the answers of a busy minute come first.
 */
const leftAloneMs = 2_000;
const concurrency: Record<DueKind, number> = {
  sessions: 4,
  registers: 6,
  notices: 4,
  concerns: 2,
  tasks: 6,
  slots: 12,
  outbox: 12,
  // One after the other: a yes must not be heard before what it answers.
  incoming: 1,
  mailboxes: 1,
  misEvents: 1,
  misLanes: 4,
  // Exchange takes four calls at once for one mailbox.
  calendarEvents: 4,
  meetingReports: 2,
  groupReadings: 1,
};
/**
 * So many at a time, while somebody waits for an answer, of what nobody looks at the moment it is done. Of the MIS two, so
 * that a share which does not answer holds up no learner; while registers are carried on too, since people see those.
 */
const givesWay: Partial<Record<DueKind, number>> = { registers: 1, misLanes: 2 };
const mostTries = 12;
/**
 * A step claimed this often without ever being settled is given up unseen: whoever had it was killed or hung by it.
 * A slot's passing refusals alone may take 200 tries.
 */
const mostClaims = (kind: DueKind) => (kind === 'slots' ? 400 : 2 * mostTries);
/** A step that runs for this many leases is no longer held: others may take it, this process not while it runs. */
const mostRenewals = 60;

type WorkerOptions = {
  leaseMs?: number | undefined;
  /** Messages a second that the sender of a kind takes. */
  perSecond?: Partial<Record<OutboxRow['kind'], number>>;
  /** True while somebody waits for an answer: registers are then carried on one at a time, and the MIS is told two. */
  isAnswering?(): boolean;
};

/** Backoff with jitter for a step that failed: from half a second to at most a minute. */
export function backoffMs(tries: number): number {
  return Math.min(60_000, 500 * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2);
}

/**
 * The one loop over what is due. Any number of instances share it through leases; it wakes when told in process, at the
 * next due time, and once a second. A step that runs longer than its lease renews it and is not claimed here a second
 * time. One that throws is tried again with growing delay, then becomes a dead letter.
 */
export function createWorker(
  world: { due: Due; clock: Clock & { sync(): Promise<void> } },
  handlers: Handlers,
  log: WorkerLog,
  { leaseMs = 30_000, perSecond = {}, isAnswering = () => false }: WorkerOptions = {},
) {
  const { due, clock } = world;
  const room = createOutboxRoom(perSecond);
  const running = new Map<DueKind, number>(dueKinds.map((kind) => [kind, 0]));
  const inFlight = new Map<Promise<void>, Claim>();
  /** Kinds of which something is just being claimed. */
  const claiming = new Map<DueKind, Promise<void>>();
  /** Kinds that a look found due while they were being claimed. */
  const askedMeanwhile = new Set<DueKind>();
  /** Kinds of which more was due than there was room for. */
  const hasMore = new Set<DueKind>();
  let stopping = false;
  let syncedAt = Number.NEGATIVE_INFINITY;
  let woken = false;
  let wakeUp: (() => void) | undefined;
  let loop: Promise<void> | undefined;

  /** How long something of a kind is left alone once it is due, in milliseconds. */
  const leftAlone = (kind: DueKind) => (kind === 'registers' && isAnswering() ? leftAloneMs : 0);

  const hasRoom = (kind: DueKind): boolean => {
    const isCarrying = kind !== 'registers' && (running.get('registers') ?? 0) > 0;
    const most = (isAnswering() || isCarrying ? givesWay[kind] : undefined) ?? concurrency[kind];
    return !stopping && (running.get(kind) ?? 0) < most;
  };

  const wake = () => {
    woken = true;
    wakeUp?.();
  };

  /** Renews the lease while the step runs; the function it returns ends that. */
  function keepLease(claim: Claim): () => void {
    let left = mostRenewals;
    const stop = () => clearInterval(timer);
    const timer = setInterval(() => {
      if (left-- === 0) {
        log.error({ kind: claim.kind, id: claim.id, tries: claim.tries }, 'step runs too long');
        stop();
        return;
      }
      due.renew(claim).then(
        (isOurs) => isOurs || stop(),
        () => undefined,
      );
    }, leaseMs / 3);
    timer.unref();
    return stop;
  }

  async function carryOut(claim: Claim): Promise<void> {
    if (claim.tries > mostClaims(claim.kind)) {
      log.error({ kind: claim.kind, id: claim.id, tries: claim.tries }, 'step given up');
      await due.bury(claim, 'never-ended').catch(() => undefined);
      return;
    }
    const letGo = keepLease(claim);
    try {
      await handlers[claim.kind](claim).finally(letGo);
    } catch (error) {
      // The message may hold people's words or keys; name and code say enough.
      const { name = 'unknown', code = '' } = error as { name?: string; code?: unknown };
      const what = `${name} ${code}`.trim();
      log.error({ kind: claim.kind, id: claim.id, tries: claim.tries, err: what }, 'step failed');
      // A database that does not answer is no fault of the step: no try is burnt.
      const isOfDatabase = /^Mongo(Network|ServerSelection|WriteConcern|Topology|PoolClear)/.test(name);
      const giveUp = claim.tries >= mostTries && !isOfDatabase;
      await (giveUp ? due.bury(claim, what) : due.release(claim, backoffMs(claim.tries), what, !isOfDatabase)).catch(
        () => undefined,
      );
    }
  }

  const roomsBeside = (own: readonly Claim[], paused: readonly string[]) =>
    room.rooms(
      own.map((one) => one.doc as OutboxRow),
      paused,
    );

  /** Claims what is due of one kind, as long as there is room; `more`: there may be more than that. */
  async function claimWhatIsDue(kind: DueKind): Promise<{ any: boolean; more: boolean }> {
    // Of the others nothing lies in a lane that may have to wait.
    const paused = kind === 'slots' || kind === 'outbox' ? [...(await due.paused()).keys()] : [];
    let any = false;
    while (hasRoom(kind)) {
      const lanes = kind === 'slots' ? paused : [];
      const own = [...inFlight.values()].filter((one) => one.kind === kind);
      const not = { lanes, ids: own.map((one) => one.id) };
      const rooms = kind === 'outbox' ? roomsBeside(own, paused) : undefined;
      if (rooms?.length === 0) return { any, more: false };
      const dueBy = new Date(clock.now().getTime() - leftAlone(kind));
      const claim = await due.claim(kind, dueBy, leaseMs, rooms ? { ...not, rooms } : not);
      if (!claim) return { any, more: false };
      any = true;
      if (kind === 'outbox') room.took((claim.doc as OutboxRow).kind);
      running.set(kind, (running.get(kind) ?? 0) + 1);
      const task = carryOut(claim).finally(() => {
        inFlight.delete(task);
        running.set(kind, (running.get(kind) ?? 1) - 1);
        if (hasMore.has(kind) && hasRoom(kind)) beginClaims(kind, wake);
        else wake();
      });
      inFlight.set(task, claim);
    }
    return { any, more: true };
  }

  /**
   * Has what is due of a kind claimed, unless that is under way. Each kind by itself: a claim waits for the majority, and a
   * register's room that is free again need wait neither until a dozen cards are claimed nor for a look at all that is due.
   * `ifNothing`: what is to be done where nothing of it was left.
   */
  function beginClaims(kind: DueKind, ifNothing: () => void = () => undefined): void {
    if (claiming.has(kind)) {
      askedMeanwhile.add(kind);
      return;
    }
    if (!hasRoom(kind)) return;
    hasMore.delete(kind);
    const ended = claimWhatIsDue(kind)
      .catch((error) => {
        sayNotReached(error);
        return { any: false, more: false };
      })
      .then(({ any, more }) => {
        claiming.delete(kind);
        if (more) hasMore.add(kind);
        // What fell due during the last of these claims may have come too late for it.
        if (askedMeanwhile.delete(kind)) wake();
        else if (!any) ifNothing();
      });
    claiming.set(kind, ended);
  }

  const sayNotReached = (error: unknown) =>
    log.warn({ err: error instanceof Error ? error.name : 'unknown' }, 'database not reached, looking again');

  /** Has what is due claimed, and says how long to wait before looking again. */
  async function look(): Promise<number> {
    // Between two looks at the server's clock this process's own goes on from it; a look after each step would be most of a
    // busy worker's commands.
    if (performance.now() - syncedAt >= pollMs) {
      await clock.sync();
      syncedAt = performance.now();
    }
    const firstAt = await due.firstAt();
    const gapMs = isAnswering() ? answeringGapMs : pollMs;
    const now = clock.now().getTime();
    const ahead = [...firstAt].map(([kind, at]) => ({ kind, ms: at.getTime() + leftAlone(kind) - now }));
    for (const { kind, ms } of ahead) if (ms <= 0) beginClaims(kind);
    return Math.min(gapMs, ...ahead.map(({ ms }) => ms).filter((ms) => ms > 0));
  }

  async function run(): Promise<void> {
    while (!stopping) {
      // Each press wakes this loop: it lets the answer go first, and at a busy hour looks once for many of them.
      if (isAnswering()) await pause(answeringGapMs);
      woken = false;
      let waitMs = pollMs;
      try {
        waitMs = await look();
      } catch (error) {
        sayNotReached(error);
      }
      if (woken || stopping) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, waitMs));
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wakeUp = undefined;
    }
  }

  return {
    wake,
    /** True while a step is being carried out here. */
    isBusy: () => inFlight.size > 0,
    start() {
      loop ??= run();
    },
    /** Claims nothing more and waits for what is running, at most `graceMs`; the rest is taken up by others. */
    async stop(graceMs = 1_200): Promise<void> {
      stopping = true;
      wake();
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
      const ended = async () => {
        await loop;
        await Promise.all(claiming.values());
        await Promise.all(inFlight.keys());
      };
      await Promise.race([ended(), grace]);
    },
  };
}
