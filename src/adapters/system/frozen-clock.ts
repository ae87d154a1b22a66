/** A clock that stands still, for work on recorded data: sleeping moves it on at once. */
import type { Clock } from '../../ports/clock.ts';

export function createFrozenClock(at: number): Clock {
  let time = at;
  return {
    now: () => time,
    async sleep(ms, signal) {
      if (!signal?.aborted && ms > 0) time += ms;
    },
  };
}
