import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { freePort } from '../support/listen.ts';
import { until } from '../support/until.ts';

type Member = { name: string; port: number; directory: string; process: ChildProcess | undefined };

/** Real mongods as one replica set on loopback, three unless said; each can be frozen, killed and started again. */
export class ReplicaSet {
  readonly members: Member[] = [];
  readonly #binary: string;
  constructor(binary: string) {
    this.#binary = binary;
  }

  get uri(): string {
    return `mongodb://${this.members.map((one) => `127.0.0.1:${one.port}`).join(',')}/?replicaSet=chaos`;
  }

  async start(directory: string, names: readonly string[] = ['a', 'b', 'c']): Promise<void> {
    for (const name of names) {
      const own = join(directory, `mongod-${name}`);
      mkdirSync(own, { recursive: true });
      this.members.push({ name, port: await freePort(), directory: own, process: undefined });
    }
    for (const member of this.members) this.launch(member);
    const members = this.members.map((one, _id) => ({ _id, host: `127.0.0.1:${one.port}` }));
    const settings = { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500 };
    const [first] = this.members as [Member];
    const allAnswer = async () =>
      (await Promise.all(this.members.map((one) => this.#ask(one, { ping: 1 })))).every(Boolean);
    await until('the mongods to answer', allAnswer, 30_000);
    const config = { replSetInitiate: { _id: 'chaos', members, settings } };
    await until('the replica set to be made', () => this.#ask(first, config), 20_000);
    await this.healthy();
  }

  /** Starts a member's process on its files. */
  launch(member: Member): void {
    const log = join(member.directory, 'mongod.log');
    const where = ['--dbpath', member.directory, '--port', String(member.port), '--bind_ip', '127.0.0.1'];
    const small = ['--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64', '--nounixsocket', '--quiet'];
    // As the README tells operators: what a killed bot left half done must not lock others out for a minute.
    const life = ['--setParameter', 'transactionLifetimeLimitSeconds=10'];
    const args = ['--replSet', 'chaos', ...where, ...small, ...life, '--logpath', log, '--logappend'];
    member.process = spawn(this.#binary, args, { stdio: 'ignore' });
  }

  /** Kills a member at once and waits until it is gone. */
  async kill(member: Member): Promise<void> {
    const running = member.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
    member.process = undefined;
  }

  async freeze(member: Member, ms: number): Promise<void> {
    member.process?.kill('SIGSTOP');
    await pause(ms);
    member.process?.kill('SIGCONT');
  }

  async stepDown(member: Member): Promise<void> {
    await this.#ask(member, { replSetStepDown: 5, secondaryCatchUpPeriodSecs: 2, force: true });
  }

  async primary(): Promise<Member> {
    return until(
      'a primary',
      async () => {
        for (const member of this.members)
          if ((await this.#ask(member, { hello: 1 }))?.isWritablePrimary === true) return member;
        return undefined;
      },
      30_000,
    );
  }

  /** Waits until there is one primary and all others follow it. */
  async healthy(): Promise<void> {
    await until(
      'a healthy replica set',
      async () => {
        const status = await this.#ask(await this.primary(), { replSetGetStatus: 1 });
        const states = ((status?.members ?? []) as { stateStr: string }[]).map((one) => one.stateStr).sort();
        return states.join() === this.members.map((_, i) => (i === 0 ? 'PRIMARY' : 'SECONDARY')).join();
      },
      45_000,
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => this.kill(member)));
  }

  /** One command to one member; undefined when it does not answer. */
  async #ask(member: Member, command: object): Promise<Record<string, unknown> | undefined> {
    const limits = { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 1_000, socketTimeoutMS: 4_000 };
    const client = new MongoClient(`mongodb://127.0.0.1:${member.port}/`, { directConnection: true, ...limits });
    try {
      return await client.db('admin').command(command);
    } catch {
      return undefined;
    } finally {
      await client.close();
    }
  }
}
