/** What machines ask for without a key: is it alive, is it ready, and the document of the API. */
import { createRoute, z } from '@hono/zod-openapi';
import { json } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { requireReady } from '../guards.ts';
import { openApiDocument } from '../open-api.ts';
import { problemSchema } from '../schemas.ts';

const health = z.object({ status: z.literal('ok'), version: z.string() });
const ready = z.object({ status: z.literal('ready') });

export function systemRoutes(app: ApiApp, api: ApiContext): void {
  const { version } = api;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/health',
      summary: 'Whether the process is alive',
      security: [],
      responses: { 200: json(health, 'It is.') },
    }),
    (context) => context.json({ status: 'ok' as const, version }, 200),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/ready',
      summary:
        'Whether anything may be changed: the state is reconciled and the store can be written',
      security: [],
      responses: {
        200: json(ready, 'It is ready.'),
        503: {
          description: 'It is not.',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    }),
    async (context) => {
      await requireReady(api);
      return context.json({ status: 'ready' as const }, 200);
    },
  );

  app.get('/openapi.json', (context) => context.json(openApiDocument(app, version)));
}
