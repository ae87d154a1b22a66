/** How routes describe their answers in the OpenAPI document. */
import type { z } from '@hono/zod-openapi';
import { problemSchema } from './schemas.ts';

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const problemContent = { 'application/problem+json': { schema: problemSchema } };

const always = {
  401: { description: 'The key is missing or not valid.', content: problemContent },
  403: { description: 'The key lacks the scope.', content: problemContent },
  429: { description: 'Too many requests with this key.', content: problemContent },
};

const possible = {
  400: { description: 'The body or a header cannot be read.', content: problemContent },
  404: { description: 'It was not found.', content: problemContent },
  409: {
    description: 'Stale, read-only, or its state does not allow this.',
    content: problemContent,
  },
  412: { description: 'The hash does not match.', content: problemContent },
  413: { description: 'The body is too large.', content: problemContent },
  415: { description: 'The body is not application/json.', content: problemContent },
  422: { description: 'Denied, or the request is not valid.', content: problemContent },
  423: { description: 'Trading is halted.', content: problemContent },
  428: { description: 'If-Match is missing.', content: problemContent },
  503: { description: 'Reconciling, or the venue or the store is away.', content: problemContent },
};

type Status = keyof typeof possible;

/** The refusals of a route: those that every route with a key has, and the ones named. */
export function problems<S extends Status>(...statuses: readonly S[]) {
  const named = statuses.map((status) => [status, possible[status]] as const);
  return { ...always, ...(Object.fromEntries(named) as Pick<typeof possible, S>) };
}
