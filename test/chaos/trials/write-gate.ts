import { connect, createServer, type Server, type Socket } from 'node:net';
import { listen, shut } from '../../support/listen.ts';

/** Commands that change something; a claim of what is due is asked for all the time, so it is not counted. */
const writes = ['insert', 'update', 'delete', 'bulkWrite', 'commitTransaction'];
const opMsg = 2013;

/** The name of the command in a message of MongoDB's wire protocol: the first key of its first section. */
function commandOf(message: Buffer): string {
  if (message.length < 27 || message.readInt32LE(12) !== opMsg || message[20] !== 0) return '';
  return message.toString('latin1', 26, message.indexOf(0, 26));
}

/**
 * Stands between a bot and its database and counts the writes that pass. The one after the last that is allowed is kept
 * back, and so is all that comes later: so a bot can be killed or frozen between any two of its writes, without a line in
 * its code.
 */
export class WriteGate {
  readonly #port: number;
  #server!: Server;
  readonly #sockets = new Set<Socket>();
  #allowed = Number.POSITIVE_INFINITY;
  #onReached: () => void = () => undefined;
  #isShut = false;
  #keptBack: { to: Socket; message: Buffer }[] = [];
  passed = 0;
  /** The database's address through the gate. */
  uri = '';

  /** `port`: of the mongod behind it. */
  constructor(port: number) {
    this.#port = port;
  }

  async open(): Promise<this> {
    this.#server = createServer((near) => this.#join(near, connect({ host: '127.0.0.1', port: this.#port })));
    this.uri = `mongodb://127.0.0.1:${await listen(this.#server)}/?directConnection=true`;
    return this;
  }

  /** Lets so many writes pass from now on; fulfilled when the next one comes, which is kept back. */
  allow(count: number): Promise<void> {
    this.passed = 0;
    this.#allowed = count;
    return new Promise((resolve) => {
      this.#onReached = resolve;
    });
  }

  /** Lets everything pass; what was kept back arrives now, however late, or never. */
  lift(keptBack: 'arrives' | 'is-lost'): void {
    this.#allowed = Number.POSITIVE_INFINITY;
    this.#isShut = false;
    for (const { to, message } of this.#keptBack.splice(0))
      if (keptBack === 'arrives' && !to.destroyed) to.write(message);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await shut(this.#server);
  }

  #join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (bytes) => near.write(bytes));
    let left = Buffer.alloc(0);
    near.on('data', (bytes) => {
      left = Buffer.concat([left, bytes]);
      while (left.length >= 4 && left.length >= left.readInt32LE(0)) {
        const message = left.subarray(0, left.readInt32LE(0));
        left = left.subarray(message.length);
        if (this.#mayPass(message)) far.write(message);
        else this.#keptBack.push({ to: far, message });
      }
    });
  }

  #mayPass(message: Buffer): boolean {
    if (this.#isShut) return false;
    if (!writes.includes(commandOf(message))) return true;
    if (this.passed >= this.#allowed) {
      this.#isShut = true;
      this.#onReached();
      return false;
    }
    this.passed++;
    return true;
  }
}
