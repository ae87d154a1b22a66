/** Trainings: ask for one, watch it, cancel it. They run one after the other beside the server. */
import { createRoute } from '@hono/zod-openapi';
import {
  cancelTraining,
  findTraining,
  listTrainings,
  startTraining,
} from '../../src/app/learning/trainings.ts';
import { json, problems } from '../answers.ts';
import { requireScope } from '../auth.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import { trainingBody, trainingSchema } from '../model-schemas.ts';
import { trainingView } from '../model-views.ts';
import { notFound, opened } from '../problem.ts';
import { idempotencyHeader, idParam, listQuery, noBody, pageOf } from '../schemas.ts';

export function trainingRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  startRoute(app, api, guards);
  listRoute(app, api, guards);
  readRoute(app, api, guards);
  cancelRoute(app, api, guards);
}

function startRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/trainings',
      summary: 'Train a model from the candles in learning.data',
      middleware: guards.write('research'),
      request: {
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: trainingBody } }, required: true },
      },
      responses: {
        202: json(trainingSchema, 'It waits for its turn.'),
        ...problems(400, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      const { directory = null, to, networks, promote } = context.req.valid('json');
      const principal = context.get('principal');
      if (promote) requireScope(principal, 'admin');
      const training = opened(
        await startTraining(workspace, {
          ...{ directory, networks, promote, actor: principal.name },
          to: to === undefined ? null : Date.parse(to),
        }),
      );
      const location = { Location: `/api/v1/trainings/${training.id}` };
      return context.json(trainingView(training), 202, location);
    },
  );
}

function listRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/trainings',
      summary: 'The trainings, newest first',
      middleware: guards.read('read'),
      request: { query: listQuery },
      responses: { 200: json(pageOf(trainingSchema), 'A page.'), ...problems(422) },
    }),
    async (context) => {
      const { cursor, limit } = context.req.valid('query');
      const before = cursor === undefined ? {} : { before: placeOf(cursor, isTraining) };
      const found = await listTrainings(workspace, { ...before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const nextCursor = last === undefined ? null : cursorOf(last.id);
      const items = page.map(trainingView);
      return context.json({ schemaVersion: 1 as const, items, nextCursor }, 200);
    },
  );
}

function readRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/trainings/{id}',
      summary: 'One training: how far it is, and what came of it',
      middleware: guards.read('read'),
      request: { params: idParam },
      responses: { 200: json(trainingSchema, 'The training.'), ...problems(404) },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const training = await findTraining(workspace, id);
      if (training === undefined) throw notFound('training', id);
      return context.json(trainingView(training), 200);
    },
  );
}

function cancelRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/trainings/{id}/cancel',
      summary: 'Cancel a training that waits or runs; nothing of it is kept',
      middleware: guards.write('research'),
      request: {
        params: idParam,
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: noBody } }, required: false },
      },
      responses: {
        200: json(trainingSchema, 'It is cancelled.'),
        ...problems(400, 404, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const actor = context.get('principal').name;
      const training = opened(await cancelTraining(workspace, { id, actor }));
      return context.json(trainingView(training), 200);
    },
  );
}

function isTraining(place: string): boolean {
  return /^training-\d{1,15}$/.test(place);
}
