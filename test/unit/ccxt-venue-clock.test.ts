/** The clock of a venue: what it makes of comparisons, and what the machine's own clock cannot do to it. */
import { describe, expect, it } from 'vitest';
import { createVenueClock } from '../../src/adapters/ccxt/venue-clock.ts';

/** A machine whose wall clock can be set, and a venue that is so far ahead of it. */
function world(options: { aheadMs?: number; speed?: number } = {}) {
  const { aheadMs = 5_000, speed = 1 } = options;
  const state = { monotonic: 1_000, wallStep: 0, aheadMs, readings: 0, delays: [10, 10, 10] };
  const start = Date.UTC(2026, 0, 5);
  const clock = createVenueClock({
    speed,
    monotonic: () => state.monotonic,
    wall: () => start + state.monotonic + state.wallStep,
    async readTime() {
      const sentAt = state.monotonic;
      const delay = state.delays[state.readings % 3] as number;
      state.readings += 1;
      state.monotonic += delay;
      const time = start + (sentAt + delay / 2) * speed + state.aheadMs;
      return { time, sentAt, receivedAt: state.monotonic };
    },
  });
  const venueTime = (): number => start + state.monotonic * speed + state.aheadMs;
  return { clock, state, venueTime };
}

describe('the clock of a venue', () => {
  it('tells the time of the venue, the round trip halved', async () => {
    const { clock, venueTime, state } = world();
    await clock.sync();
    expect(clock.now()).toBe(venueTime());
    expect(clock.figures()).toEqual({ offsetMs: 5_000, roundTripMs: 10 });
    state.monotonic += 60_000;
    expect(clock.now()).toBe(venueTime());
  });

  it('takes the median of three comparisons: one slow answer moves nothing', async () => {
    const { clock, state, venueTime } = world();
    state.delays = [10, 4_000, 10];
    await clock.sync();
    expect(state.readings).toBe(3);
    expect(clock.now()).toBe(venueTime());
  });

  it('does not follow steps of the machine’s clock, and is due to be compared after one', async () => {
    const { clock, state, venueTime } = world();
    await clock.sync();
    expect(clock.isSyncDue()).toBe(false);
    state.wallStep = 3_600_000;
    expect(clock.now()).toBe(venueTime());
    expect(clock.isSyncDue()).toBe(true);
  });

  it('is compared anew after five minutes', async () => {
    const { clock, state } = world();
    await clock.sync();
    state.monotonic += 299_000;
    expect(clock.isSyncDue()).toBe(false);
    state.monotonic += 1_000;
    expect(clock.isSyncDue()).toBe(true);
  });

  it('never turns back', async () => {
    const { clock, state } = world();
    await clock.sync();
    const before = clock.now();
    state.aheadMs = 2_000;
    await clock.sync();
    expect(clock.now()).toBe(before);
    state.monotonic += 10_000;
    expect(clock.now()).toBeGreaterThan(before);
  });

  it('compares once when several ask at a time', async () => {
    const { clock, state } = world();
    await Promise.all([clock.sync(), clock.sync()]);
    expect(state.readings).toBe(3);
  });

  it('runs faster for a test venue, and sleeps shorter', async () => {
    const started = performance.now();
    const clock = createVenueClock({
      speed: 1_000,
      async readTime() {
        const at = performance.now();
        return { time: 1_700_000_000_000 + at * 1_000, sentAt: at, receivedAt: at };
      },
    });
    await clock.sync();
    const before = clock.now();
    await clock.sleep(20_000);
    expect(clock.now() - before).toBeGreaterThanOrEqual(20_000);
    expect(performance.now() - started).toBeLessThan(5_000);
    const stop = new AbortController();
    stop.abort();
    await clock.sleep(10 ** 9, stop.signal);
  });
});
