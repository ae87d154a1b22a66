/** Changes of targets: propose what is suggested, list them, look at one, approve or reject exactly the one that `If-Match` names. */
import { createRoute } from '@hono/zod-openapi';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { proposeTargets } from '../../src/app/targets/propose-targets.ts';
import { rejectTargets } from '../../src/app/targets/reject-targets.ts';
import { targetChangeJson } from '../../src/report/target-change-words.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, isId, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import { entityTag, hashIn } from '../if-match.ts';
import { ownTargetChange, requirePortfolio } from '../own-records.ts';
import { opened } from '../problem.ts';
import {
  idempotencyHeader,
  idParam,
  ifMatchHeader,
  listQuery,
  noBody,
  pageOf,
  rejectionSchema,
} from '../schemas.ts';
import { targetProposalBody } from '../suggestion-schemas.ts';
import { approvedTargetsSchema, targetChangeSchema } from '../target-schemas.ts';

const gateHeaders = ifMatchHeader.extend(idempotencyHeader.shape);
const refusals = problems(400, 404, 409, 412, 413, 415, 422, 428, 503);

export function targetChangeRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  proposeRoute(app, api, guards);
  listRoute(app, api, guards);
  readRoute(app, api, guards);
  approveRoute(app, api, guards);
  rejectRoute(app, api, guards);
}

function proposeRoute(app: ApiApp, { workspace, suggester }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/portfolios/{id}/target-changes',
      summary: 'Propose what is suggested as a change of targets',
      description:
        'The moves must be those of a suggestion of now. The proposal takes the place of one that waits; it waits for approval as long as a plan does.',
      middleware: guards.write('propose'),
      request: {
        params: idParam,
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: targetProposalBody } }, required: true },
      },
      responses: {
        201: json(targetChangeSchema, 'It waits for approval.'),
        ...problems(400, 404, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      requirePortfolio(workspace, context.req.valid('param').id);
      const { moves: wanted, universe = null } = context.req.valid('json');
      const proposer = context.get('principal').name;
      const view = targetChangeJson(
        opened(await proposeTargets(workspace, suggester, { proposer, universe, wanted })),
      );
      const location = { Location: `/api/v1/target-changes/${view.id}` };
      return context.json(view, 201, { ...location, ...entityTag(view.hash) });
    },
  );
}

function listRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/portfolios/{id}/target-changes',
      summary: 'The changes of targets of a portfolio, newest first',
      middleware: guards.read('read'),
      request: { params: idParam, query: listQuery },
      responses: { 200: json(pageOf(targetChangeSchema), 'A page.'), ...problems(404, 422) },
    }),
    async (context) => {
      requirePortfolio(workspace, context.req.valid('param').id);
      const { cursor, limit } = context.req.valid('query');
      const before = cursor === undefined ? {} : { before: placeOf(cursor, isId) };
      if (before.before !== undefined) await ownTargetChange(workspace, before.before);
      const { account } = workspace.broker;
      const filter = { account, ...before, limit: limit + 1 };
      const records = await workspace.store.targetChanges.list(filter);
      const page = records.slice(0, limit);
      const last = records.length > limit ? page.at(-1) : undefined;
      const nextCursor = last === undefined ? null : cursorOf(last.change.id);
      const items = page.map(targetChangeJson);
      return context.json({ schemaVersion: 1 as const, items, nextCursor }, 200);
    },
  );
}

function readRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/target-changes/{id}',
      summary: 'One change of targets; its ETag is the hash',
      middleware: guards.read('read'),
      request: { params: idParam },
      responses: { 200: json(targetChangeSchema, 'The change.'), ...problems(404) },
    }),
    async (context) => {
      const record = await ownTargetChange(workspace, context.req.valid('param').id);
      return context.json(targetChangeJson(record), 200, entityTag(record.change.hash));
    },
  );
}

function approveRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/target-changes/{id}/approve',
      summary: 'Approve the change of targets',
      description:
        'By the same rules as plans, and by one person at least. The last approval puts the targets in force; plans that wait fall away.',
      middleware: guards.write('approve'),
      request: {
        params: idParam,
        headers: gateHeaders,
        body: { content: { 'application/json': { schema: noBody } }, required: false },
      },
      responses: { 200: json(approvedTargetsSchema, 'The approval counts.'), ...refusals },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      await ownTargetChange(workspace, id);
      const hash = hashIn(context.req.header('if-match'), 'hash');
      const actor = context.get('principal').name;
      const { record, ...approvals } = opened(await approveTargets(workspace, { id, hash, actor }));
      return context.json({ ...targetChangeJson(record), approvals }, 200, entityTag(hash));
    },
  );
}

function rejectRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/target-changes/{id}/reject',
      summary: 'Reject the change of targets, or withdraw an approved one, with a reason',
      description: 'After a withdrawal the targets of the file are in force again.',
      middleware: guards.write('approve'),
      request: {
        params: idParam,
        headers: gateHeaders,
        body: { content: { 'application/json': { schema: rejectionSchema } }, required: true },
      },
      responses: { 200: json(targetChangeSchema, 'It is over.'), ...refusals },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const { reason } = context.req.valid('json');
      await ownTargetChange(workspace, id);
      const hash = hashIn(context.req.header('if-match'), 'hash');
      const actor = context.get('principal').name;
      const record = opened(await rejectTargets(workspace, { id, hash, actor, reason }));
      return context.json(targetChangeJson(record), 200, entityTag(hash));
    },
  );
}
