import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { listen, shut } from './listen.ts';

/**
 * The wire between a bot and its database: it can be slow, fall silent as with a frozen server, or be cut as with a
 * stopped one. Bytes arrive in order and none is lost unless it is cut.
 */
export class Wire {
  /** How long each packet takes, one way. */
  delayMs = 0;
  readonly #to: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #thawed: Promise<void> | undefined;
  #thaw: (() => void) | undefined;

  private constructor(to: { host: string; port: number }) {
    this.#to = to;
  }

  /** A wire to the server of a MongoDB address. */
  static async to(uri: string): Promise<Wire> {
    const { hostname, port } = new URL(uri);
    const wire = new Wire({ host: hostname, port: Number(port) });
    await wire.mend();
    return wire;
  }

  /** The address through this wire; direct, since a replica set would tell its members' own addresses. */
  get uri(): string {
    return `mongodb://127.0.0.1:${this.#port}/?directConnection=true`;
  }

  /** From now on nothing comes through; connections are still taken, as a stopped process's kernel does. */
  freeze(): void {
    this.#thawed ??= new Promise((resolve) => {
      this.#thaw = resolve;
    });
  }

  thaw(): void {
    this.#thaw?.();
    this.#thawed = undefined;
  }

  /** Ends every connection and takes no new one. */
  async cut(): Promise<void> {
    this.thaw();
    const closed = shut(this.#server);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
  }

  /** Takes connections, again on the same port after a cut. */
  async mend(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer((near) => this.#join(near, connect(this.#to)));
    this.#port = await listen(this.#server, this.#port);
  }

  #join(near: Socket, far: Socket): void {
    this.#carry(near, far);
    this.#carry(far, near);
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    let last = Promise.resolve();
    from.on('data', (bytes) => {
      const due = performance.now() + this.delayMs;
      last = last.then(async () => {
        if (this.#thawed) await this.#thawed;
        const left = due - performance.now();
        if (left > 0) await pause(left);
        if (!to.destroyed) to.write(bytes);
      });
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
