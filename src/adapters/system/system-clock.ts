/** The clock of the machine. */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** Timers of Node overflow after 24.8 days; longer sleeps are cut into such pieces. */
const longestTimerMs = 86_400_000;

export function createSystemClock(): Clock {
  const now = (): number => Date.now();
  return {
    now,
    async sleep(ms, signal) {
      const until = now() + ms;
      while (now() < until && !signal?.aborted) {
        const piece = Math.min(until - now(), longestTimerMs);
        await setTimeout(piece, undefined, signal && { signal }).catch((error: unknown) => {
          if (!signal?.aborted) throw error;
        });
      }
    },
  };
}
