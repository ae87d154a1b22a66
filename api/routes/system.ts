/** What machines ask for without a key: is it alive, is it ready, and the document of the API. */
import { createRoute, z } from '@hono/zod-openapi';
import { type TradingMode, tradingModes } from '../../src/execution/permit.ts';
import { json } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { requireReady } from '../guards.ts';
import { openApiDocument } from '../open-api.ts';
import { problemSchema } from '../schemas.ts';

const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  trading: z.enum([...tradingModes, 'unknown']).openapi({
    description: 'Whether orders may leave; unknown while the store cannot be read.',
  }),
});
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
    async (context) => {
      const trading = await tradingOf(api);
      return context.json({ status: 'ok' as const, version, trading }, 200);
    },
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

/** The process is alive all the same when its store is not. */
async function tradingOf({ workspace }: ApiContext): Promise<TradingMode | 'unknown'> {
  try {
    return (await workspace.store.trading.get()).state;
  } catch {
    return 'unknown';
  }
}
