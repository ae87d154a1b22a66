/** A wall clock that a test moves by hand. */
import type { WallClock } from '../../src/adapters/simulated/simulated-clock.ts';

export type HandClock = WallClock & {
  /** Moves time on, calling back each timer when it is due, and lets what waits for it run. */
  advance(ms: number): Promise<void>;
  /** Timers that are set. */
  timers(): number;
};

export function createHandClock(at: number): HandClock {
  const timers = new Set<{ due: number; callback: () => void }>();
  let time = at;
  return {
    now: () => time,
    after(ms, callback) {
      const timer = { due: time + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = time + ms;
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        timers.delete(next);
        time = next.due;
        next.callback();
        await Promise.resolve();
      }
      time = end;
      await Promise.resolve();
    },
    timers: () => timers.size,
  };
}
