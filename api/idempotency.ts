/** `Idempotency-Key` on POST: the same request answered once and repeated word for word; another one under its key refused. */
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { Workspace } from '../src/app/workspace.ts';
import { hashOf } from '../src/base/canonical-json.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { ApiEnv } from './context.ts';
import { problem } from './problem.ts';

/** After a day the key may be used anew. */
export const answerKeptMs = 24 * 60 * 60 * 1000;

const keptHeaders = ['etag', 'location', 'content-type'] as const;

const keptAnswer = z.object({
  key: z.string(),
  request: z.string(),
  at: z.number(),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

type KeptAnswer = z.infer<typeof keptAnswer>;

/**
 * Answers stand in the store, so that they outlive a restart. Refusals are not kept: they changed nothing, and the request
 * may be mended and sent again.
 */
export function idempotency(workspace: Workspace, clock: Clock): MiddlewareHandler<ApiEnv> {
  const inProgress = new Set<string>();

  return async (context, next) => {
    const given = context.req.header('idempotency-key');
    if (given === undefined) return next();
    if (!/^[\x21-\x7e]{1,200}$/.test(given)) {
      throw problem('HEADER_INVALID', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
    }
    const key = hashOf([context.get('principal').id, given]);
    const request = hashOf([
      context.req.method,
      context.req.path,
      context.req.header('if-match') ?? '',
      await context.req.text(),
    ]);
    if (inProgress.has(key)) {
      throw problem('IDEMPOTENCY_IN_PROGRESS', 'a request with this Idempotency-Key is under way');
    }
    inProgress.add(key);
    try {
      const kept = keptAnswer.safeParse(await workspace.store.facts.get(factName(key)));
      if (kept.success && isValid(kept.data, key, clock.now())) {
        if (kept.data.request === request) return repeat(kept.data);
        throw problem(
          'IDEMPOTENCY_KEY_REUSED',
          'this Idempotency-Key came with another method, path, If-Match or body before',
        );
      }
      await next();
      if (context.res.status >= 400) return;
      const answer = await keep(context.res, { key, request, at: clock.now() });
      await workspace.store.transact(({ facts }) => facts.set(factName(key), answer));
    } finally {
      inProgress.delete(key);
    }
  };
}

/** A fixed number of places, so that the store does not grow with every request. */
function factName(key: string): string {
  return `idempotency:${key.slice(0, 4)}`;
}

function isValid(answer: KeptAnswer, key: string, now: number): boolean {
  return answer.key === key && now - answer.at < answerKeptMs;
}

async function keep(
  response: Response,
  place: Pick<KeptAnswer, 'key' | 'request' | 'at'>,
): Promise<KeptAnswer> {
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return { ...place, status: response.status, headers, body: await response.clone().text() };
}

function repeat(answer: KeptAnswer): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, 'Idempotency-Replayed': 'true' },
  });
}
