/** The clocks of the machine and of recorded data. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { createSystemClock } from '../../src/adapters/system/system-clock.ts';

describe('the frozen clock', () => {
  it('stands still until somebody sleeps, and then moves on at once', async () => {
    const clock = createFrozenClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.sleep(86_400_000);
    expect(clock.now()).toBe(86_401_000);
    await clock.sleep(-5);
    await clock.sleep(5, AbortSignal.abort());
    expect(clock.now()).toBe(86_401_000);
  });
});

describe('the clock of the machine', () => {
  it('sleeps no shorter than asked', async () => {
    const clock = createSystemClock();
    const before = clock.now();
    await clock.sleep(5);
    expect(clock.now() - before).toBeGreaterThanOrEqual(5);
  });

  it('wakes when it is aborted, also from the longest sleep', async () => {
    const clock = createSystemClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(1e12, abort.signal);
    abort.abort();
    await sleeping;
    await clock.sleep(1e12, abort.signal);
    expect(abort.signal.aborted).toBe(true);
  });
});
