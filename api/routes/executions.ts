/** Executions: what happened to each leg of an approved plan. */
import { createRoute, z } from '@hono/zod-openapi';
import { resolve } from '../../src/app/execution/resolve.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { ownExecution, ownRecommendation } from '../own-records.ts';
import { opened } from '../problem.ts';
import { executionSchema, idempotencyHeader, idParam, reasonText } from '../schemas.ts';
import { executionView } from '../views.ts';

const resolveSchema = z
  .strictObject({
    reason: reasonText,
    absent: z
      .boolean()
      .default(false)
      .openapi({ description: 'You have seen that the order is not at the venue.' }),
  })
  .openapi('Resolve');

export function executionRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  readRoute(app, api, guards);
  resolveRoute(app, api, guards);
}

function readRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/executions/{id}',
      summary: 'One execution',
      middleware: guards.read('read'),
      request: { params: idParam },
      responses: { 200: json(executionSchema, 'The execution.'), ...problems(404) },
    }),
    async (context) => {
      const execution = await ownExecution(workspace, context.req.valid('param').id);
      const plan = await ownRecommendation(workspace, execution.recommendationId);
      return context.json(executionView(execution, plan.recommendation), 200);
    },
  );
}

function resolveRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/executions/{id}/resolve',
      summary: 'Settle its orders whose outcome the venue did not tell',
      description:
        'Asks the venue once more: closed there, an order is booked with its fills; open, it is cancelled; not found, it counts as never taken only with absent and where nothing speaks against it.',
      middleware: guards.write('admin'),
      request: {
        params: idParam,
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: resolveSchema } }, required: true },
      },
      responses: {
        200: json(executionSchema, 'No order of it waits for a person any more.'),
        ...problems(400, 404, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      const { id } = await ownExecution(workspace, context.req.valid('param').id);
      const { reason, absent } = context.req.valid('json');
      const actor = context.get('principal').name;
      const request = { executionId: id, reason, isAbsent: absent, actor };
      const execution = opened(await resolve(workspace, request));
      const plan = await ownRecommendation(workspace, execution.recommendationId);
      return context.json(executionView(execution, plan.recommendation), 200);
    },
  );
}
