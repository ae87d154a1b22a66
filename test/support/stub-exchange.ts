/** A server that gives set replies by method and path, and remembers what it was asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly route: string;
  /** Of the query and of a body that is JSON or a form. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
};

type Answer = unknown | ((asked: Asked) => unknown);

/** By route, such as "GET /v2/time"; an answer that is a function is given what was asked. */
export type Routes = Readonly<Record<string, Answer>>;

export type StubExchange = {
  readonly url: string;
  asked(route: string): readonly Asked[];
  close(): void;
};

export async function stubExchange(routes: Routes): Promise<StubExchange> {
  const all: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://stub');
    const body = Buffer.concat(parts).toString();
    const route = `${request.method} ${pathname}`;
    const fields = { ...Object.fromEntries(searchParams), ...fieldsOf(body) };
    const asked = { route, fields, headers: request.headers };
    all.push(asked);
    const answer = routes[route];
    const status = answer === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(typeof answer === 'function' ? answer(asked) : (answer ?? {})));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: (route) => all.filter((each) => each.route === route),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function fieldsOf(body: string): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(body));
}
