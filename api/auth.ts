/** Who asks, and whether they may: bearer keys on the API, each route with the scope it needs. */
import type { MiddlewareHandler } from 'hono';
import { authenticate } from '../src/app/keys.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Store } from '../src/ports/store.ts';
import type { ApiEnv, Principal } from './context.ts';
import { problem } from './problem.ts';

const challenge = { 'WWW-Authenticate': 'Bearer realm="ballast"' };

/** Turns the bearer key into a principal. Errors: problem 401. */
export function bearerGuard(sources: { store: Store; clock: Clock }): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const header = context.req.header('authorization');
    if (header === undefined) {
      throw problem('KEY_MISSING', 'send the header "Authorization: Bearer <key>"', {
        headers: challenge,
      });
    }
    const secret = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header)?.[1];
    const key = secret === undefined ? undefined : await authenticate(sources, secret);
    if (key === undefined) {
      throw problem('KEY_UNKNOWN', 'the key is unknown, expired or revoked', {
        headers: { 'WWW-Authenticate': `${challenge['WWW-Authenticate']}, error="invalid_token"` },
      });
    }
    context.set('principal', { id: key.id, name: key.name, scopes: key.scopes });
    await next();
  };
}

/** Errors: problem 403 when the principal lacks the scope. */
export function scopeGuard(scope: string): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    requireScope(context.get('principal'), scope);
    await next();
  };
}

/** Errors: problem 403 when the principal lacks the scope. */
export function requireScope({ name, scopes }: Principal, scope: string): void {
  if (scopes.includes(scope)) return;
  throw problem(
    'SCOPE_MISSING',
    `this needs the scope ${scope}; the key "${name}" has ${scopes.join(', ') || 'none'}`,
  );
}
