/** Suggestions of other targets for the portfolio; nothing is changed by asking. */
import { createRoute } from '@hono/zod-openapi';
import { suggestionsJson } from '../../src/report/suggestions-json.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { idempotencyHeader } from '../schemas.ts';
import { suggestionBody, suggestionsSchema } from '../suggestion-schemas.ts';

export function allocationRoutes(app: ApiApp, { suggester }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/allocations/suggest',
      summary: 'Suggest targets that spread risk better; changes nothing',
      middleware: guards.write('research'),
      request: {
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: suggestionBody } }, required: false },
      },
      responses: {
        200: json(suggestionsSchema, 'The suggestions, none where nothing is better.'),
        ...problems(400, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      const { universe = null } = context.req.valid('json') ?? {};
      return context.json(suggestionsJson(await suggester.now(universe)), 200);
    },
  );
}
