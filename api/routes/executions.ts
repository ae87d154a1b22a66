/** Executions: what happened to each leg of an approved plan. */
import { createRoute } from '@hono/zod-openapi';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { ownExecution, ownRecommendation } from '../own-records.ts';
import { executionSchema, idParam } from '../schemas.ts';
import { executionView } from '../views.ts';

export function executionRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
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
