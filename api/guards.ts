/** What every request of the API passes before its route: key, rate, scope, readiness, body, idempotency. */
import type { MiddlewareHandler } from 'hono';
import { bearerGuard, scopeGuard } from './auth.ts';
import { jsonGuard } from './body.ts';
import type { ApiContext, ApiEnv } from './context.ts';
import { idempotency } from './idempotency.ts';
import { problem } from './problem.ts';
import { type RateLimit, rateGuard } from './rate-limit.ts';

export type Guards = {
  /** For routes that only read. */
  read(scope: string): MiddlewareHandler<ApiEnv>[];
  /** For routes that change something. */
  write(scope: string): MiddlewareHandler<ApiEnv>[];
  /** For routes that must work also while nothing else may be changed. */
  urgent(scope: string): MiddlewareHandler<ApiEnv>[];
};

export function createGuards(api: ApiContext, limit: RateLimit): Guards {
  const bearer = bearerGuard({ store: api.workspace.store, clock: api.wallClock });
  const rate = rateGuard(limit, api.wallClock);
  const once = idempotency(api.workspace, api.wallClock);
  const ready: MiddlewareHandler<ApiEnv> = async (_context, next) => {
    await requireReady(api);
    await next();
  };
  return {
    read: (scope) => [bearer, rate, scopeGuard(scope)],
    urgent: (scope) => [bearer, rate, scopeGuard(scope), jsonGuard, once],
    write: (scope) => [bearer, rate, scopeGuard(scope), ready, jsonGuard, once],
  };
}

/** Errors: problem 503 while nothing may be changed. */
export async function requireReady(api: Pick<ApiContext, 'readiness'>): Promise<void> {
  const readiness = await api.readiness();
  if (readiness.state === 'ready') return;
  const code = readiness.state === 'reconciling' ? 'RECONCILING' : 'STORE_UNWRITABLE';
  throw problem(code, readiness.detail, { headers: { 'Retry-After': '5' } });
}
