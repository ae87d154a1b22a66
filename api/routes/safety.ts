/** Safety: the kill switch, how far the portfolio goes alone, and what a person should know of. */
import { createRoute, z } from '@hono/zod-openapi';
import { halt, reduce, resume, type TradingChange } from '../../src/app/execution/trading.ts';
import { alerts } from '../../src/app/plans/alerts.ts';
import { autonomyNow, promote } from '../../src/app/plans/autonomy.ts';
import { alertSentence, alertTypes } from '../../src/report/alert-sentence.ts';
import { autonomyJson } from '../../src/report/autonomy-words.ts';
import { isoTime } from '../../src/report/format.ts';
import { tradingJson } from '../../src/report/trading-words.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, isSequence, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import { opened } from '../problem.ts';
import {
  autonomySchema,
  idempotencyHeader,
  listQuery,
  pageOf,
  reasonText,
  schemaVersion,
  time,
  tradingSchema,
} from '../schemas.ts';

const haltSchema = z
  .strictObject({
    reason: reasonText.optional(),
    reducing: z.boolean().default(false).openapi({ description: 'Lets sells leave, and no buys.' }),
  })
  .openapi('Halt');

const reasonBody = z.strictObject({ reason: reasonText }).openapi('WithReason');

const changedSchema = tradingSchema
  .extend({
    schemaVersion,
    ended: z.array(z.string()).openapi({ description: 'Plans that waited and are rejected.' }),
  })
  .openapi('TradingChange');

const levelSchema = autonomySchema.extend({ schemaVersion }).openapi('AutonomyNow');

const incidentSchema = z
  .object({
    sequence: z.number().int().openapi({ description: 'Of its event in the audit trail.' }),
    type: z.enum(alertTypes),
    at: time,
    actor: z.string(),
    subject: z.string(),
    sentence: z.string(),
  })
  .openapi('Incident');

const bodyOf = <T extends z.ZodType>(schema: T, required: boolean) => ({
  headers: idempotencyHeader,
  body: { content: { 'application/json': { schema } }, required },
});

const refusals = problems(400, 413, 415, 422);

export function safetyRoutes(app: ApiApp, api: ApiContext, guards: Guards): void {
  tradingRoutes(app, api, guards);
  autonomyRoutes(app, api, guards);
  incidentRoute(app, api, guards);
}

function changedView({ trading, ended }: TradingChange): z.infer<typeof changedSchema> {
  return { schemaVersion: 1, ...tradingJson(trading), ended: [...ended] };
}

function tradingRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      ...{ method: 'post', path: '/halt', summary: 'Stop all trading at once' },
      description:
        'No new order leaves, what rests at a venue is cancelled, plans that wait are rejected, nothing is liquidated. It also works while the service is not ready.',
      middleware: guards.urgent('halt'),
      request: bodyOf(haltSchema, false),
      responses: {
        200: json(changedSchema, 'It holds from now on.'),
        ...refusals,
        ...problems(423),
      },
    }),
    async (context) => {
      const { reason = '', reducing = false } = context.req.valid('json') ?? {};
      const order = { actor: context.get('principal').name, reason };
      const change = reducing
        ? opened(await reduce(workspace, order))
        : await halt(workspace, order);
      return context.json(changedView(change), 200);
    },
  );

  app.openapi(
    createRoute({
      ...{ method: 'post', path: '/resume', summary: 'Let trading begin again, with a reason' },
      middleware: guards.write('admin'),
      request: bodyOf(reasonBody, true),
      responses: { 200: json(changedSchema, 'Orders may leave.'), ...refusals, ...problems(503) },
    }),
    async (context) => {
      const { reason } = context.req.valid('json');
      const order = { actor: context.get('principal').name, reason };
      return context.json(changedView(await resume(workspace, order)), 200);
    },
  );
}

function autonomyRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      ...{ method: 'get', path: '/autonomy', summary: 'How far the portfolio goes alone now' },
      middleware: guards.read('read'),
      responses: { 200: json(levelSchema, 'The level that counts.'), ...problems() },
    }),
    async (context) => {
      const now = autonomyJson(await autonomyNow(workspace.store, workspace));
      return context.json({ schemaVersion: 1 as const, ...now }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...{ method: 'post', path: '/autonomy/promote' },
      summary: 'Lift a demotion of the autonomy, with a reason',
      middleware: guards.write('admin'),
      request: bodyOf(reasonBody, true),
      responses: {
        200: json(levelSchema, 'The configured level counts again.'),
        ...refusals,
        ...problems(409, 503),
      },
    }),
    async (context) => {
      const { reason } = context.req.valid('json');
      const actor = context.get('principal').name;
      const now = autonomyJson(opened(await promote(workspace, { actor, reason })));
      return context.json({ schemaVersion: 1 as const, ...now }, 200);
    },
  );
}

function incidentRoute(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/incidents',
      summary: 'What a person should know of, newest first',
      description:
        'Halts, demotions, plans held back, orders that wait for a person, late or surplus fills, unexplained balances, expiries.',
      middleware: guards.read('read'),
      request: { query: listQuery },
      responses: { 200: json(pageOf(incidentSchema), 'A page.'), ...problems(422) },
    }),
    async (context) => {
      const { cursor, limit } = context.req.valid('query');
      const before = cursor === undefined ? undefined : Number(placeOf(cursor, isSequence));
      const found = await alerts(workspace, { before, limit: limit + 1 });
      const items = found.slice(0, limit).map((event) => {
        const { sequence, at, actor, subject } = event;
        const type = event.type as (typeof alertTypes)[number];
        const sentence = alertSentence(event);
        return { sequence, type, at: isoTime(at), actor, subject, sentence };
      });
      const last = found.length > limit ? items.at(-1) : undefined;
      const nextCursor = last === undefined ? null : cursorOf(String(last.sequence));
      return context.json({ schemaVersion: 1 as const, items, nextCursor }, 200);
    },
  );
}
