/** The gates: approve, reject and execute, each for the exact plan that `If-Match` names. */
import { createRoute } from '@hono/zod-openapi';
import { approve } from '../../src/app/plans/approve.ts';
import { reject } from '../../src/app/plans/reject.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { entityTag, hashIn } from '../if-match.ts';
import { ownRecommendation } from '../own-records.ts';
import { notFound, opened } from '../problem.ts';
import {
  approvalSchema,
  executionSchema,
  idempotencyHeader,
  idParam,
  ifMatchHeader,
  noBody,
  recommendationSchema,
  rejectionSchema,
} from '../schemas.ts';
import { executionView, recommendationView } from '../views.ts';

/** An execution that takes longer is answered with 202 and goes on. */
export const executionPatienceMs = 2000;

const gateHeaders = ifMatchHeader.extend(idempotencyHeader.shape);
const refusals = problems(400, 404, 409, 412, 413, 415, 422, 423, 428, 503);
const emptyBody = { content: { 'application/json': { schema: noBody } }, required: false };

export function gateRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  approveRoute(app, api, guards);
  rejectRoute(app, api, guards);
  executeRoute(app, api, guards);
}

function approveRoute(app: ApiApp, { workspace, executions }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/recommendations/{id}/approve',
      summary: 'Approve the plan',
      description:
        'At the autonomy level propose it is executed in a second step; above it the approval starts the execution.',
      middleware: guards.write('approve'),
      request: { params: idParam, headers: gateHeaders, body: emptyBody },
      responses: { 200: json(approvalSchema, 'The approval counts.'), ...refusals },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      await ownRecommendation(workspace, id);
      const hash = hashIn(context.req.header('if-match'), 'planHash');
      const actor = context.get('principal').name;
      const { record, given, needed } = opened(await approve(workspace, { id, hash, actor }));
      await executions.startApproved(record, actor);
      const view = { ...recommendationView(record), approvals: { given, needed } };
      return context.json(view, 200, entityTag(view.planHash));
    },
  );
}

function rejectRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/recommendations/{id}/reject',
      summary: 'Reject the plan, with a reason',
      middleware: guards.write('approve'),
      request: {
        params: idParam,
        headers: gateHeaders,
        body: { content: { 'application/json': { schema: rejectionSchema } }, required: true },
      },
      responses: { 200: json(recommendationSchema, 'The plan is rejected.'), ...refusals },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const { reason } = context.req.valid('json');
      await ownRecommendation(workspace, id);
      const hash = hashIn(context.req.header('if-match'), 'planHash');
      const actor = context.get('principal').name;
      const view = recommendationView(opened(await reject(workspace, { id, hash, actor, reason })));
      return context.json(view, 200, entityTag(view.planHash));
    },
  );
}

function executeRoute(app: ApiApp, { workspace, executions }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/recommendations/{id}/execute',
      summary: 'Execute the approved plan',
      description: `Answers 200 with the result, or, when it takes longer than ${executionPatienceMs / 1000} s, 202 with the execution under way and its Location.`,
      middleware: guards.write('execute'),
      request: { params: idParam, headers: gateHeaders, body: emptyBody },
      responses: {
        200: json(executionSchema, 'It is over.'),
        202: json(executionSchema, 'It is under way.'),
        ...refusals,
      },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const { recommendation } = await ownRecommendation(workspace, id);
      const hash = hashIn(context.req.header('if-match'), 'planHash');
      const actor = context.get('principal').name;
      const result = await executions.start({ id, hash, actor }, executionPatienceMs);
      if (result !== undefined) {
        const execution = opened(result);
        const location = { Location: `/api/v1/executions/${execution.id}` };
        return context.json(executionView(execution, recommendation), 200, location);
      }
      const execution = await workspace.store.executions.ofRecommendation(id);
      if (execution === undefined) throw notFound('execution of the recommendation', id);
      const location = { Location: `/api/v1/executions/${execution.id}` };
      return context.json(executionView(execution, recommendation), 202, location);
    },
  );
}
