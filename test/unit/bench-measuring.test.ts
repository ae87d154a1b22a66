/** What the benchmarks measure with: seeded candles, medians, growth, allocations, and whether two did the same work. */
import { describe, expect, it } from 'vitest';
import { simulatedCandles } from '../../bench/candles.ts';
import type { Run } from '../../bench/contestant.ts';
import { allocatedBytes, peakMemoryMb } from '../../bench/memory.ts';
import { isSameWork } from '../../bench/same-work.ts';
import { exponentOf, shownSeconds, threeDigits, timesOf } from '../../bench/seconds.ts';
import { exampleWork, settingsOfWork, withAssets } from '../../bench/work.ts';
import { formatCandles, parseCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';

describe('simulated candles', () => {
  const simulate = (bars: number, seed = 7): Candles[] =>
    simulatedCandles({
      symbols: ['A', 'B', 'C', 'D', 'E'],
      bars,
      from: Date.UTC(2020, 0, 1),
      seed,
    });

  it('are the same at every call, however many bars are asked for', () => {
    const [short, long, other] = [simulate(50), simulate(80), simulate(50, 8)];
    expect(long.map(({ close }) => close.slice(0, 50))).toEqual(short.map(({ close }) => close));
    expect(other[0]?.close).not.toEqual(short[0]?.close);
  });

  it('open at the close before, with shocks of their own where assets repeat', () => {
    const [first, , , , again] = simulate(50) as [Candles, Candles, Candles, Candles, Candles];
    expect(first.open.slice(1)).toEqual(first.close.slice(0, -1));
    expect(again.open[0]).toBe(first.open[0]);
    expect(again.close).not.toEqual(first.close);
  });

  it('pass the checks of candle files', () => {
    const [candles] = simulate(50) as [Candles];
    const bytes = new TextEncoder().encode(formatCandles(candles));
    const parsed = parseCandles({ symbol: 'A', file: 'A.csv', bytes });
    expect(parsed.candles?.close).toEqual(candles.close);
  });
});

describe('work', () => {
  it('is the example with a threshold of 5 pp at 15 bps a side', () => {
    const work = exampleWork(100);
    expect(work).toMatchObject({ band: 0.05, costRate: 0.0015, tightness: 0.25 });
    expect(work.to - work.from).toBe(100 * 3_600_000);
    expect(settingsOfWork(work).policy.rule).toMatchObject({ kind: 'threshold', band: 0.05 });
  });

  it('spreads the same money over more assets, with a band as wide beside them', () => {
    const work = withAssets(exampleWork(100), 12);
    expect(work.symbols).toHaveLength(12);
    expect(work.targets[11]).toBeCloseTo(0.075, 12);
    expect(work.band).toBeCloseTo(0.025, 12);
  });
});

describe('the same work', () => {
  const ours: Run = { seconds: 1, bars: 1_000, events: 100, finalNav: 100_000 };

  it('is as many rebalances and the same NAV, within 2 % and half a per cent', () => {
    expect(isSameWork(ours, { ...ours, seconds: 9, events: 102, finalNav: 100_400 })).toBe(true);
    expect(isSameWork(ours, { ...ours, events: 103 })).toBe(false);
    expect(isSameWork(ours, { ...ours, finalNav: 100_600 })).toBe(false);
    expect(isSameWork(ours, { ...ours, bars: 900 })).toBe(false);
  });
});

describe('figures', () => {
  it('take the best and the median of all runs', () => {
    expect(timesOf([3, 1, 2])).toMatchObject({ best: 1, median: 2 });
    expect(timesOf([4, 1, 2, 3]).median).toBe(2.5);
  });

  it('find the power that a time grows with', () => {
    const squares = [1, 2, 4].map((x) => [x, 3 * x ** 2] as const);
    expect(exponentOf(squares)).toBeCloseTo(2, 12);
  });

  it('are shown with three digits', () => {
    expect([0.0029, 0.0485, 16.3].map(shownSeconds)).toEqual(['2.90 ms', '48.5 ms', '16.3 s']);
    expect([0.0643, 12_345.6, 0].map(threeDigits)).toEqual(['0.0643', '12,346', '0.00']);
  });

  it('count what is allocated, and the most that was held', () => {
    let kept: number[][] = [];
    const bytes = allocatedBytes(() => {
      kept = Array.from({ length: 1_000 }, (_, k) => Array.from({ length: 100 }, () => k + 0.5));
    });
    expect(kept).toHaveLength(1_000);
    // A hundred numbers of 8 bytes each, a thousand times.
    expect(bytes).toBeGreaterThan(800_000);
    expect(peakMemoryMb()).toBeGreaterThan(10);
  });
});
