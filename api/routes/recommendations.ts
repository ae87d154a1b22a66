/** Recommendations: ask for one, list them, look at one. */
import { createRoute } from '@hono/zod-openapi';
import { propose } from '../../src/app/plans/propose.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, isId, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import { entityTag } from '../if-match.ts';
import { ownRecommendation, requirePortfolio } from '../own-records.ts';
import {
  idempotencyHeader,
  idParam,
  listQuery,
  noBody,
  pageOf,
  recommendationSchema,
} from '../schemas.ts';
import { recommendationView } from '../views.ts';

export function recommendationRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  makeRoute(app, api, guards);
  listRoute(app, api, guards);
  readRoute(app, api, guards);
}

function makeRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/portfolios/{id}/recommendations',
      summary: 'Look now: make a recommendation',
      middleware: guards.write('propose'),
      request: {
        params: idParam,
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: noBody } }, required: false },
      },
      responses: {
        201: json(recommendationSchema, 'What is to be done, or why nothing is.'),
        ...problems(400, 404, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      requirePortfolio(workspace, context.req.valid('param').id);
      const record = await propose(workspace, { proposer: context.get('principal').name });
      const view = recommendationView(record);
      return context.json(view, 201, {
        Location: `/api/v1/recommendations/${view.id}`,
        ...entityTag(view.planHash),
      });
    },
  );
}

function listRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/portfolios/{id}/recommendations',
      summary: 'The recommendations of a portfolio, newest first',
      middleware: guards.read('read'),
      request: { params: idParam, query: listQuery },
      responses: { 200: json(pageOf(recommendationSchema), 'A page.'), ...problems(404, 422) },
    }),
    async (context) => {
      requirePortfolio(workspace, context.req.valid('param').id);
      const { cursor, limit } = context.req.valid('query');
      const before = cursor === undefined ? {} : { before: placeOf(cursor, isId) };
      if (before.before !== undefined) await ownRecommendation(workspace, before.before);
      const { account } = workspace.broker;
      const records = await workspace.store.recommendations.list({
        account,
        ...before,
        limit: limit + 1,
      });
      const page = records.slice(0, limit);
      const last = records.length > limit ? page.at(-1) : undefined;
      const nextCursor = last === undefined ? null : cursorOf(last.recommendation.id);
      const items = page.map(recommendationView);
      return context.json({ schemaVersion: 1 as const, items, nextCursor }, 200);
    },
  );
}

function readRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/recommendations/{id}',
      summary: 'One recommendation; its ETag is the plan hash',
      middleware: guards.read('read'),
      request: { params: idParam },
      responses: { 200: json(recommendationSchema, 'The recommendation.'), ...problems(404) },
    }),
    async (context) => {
      const record = await ownRecommendation(workspace, context.req.valid('param').id);
      const view = recommendationView(record);
      return context.json(view, 200, entityTag(view.planHash));
    },
  );
}
