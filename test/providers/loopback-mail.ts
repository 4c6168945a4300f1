import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { listen, shut } from '../support/listen.ts';

/** A mail as it was taken: its whole source. */
export type Mail = { to: string; source: string };

/** A mail server on loopback: greets, asks for a password, takes mails, and refuses what `refuse` says for a recipient. */
export class LoopbackSmtp {
  readonly mails: Mail[] = [];
  /** Answers to RCPT TO by address, such as "550 5.1.1 No such user". */
  readonly refuse = new Map<string, string>();
  /** Closes the connection once a mail has been taken, before saying so. */
  isLosingAnswers = false;
  url = '';
  #server!: Server;
  readonly #sockets = new Set<Socket>();

  async start(): Promise<void> {
    this.#server = createServer((socket) => this.#talk(socket));
    this.url = `smtp://bot:secret@127.0.0.1:${await listen(this.#server)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await shut(this.#server);
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let to = '';
    let data: string | undefined;
    let pending = '';
    const take = (source: string) => {
      this.mails.push({ to, source });
      if (this.isLosingAnswers) socket.destroy();
      else say('250 2.0.0 queued');
    };
    const answer = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return say('250-loopback\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME');
      if (verb === 'AUTH') {
        const isOurs = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString() === '\0bot\0secret';
        return say(isOurs ? '235 2.7.0 welcome' : '535 5.7.8 bad credentials');
      }
      if (verb === 'RCPT') {
        to = /<(.+)>/.exec(line)?.[1] ?? '';
        return say(this.refuse.get(to) ?? '250 2.1.5 fine');
      }
      if (verb === 'DATA') {
        data = '';
        return say('354 go on');
      }
      if (verb === 'QUIT') return socket.end('221 bye\r\n');
      return say('250 fine');
    };
    socket.on('data', (chunk) => {
      pending += chunk.toString('utf8');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (data === undefined) answer(line);
        else if (line === '.') {
          take(data);
          data = undefined;
        } else data += `${line}\r\n`;
      }
    });
    say('220 loopback ESMTP');
  }
}

/** Graph's sendMail on loopback: takes MIME as base64 text, answers 202 with nothing, or one fault after the other. */
export class LoopbackGraphMail {
  readonly mails: (Mail & { mailbox: string })[] = [];
  readonly faults: { status: number; code: string; retryAfter?: string }[] = [];
  url = '';
  #server!: HttpServer;

  async start(): Promise<void> {
    this.#server = createHttp(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      const mailbox = /\/users\/([^/]+)\/sendMail$/.exec(request.url ?? '')?.[1];
      const fault = this.faults.shift();
      const refuse = (status: number, code: string, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify({ error: { code, message: code } }));
      };
      if (fault) return refuse(fault.status, fault.code, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {});
      if (!request.headers['content-type']?.startsWith('text/plain') || !/^[A-Za-z0-9+/=]+$/.test(text))
        return refuse(400, 'ErrorMimeContentInvalidBase64String');
      const source = Buffer.from(text, 'base64').toString('utf8');
      const to = /^To: .*?([^\s<>]+@[^\s<>]+)/m.exec(source)?.[1] ?? '';
      this.mails.push({ mailbox: decodeURIComponent(mailbox ?? ''), to, source });
      response.writeHead(202);
      response.end();
    });
    this.url = `http://127.0.0.1:${await listen(this.#server)}/`;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }
}
