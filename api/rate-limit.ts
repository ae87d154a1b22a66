/** A token bucket for each key (capacity, refill per second): bursts are allowed, a lasting rate is not exceeded. */
import type { MiddlewareHandler } from 'hono';
import type { Clock } from '../src/ports/clock.ts';
import type { ApiEnv } from './context.ts';
import { problem } from './problem.ts';

export type RateLimit = {
  /** Requests that may come at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
};

export const defaultRateLimit: RateLimit = { capacity: 60, refillPerSecond: 6 };

type Bucket = { tokens: number; at: number };

/** One bucket for each principal, so at most as many as there are keys. */
export function rateGuard(limit: RateLimit, clock: Clock): MiddlewareHandler<ApiEnv> {
  const buckets = new Map<string, Bucket>();
  return async (context, next) => {
    const { id } = context.get('principal');
    const now = clock.now();
    const bucket = buckets.get(id) ?? { tokens: limit.capacity, at: now };
    const refilled = ((now - bucket.at) / 1000) * limit.refillPerSecond;
    const tokens = Math.min(limit.capacity, bucket.tokens + Math.max(0, refilled));
    if (tokens < 1) {
      const waitSeconds = Math.ceil((1 - tokens) / limit.refillPerSecond);
      throw problem(
        'RATE_EXCEEDED',
        `a key may make ${limit.capacity} requests at once and ${limit.refillPerSecond} a second after that; try again in ${waitSeconds} s`,
        { headers: { 'Retry-After': String(waitSeconds) } },
      );
    }
    buckets.set(id, { tokens: tokens - 1, at: now });
    await next();
  };
}
