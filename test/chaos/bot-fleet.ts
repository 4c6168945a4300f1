import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/until.ts';
import type { BotSettings } from './bot-process.ts';

type Bot = {
  name: string;
  /** How far this bot's wall clock is off, in milliseconds. */
  clockMs: number;
  port?: number;
  process?: ChildProcess;
  isWanted: boolean;
};

/** Real bot processes. One that ends is started again, as a supervisor would; one can be killed at any moment. */
export class BotFleet {
  readonly bots: Bot[];
  readonly #settings: BotSettings;
  /** Bots that ended without being killed, with their last words. */
  readonly ownEnds: string[] = [];
  #isStopping = false;

  constructor(settings: BotSettings, clocks: readonly number[]) {
    this.#settings = settings;
    this.bots = clocks.map((clockMs, i) => ({ name: `bot-${i + 1}`, clockMs, isWanted: true }));
  }

  async start(): Promise<void> {
    for (const bot of this.bots) this.#launch(bot);
    await this.allUp();
  }

  /** Ports of the bots that are up now. */
  ports(): number[] {
    return this.bots.map((bot) => bot.port).filter((port) => port !== undefined);
  }

  async allUp(): Promise<void> {
    await until('all bots to be up', () => this.ports().length === this.bots.length, 180_000);
  }

  /** Kills a bot in the middle of whatever it does; it is back after `awayMs`. */
  async kill(bot: Bot, awayMs: number): Promise<void> {
    const running = bot.process;
    if (!running || bot.port === undefined) return;
    bot.isWanted = false;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
    await pause(awayMs);
    bot.isWanted = true;
    if (!this.#isStopping) this.#launch(bot);
  }

  /** Stops a bot where it stands, longer than its leases last, and lets it go on. */
  async freeze(bot: Bot, ms: number): Promise<void> {
    bot.process?.kill('SIGSTOP');
    await pause(ms);
    bot.process?.kill('SIGCONT');
  }

  /** Changes a running bot's wall clock. */
  shiftClock(bot: Bot, clockMs: number): void {
    bot.clockMs = clockMs;
    if (bot.process?.connected) bot.process.send({ clockMs });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(
      this.bots.map(async ({ process: running }) => {
        if (!running || running.exitCode !== null || running.signalCode !== null) return;
        const gone = once(running, 'exit');
        running.kill('SIGKILL');
        await gone;
      }),
    );
  }

  #launch(bot: Bot): void {
    const preload = join(import.meta.dirname, 'shifted-clock.cjs');
    const entry = join(import.meta.dirname, 'bot-process.ts');
    const env = { ...process.env, CHAOS_BOT: JSON.stringify(this.#settings), CHAOS_CLOCK_MS: String(bot.clockMs) };
    const child = spawn(process.execPath, ['--require', preload, entry], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    bot.process = child;
    const log = createWriteStream(join(this.#settings.directory, `${bot.name}.log`), { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-4_000);
    });
    child.on('message', (message) => {
      bot.port = (message as { port: number }).port;
    });
    child.on('exit', () => {
      log.end();
      delete bot.port;
      if (!bot.isWanted || this.#isStopping) return;
      this.ownEnds.push(`${bot.name}: ${/^\w*Error.*$/m.exec(words)?.[0] ?? 'no words'}`);
      setTimeout(() => {
        if (bot.isWanted && !this.#isStopping) this.#launch(bot);
      }, 500);
    });
  }
}
