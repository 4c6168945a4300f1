import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Messages of one role in one month, and how many were not understood. */
type HeardCounts = { role: string; month: string; heard: number; missed: number };
type DueCounts = { due: number; oldestDueMs: number; dead: number; parked: number };

const withinMs = 1_500;
/** So soon after an answer somebody else is likely to be about to ask. */
const lullMs = 100;

/** Undefined when it fails or takes too long. */
async function soon<T>(call: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), withinMs);
  });
  return Promise.race([call().catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

/** How it stands with the MIS: `codes` says why the last tries failed. */
type MisCounts = { waiting: number; oldestMs: number; refused: number; codes: readonly string[] };

/** Activities by their type; whatever else comes is one. */
const types = new Set([
  'message',
  'messageUpdate',
  'messageDelete',
  'invoke',
  'conversationUpdate',
  'installationUpdate',
]);
function typeOf(body: unknown): string {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return typeof type === 'string' && types.has(type) ? type : 'other';
}

/** What operators watch; the README's operator page says what each alarm means. */
export function createMetrics(
  counts: () => Promise<DueCounts>,
  heard: () => Promise<readonly HeardCounts[]>,
  mis: () => Promise<MisCounts>,
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const turns = new Histogram({
    name: 'attendance_turn_seconds',
    help: 'Time to answer one activity from Teams',
    labelNames: ['type', 'status'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const outcomes = new Counter({
    name: 'attendance_card_outcomes_total',
    help: 'Outcomes of showing cards: shown, throttled (429), passing, ambiguous, reconciled, parked and more',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const due = new Gauge({ name: 'attendance_due', help: 'Steps due now', registers: [registry] });
  const oldest = new Gauge({
    name: 'attendance_oldest_due_seconds',
    help: 'Age of the oldest step due',
    registers: [registry],
  });
  const dead = new Gauge({
    name: 'attendance_dead_letters',
    help: 'Steps given up; see `cli dead-letters`',
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'attendance_parked_cards',
    help: 'Cards whose recipient cannot be reached just now',
    registers: [registry],
  });
  const up = new Gauge({
    name: 'attendance_database_up',
    help: '1 while the database answers; without it the figures about what is due are the last ones known',
    registers: [registry],
  });
  const messages = new Gauge({
    name: 'attendance_messages_this_month',
    help: 'Messages people wrote this month, by role',
    labelNames: ['role'],
    registers: [registry],
  });
  const missed = new Gauge({
    name: 'attendance_messages_not_understood_this_month',
    help: 'Those of them that were not understood; see `cli not-understood`',
    labelNames: ['role'],
    registers: [registry],
  });
  const misWaiting = new Gauge({
    name: 'attendance_mis_waiting',
    help: 'Events the MIS has not taken yet',
    registers: [registry],
  });
  const misOldest = new Gauge({
    name: 'attendance_mis_oldest_waiting_seconds',
    help: 'Age of the oldest of them',
    registers: [registry],
  });
  const misRefused = new Gauge({
    name: 'attendance_mis_refused',
    help: 'Events the MIS will not take, for its officer to look at',
    registers: [registry],
  });
  const misFailing = new Gauge({
    name: 'attendance_mis_failing',
    help: '1 for each reason for which the last tries failed, such as http-401, http-503, file-ENOSPC',
    labelNames: ['code'],
    registers: [registry],
  });
  let underWay = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  return {
    /** Times a turn, and knows meanwhile that somebody waits for it. */
    async duringTurn<Answer extends { status: number }>(body: unknown, turn: () => Promise<Answer>): Promise<Answer> {
      const started = performance.now();
      underWay++;
      const answer = await turn().finally(() => underWay--);
      const endedAt = performance.now();
      // Whoever is turned away at the door holds nothing up.
      if (answer.status < 300) answeredAt = endedAt;
      const seconds = (endedAt - started) / 1_000;
      turns.observe({ type: typeOf(body), status: String(answer.status) }, seconds);
      return answer;
    },
    isAnswering: () => underWay > 0 || performance.now() - answeredAt < lullMs,
    countOutcome(outcome: string) {
      outcomes.inc({ outcome });
    },
    async render() {
      const [now, talk, told] = await Promise.all([soon(counts), soon(heard), soon(mis)]);
      up.set(now ? 1 : 0);
      if (now) {
        due.set(now.due);
        oldest.set(now.oldestDueMs / 1_000);
        dead.set(now.dead);
        parked.set(now.parked);
      }
      if (told) {
        misWaiting.set(told.waiting);
        misOldest.set(told.oldestMs / 1_000);
        misRefused.set(told.refused);
        misFailing.reset();
        for (const code of told.codes) misFailing.set({ code }, 1);
      }
      const [latest] = talk ?? [];
      for (const one of talk?.filter(({ month }) => month === latest?.month) ?? []) {
        messages.set({ role: one.role }, one.heard);
        missed.set({ role: one.role }, one.missed);
      }
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
