/** The server on a socket: it serves, says why it cannot, and closes in peace. */
import { describe, expect, it } from 'vitest';
import { startServer } from '../../api/server.ts';
import { createApiWorld } from '../support/api-world.ts';

const host = '127.0.0.1';

describe('the server', () => {
  it('serves on a free port and is gone after closing', async () => {
    const { api } = await createApiWorld();
    const server = await startServer(api, { host, port: 0 });
    const answer = await fetch(`${server.url}/health`);
    expect(await answer.json()).toEqual({ status: 'ok', trading: 'active', version: '0.1.0' });
    await server.close();
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  it('says what to do when the port is taken', async () => {
    const { api } = await createApiWorld();
    const server = await startServer(api, { host, port: 0 });
    const port = Number(new URL(server.url).port);
    try {
      await expect(startServer(api, { host, port })).rejects.toThrow(
        `port ${port} on ${host} is taken: stop the program that uses it, or choose another with --port`,
      );
    } finally {
      await server.close();
    }
  });

  it('names a host that is none of this machine', async () => {
    const { api } = await createApiWorld();
    await expect(startServer(api, { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'the host 192.0.2.1 is not an address of this machine',
    );
  });

  it('refuses a body that is too large while it is still coming in', async () => {
    const { api, secrets } = await createApiWorld();
    const server = await startServer(api, { host, port: 0 });
    try {
      const answer = await fetch(`${server.url}/api/v1/portfolios/core/recommendations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secrets.admin}`, 'content-type': 'application/json' },
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(70_000));
            controller.close();
          },
        }),
        duplex: 'half',
      } as RequestInit);
      expect(answer.status).toBe(413);
    } finally {
      await server.close();
    }
  });
});
