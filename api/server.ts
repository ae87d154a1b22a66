/** The HTTP server: binds a host and port, says why when it cannot, and closes without cutting answers short. */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { ConfigError } from '../src/base/errors.ts';
import type { Api } from './app.ts';

export type RunningServer = {
  /** http://127.0.0.1:8420 */
  readonly url: string;
  /** Takes no new request, ends those under way, and waits for executions. */
  close(): Promise<void>;
};

/** Open connections are cut when they have not ended by then. */
const closePatienceMs = 5000;

/** Errors: ConfigError when the port is taken or may not be used. */
export async function startServer(
  api: Api,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = await listen(api, { host, port });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}`,
    async close() {
      await endConnections(server);
      await api.close();
    },
  };
}

function listen(api: Api, { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: api.app.fetch, hostname: host, port }, () => {
      server.removeListener('error', refuse);
      resolve(server);
    }) as Server;
    const refuse = (cause: NodeJS.ErrnoException): void => {
      reject(new ConfigError(whyNot(cause, { host, port }), { cause }));
    };
    server.once('error', refuse);
  });
}

function whyNot(
  { code, message }: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is taken: stop the program that uses it, or choose another with --port`;
    case 'EACCES':
      return `port ${port} on ${host} may not be used by this user: choose one from 1024 up with --port`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `the host ${host} is not an address of this machine`;
    default:
      return `the server cannot listen on ${host}:${port}: ${message}`;
  }
}

function endConnections(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), closePatienceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
