/** Simulated time: how it runs, sleeps, changes speed and goes on after a stop. */
import { describe, expect, it } from 'vitest';
import { createSimulatedClock, resumedAt } from '../../src/adapters/simulated/simulated-clock.ts';
import { createHandClock } from '../support/market-clock.ts';
import { hourMs, start } from '../support/market-files.ts';

const clockOf = (speed: number) => {
  const wall = createHandClock(5_000);
  return { wall, clock: createSimulatedClock({ simulatedMs: start, speed, wall }) };
};

/** Sleeps and notes when it woke. */
const sleeper = (clock: ReturnType<typeof clockOf>['clock'], ms: number, signal?: AbortSignal) => {
  const woke: { at?: number } = {};
  const done = clock.sleep(ms, signal).then(() => {
    woke.at = clock.now();
  });
  return { woke, done };
};

describe('simulated time', () => {
  it('runs an hour in ten seconds at a speed of 360', async () => {
    const { wall, clock } = clockOf(360);
    expect(clock.now()).toBe(start);
    await wall.advance(10_000);
    expect(clock.now()).toBe(start + hourMs);
  });

  it('does not leap when the speed changes', async () => {
    const { wall, clock } = clockOf(360);
    await wall.advance(1_000);
    clock.setSpeed(1);
    expect(clock.now()).toBe(start + 360_000);
    await wall.advance(500);
    expect(clock.now()).toBe(start + 360_500);
    clock.setSpeed(360);
    await wall.advance(1);
    expect(clock.now()).toBe(start + 360_860);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a speed of %d', (speed) => {
    expect(() => clockOf(speed)).toThrow(/speed must be positive, was/);
  });

  it('does not turn back when the wall clock does', async () => {
    const { wall, clock } = clockOf(1);
    await wall.advance(-3_000);
    expect(clock.now()).toBe(start);
  });
});

describe('sleep in simulated time', () => {
  it('ends when the simulated time has passed, not before', async () => {
    const { wall, clock } = clockOf(360);
    const { woke } = sleeper(clock, hourMs);
    await wall.advance(9_999);
    expect(woke.at).toBeUndefined();
    await wall.advance(1);
    expect(woke.at).toBe(start + hourMs);
    expect(wall.timers()).toBe(0);
  });

  it('ends at once for nothing', async () => {
    const { clock } = clockOf(360);
    await clock.sleep(0);
    await clock.sleep(-5);
    expect(clock.now()).toBe(start);
  });

  it('follows a change of speed on the way', async () => {
    const { wall, clock } = clockOf(360);
    const { woke } = sleeper(clock, hourMs);
    await wall.advance(5_000);
    clock.setSpeed(1);
    await wall.advance(36_000);
    expect(woke.at).toBeUndefined();
    clock.setSpeed(360);
    await wall.advance(4_900);
    expect(woke.at).toBe(start + hourMs);
  });

  it('sets no timer beyond a minute', async () => {
    const { wall, clock } = clockOf(1);
    const { woke } = sleeper(clock, 24 * hourMs);
    let longest = 0;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      longest = Math.max(longest, wall.timers());
      expect(woke.at).toBeUndefined();
      await wall.advance(60_000);
    }
    expect(longest).toBe(1);
    expect(woke.at).toBe(start + 24 * hourMs);
  });

  it('ends when it is aborted, and leaves no timer', async () => {
    const { wall, clock } = clockOf(360);
    const abort = new AbortController();
    const { woke, done } = sleeper(clock, hourMs, abort.signal);
    await wall.advance(1_000);
    abort.abort();
    await done;
    expect(woke.at).toBe(start + 360_000);
    expect(wall.timers()).toBe(0);
    await clock.sleep(hourMs, abort.signal);
    expect(clock.now()).toBe(start + 360_000);
  });
});

describe('simulated time after a stop', () => {
  it('goes on where it stood, whatever time has passed outside', async () => {
    const { wall, clock } = clockOf(360);
    await wall.advance(10_000);
    const kept = clock.state();
    expect(kept).toEqual({ simulatedMs: start + hourMs, wallMs: 15_000, speed: 360 });
    expect(resumedAt(kept, kept.wallMs + 24 * hourMs, 0)).toBe(start + hourMs);
  });

  it('never lies before what had been reached when the state was kept within the grace', async () => {
    const { wall, clock } = clockOf(360);
    const kept = clock.state();
    await wall.advance(4_000);
    const reached = clock.now();
    const resumed = resumedAt(kept, wall.now() + 24 * hourMs, 5_000);
    expect(resumed).toBeGreaterThanOrEqual(reached);
    expect(resumed).toBe(start + 5_000 * 360);
    expect(resumedAt(kept, kept.wallMs - 1, 5_000)).toBe(start);
  });
});
