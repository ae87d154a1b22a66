/** The audit trail: every event with the hash of the one before, oldest first. */
import { createRoute, z } from '@hono/zod-openapi';
import { eventTypes } from '../../src/ledger/event.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { cursorOf, isSequence, placeOf } from '../cursor.ts';
import type { Guards } from '../guards.ts';
import { eventSchema, listQuery, pageOf } from '../schemas.ts';
import { eventView } from '../views.ts';

const auditQuery = listQuery.extend({
  subject: z.string().max(200).optional().openapi({ description: 'Only events about this id.' }),
  type: z.enum(eventTypes).optional(),
});

const auditPage = pageOf(eventSchema).extend({
  head: z
    .object({ sequence: z.number().int(), hash: z.string() })
    .nullable()
    .openapi({ description: 'The last event of the whole chain.' }),
});

export function auditRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  const { events } = workspace.store;
  app.openapi(
    createRoute({
      method: 'get',
      path: '/audit',
      summary: 'The audit trail, oldest first',
      middleware: guards.read('audit'),
      request: { query: auditQuery },
      responses: { 200: json(auditPage, 'A page.'), ...problems(422) },
    }),
    async (context) => {
      const { cursor, limit, subject, type } = context.req.valid('query');
      const after = cursor === undefined ? 0 : Number(placeOf(cursor, isSequence));
      const found = await events.list({
        after,
        limit: limit + 1,
        ...(subject === undefined ? {} : { subject }),
        ...(type === undefined ? {} : { types: [type] }),
      });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const head = await events.head();
      return context.json(
        {
          schemaVersion: 1 as const,
          items: page.map(eventView),
          nextCursor: last === undefined ? null : cursorOf(String(last.sequence)),
          head: head === undefined ? null : { sequence: head.sequence, hash: head.hash },
        },
        200,
      );
    },
  );
}
