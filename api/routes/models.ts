/** Stored models: which are there, what their cards say, and which of them is in use. */
import { createRoute } from '@hono/zod-openapi';
import { promoteChampion, rollBackChampion } from '../../src/app/learning/change-champion.ts';
import { type ListedModel, listModels } from '../../src/app/learning/list-models.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { type ModelId, modelName } from '../../src/learning/stored/model-registry.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import {
  modelCardSchema,
  modelParam,
  modelSchema,
  nameParam,
  rollbackSchema,
} from '../model-schemas.ts';
import { modelCardView, modelView } from '../model-views.ts';
import { reasonProblem } from '../problem.ts';
import { idempotencyHeader, listQuery, noBody, pageOf } from '../schemas.ts';

const emptyBody = { content: { 'application/json': { schema: noBody } }, required: false };
const refusals = problems(400, 404, 409, 413, 415, 422, 503);

export function modelRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  listRoute(app, api, guards);
  cardRoute(app, api, guards);
  promoteRoute(app, api, guards);
  rollbackRoute(app, api, guards);
}

function listRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/models',
      summary: 'The stored models by name and version, and which are in use',
      middleware: guards.read('read'),
      request: { query: listQuery },
      responses: { 200: json(pageOf(modelSchema), 'A page.'), ...problems(422) },
    }),
    async (context) => {
      const { cursor, limit } = context.req.valid('query');
      const after = cursor === undefined ? '' : placeOf(cursor, isModel);
      const models = await listModels(workspace.models);
      const found = models.filter(({ name }) => name > after);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const nextCursor = last === undefined ? null : cursorOf(last.name);
      const items = page.map(modelView);
      return context.json({ schemaVersion: 1 as const, items, nextCursor }, 200);
    },
  );
}

function cardRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/models/{name}/{version}',
      summary: 'One model with its card',
      middleware: guards.read('read'),
      request: { params: modelParam },
      responses: { 200: json(modelCardSchema, 'The model.'), ...problems(404, 422) },
    }),
    async (context) => {
      const model = await requireModel(workspace, context.req.valid('param'));
      return context.json(modelCardView(model), 200);
    },
  );
}

function promoteRoute(app: ApiApp, api: ApiContext, guards: Guards): void {
  const { workspace, wallClock } = api;
  app.openapi(
    createRoute({
      method: 'post',
      path: '/models/{name}/{version}/promote',
      summary: 'Put a model into use that passed the gate',
      middleware: guards.write('admin'),
      request: { params: modelParam, headers: idempotencyHeader, body: emptyBody },
      responses: { 200: json(modelSchema, 'It is the champion of its class.'), ...refusals },
    }),
    async (context) => {
      const id = context.req.valid('param');
      const actor = context.get('principal').name;
      const reason = await promoteChampion(workspace, { id, actor, wallClock });
      const model = await requireModel(workspace, id);
      if (reason !== null) throw reasonProblem(reason, 'card' in model ? model.card.gate : {});
      return context.json(modelView(model), 200);
    },
  );
}

function rollbackRoute(app: ApiApp, api: ApiContext, guards: Guards): void {
  const { workspace, wallClock } = api;
  app.openapi(
    createRoute({
      method: 'post',
      path: '/models/{name}/rollback',
      summary: 'Take the champion of a name back; the one before it is in use again',
      middleware: guards.write('admin'),
      request: { params: nameParam, headers: idempotencyHeader, body: emptyBody },
      responses: { 200: json(rollbackSchema, 'It is retired.'), ...refusals },
    }),
    async (context) => {
      const { name } = context.req.valid('param');
      const actor = context.get('principal').name;
      const found = await rollBackChampion(workspace, { name, actor, wallClock });
      if ('code' in found) throw reasonProblem(found);
      return context.json({ schemaVersion: 1 as const, ...found }, 200);
    },
  );
}

/** Errors: problem 404 when there is no such model. */
async function requireModel({ models }: Workspace, id: ModelId): Promise<ListedModel> {
  const name = modelName(id);
  const model = (await listModels(models)).find((listed) => listed.name === name);
  if (model === undefined) throw reasonProblem({ code: 'MODEL_NOT_FOUND', what: 'model', name });
  return model;
}

function isModel(place: string): boolean {
  return /^[\w-]{1,100}\/[\w-]{1,100}$/.test(place);
}
