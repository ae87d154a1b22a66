/** Instructions: what a person is to trade by hand, and what they say was done. */
import { createRoute, z } from '@hono/zod-openapi';
import { confirmInstruction, openInstructions } from '../../src/app/execution/instructions.ts';
import { doneOf } from '../../src/execution/instruction.ts';
import { instructionJson } from '../../src/report/instruction-words.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { opened, problem } from '../problem.ts';
import { decimal, idempotencyHeader, idParam, schemaVersion, time } from '../schemas.ts';

const instructionSchema = z
  .object({
    id: z.string(),
    recommendationId: z.string(),
    symbol: z.string().openapi({ description: 'The market.', example: 'BTC/USDT' }),
    side: z.enum(['buy', 'sell']),
    quantity: decimal,
    limitPrice: decimal,
    since: time,
    until: time,
    withdrawn: z.boolean().openapi({
      description: 'It must not be carried out any more; what was done before is to be confirmed.',
    }),
  })
  .openapi('Instruction');

const instructionsSchema = z
  .object({ schemaVersion, items: z.array(instructionSchema) })
  .openapi('Instructions');

const doneSchema = z
  .strictObject({
    filled: z.string().openapi({ description: 'Units that were traded; 0: nothing was done.' }),
    price: z.string().optional().openapi({ description: 'Of one, on average, in the quote.' }),
    fee: z.string().optional().openapi({ description: 'In all, in the quote; without it 0.' }),
  })
  .openapi('Done');

const summary = 'What is to be traded by hand';

export function instructionRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  const list = async () => ({
    schemaVersion: 1 as const,
    items: (await openInstructions(workspace)).map(instructionJson),
  });

  app.openapi(
    createRoute({
      ...{ method: 'get', path: '/instructions', summary },
      description: 'Empty where the venue trades by itself.',
      middleware: guards.read('read'),
      responses: { 200: json(instructionsSchema, 'Those that are open.'), ...problems() },
    }),
    async (context) => context.json(await list(), 200),
  );

  app.openapi(
    createRoute({
      ...{ method: 'post', path: '/instructions/{id}/confirm' },
      summary: 'Say what was done of an instruction',
      description: 'It counts once, and the execution goes on: the answer holds what is next.',
      middleware: guards.write('execute'),
      request: {
        params: idParam,
        headers: idempotencyHeader,
        body: { content: { 'application/json': { schema: doneSchema } }, required: true },
      },
      responses: {
        200: json(instructionsSchema, 'Those that are open now.'),
        ...problems(400, 404, 409, 413, 415, 422, 503),
      },
    }),
    async (context) => {
      const { id } = context.req.valid('param');
      const done = doneOf(context.req.valid('json'));
      if ('problem' in done) throw problem('REQUEST_INVALID', done.problem);
      const actor = context.get('principal').name;
      opened(await confirmInstruction(workspace, { id, done, actor }));
      return context.json(await list(), 200);
    },
  );
}
