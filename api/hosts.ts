/** Refuses requests under a foreign host name: a page of another site that rebinds its name to loopback gets no answer. */
import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Loopback names are always served, others only when they are configured. */
export function hostGuard(configured: readonly string[]): MiddlewareHandler {
  const served = new Set([...loopbackNames, ...configured.map((name) => name.toLowerCase())]);
  return async (context, next) => {
    const url = new URL(context.req.url);
    const header = context.req.header('host') ?? url.host;
    for (const name of [url.hostname, header.replace(/:\d*$/, '')]) {
      if (served.has(name.toLowerCase())) continue;
      throw problem('HOST_UNKNOWN', `the host was "${name}", served are ${[...served].join(', ')}`);
    }
    await next();
  };
}
