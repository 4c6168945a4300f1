import { once } from 'node:events';
import { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Has a server listen on loopback, at any free port unless one is named; the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  // One that closes a connection while its client writes on it again answers with a reset; on a busy machine both are late.
  if (server instanceof HttpServer) server.keepAliveTimeout = 75_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Stops a server; whatever still hangs on one that speaks HTTP is cut off. */
export async function shut(server: Server | undefined): Promise<void> {
  if (!server?.listening) return;
  const closed = once(server, 'close');
  server.close();
  if (server instanceof HttpServer) server.closeAllConnections();
  await closed;
}

/** A port at which nothing listens, for a process that is told its own. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await shut(server);
  return port;
}
