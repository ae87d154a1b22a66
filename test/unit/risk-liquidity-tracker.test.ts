/** Volatility against its long run, and the notional of a day, bar by bar: by hand, and without a look at the future. */
import { describe, expect, it } from 'vitest';
import type { Candles } from '../../src/market/candles.ts';
import { align, type Panel } from '../../src/market/panel.ts';
import { createLiquidityTracker, type Liquidity } from '../../src/risk/liquidity-tracker.ts';
import { candlesOf, hourMs } from '../support/panels.ts';

/** Closes whose returns are +x, −x, +x, … with x given for each bar. */
function zigzag(moves: readonly number[]): number[] {
  let close = 100;
  return moves.map((move, bar) => {
    close *= 1 + (bar % 2 === 0 ? move : -move);
    return close;
  });
}

/** Trades this notional in each bar. */
function withNotional(candles: Candles, notionalOf: (bar: number) => number): Candles {
  return { ...candles, volume: candles.close.map((close, bar) => notionalOf(bar) / close) };
}

function panelOf(
  moves: readonly number[],
  notionalOf: (bar: number) => number = () => 1_000,
): Panel {
  return align([withNotional(candlesOf('BTC', zigzag(moves)), notionalOf)]);
}

/** The figures of the first asset after each bar. */
function trace(panel: Panel): { [K in keyof Liquidity]: number }[] {
  const tracker = createLiquidityTracker({
    assets: panel.symbols.length,
    intervalMs: panel.intervalMs,
    sessions: false,
  });
  return Array.from({ length: panel.bars }, (_, bar) => {
    tracker.observe(panel, bar);
    const { volatilityRatio, volDaily, dailyNotional } = tracker.liquidity;
    const [ratio, vol, notional] = [volatilityRatio[0], volDaily[0], dailyNotional[0]];
    return {
      volatilityRatio: ratio as number,
      volDaily: vol as number,
      dailyNotional: notional as number,
    };
  });
}

const steady = (bars: number): number[] => new Array<number>(bars).fill(0.01);

/** Sum of the weights λ^k of so many bars. */
function weightOf(halfLifeDays: number, bars: number): number {
  const decay = 2 ** (-1 / (24 * halfLifeDays));
  return (1 - decay ** bars) / (1 - decay);
}

describe('the volatility', () => {
  it('of a day is that of a bar times √24: 1 % an hour are 4.9 %', () => {
    const figures = trace(panelOf(steady(72)));
    expect(figures[71]?.volDaily).toBeCloseTo(0.01 * Math.sqrt(24), 12);
  });

  it('is 1 of its long run when it never changed, and not known with fewer than 168 bars', () => {
    const figures = trace(panelOf(steady(200)));
    expect(figures[143]?.volatilityRatio).toBeNaN();
    expect(figures[167]?.volatilityRatio).toBeCloseTo(1, 12);
  });

  it('forgets half in 7 days, its long run in 180: twice the volatility for a week after 60 days', () => {
    const [calm, storm] = [60 * 24, 7 * 24];
    const figures = trace(panelOf([...steady(calm), ...steady(storm).map((move) => 2 * move)]));
    // The first bar has no return.
    const varianceOf = (halfLifeDays: number): number => {
      const all = weightOf(halfLifeDays, calm + storm - 1);
      const stormy = weightOf(halfLifeDays, storm);
      return (all - stormy + 4 * stormy) / all;
    };
    const ratio = Math.sqrt(varianceOf(7) / varianceOf(180));
    expect(figures[calm + storm - 1]?.volatilityRatio).toBeCloseTo(ratio, 9);
    expect(ratio).toBeGreaterThan(1.3);
  });

  it('knows nothing of returns across a gap', () => {
    const bars = 200;
    const closes = zigzag(steady(bars)).map((close, bar) => (bar < 100 ? close : 3 * close));
    const openTimes = closes.map((_, bar) => (bar < 100 ? bar : bar + 50) * hourMs);
    const panel = align([candlesOf('BTC', closes, { openTimes })]);
    expect(trace(panel)[bars - 1]?.volDaily).toBeCloseTo(0.01 * Math.sqrt(24), 12);
  });
});

describe('the notional of a day', () => {
  it('is the mean of the days that have closed', () => {
    const figures = trace(panelOf(steady(60), (bar) => (bar < 24 ? 1_000 : 3_000)));
    expect(figures[22]?.dailyNotional).toBeNaN();
    expect(figures[23]?.dailyNotional).toBeCloseTo(24_000, 6);
    expect(figures[46]?.dailyNotional).toBeCloseTo(24_000, 6);
    expect(figures[47]?.dailyNotional).toBeCloseTo(48_000, 6);
  });

  it('is that of the last 30 days: an older one is forgotten', () => {
    const figures = trace(panelOf(steady(24 * 32), (bar) => (bar < 24 ? 31_000 : 1_000)));
    expect(figures[24 * 30 - 1]?.dailyNotional).toBeCloseTo(48_000, 6);
    expect(figures[24 * 31 - 1]?.dailyNotional).toBeCloseTo(24_000, 6);
  });

  it('is 0 where nothing is traded', () => {
    expect(trace(panelOf(steady(48), () => 0))[47]?.dailyNotional).toBe(0);
  });
});

describe('the future', () => {
  it('changes nothing: other bars after bar 200 leave all figures up to it as they were', () => {
    const known = trace(panelOf(steady(260)));
    const moves = steady(260).map((move, bar) => (bar <= 200 ? move : 0.2));
    const other = trace(panelOf(moves, (bar) => (bar <= 200 ? 1_000 : 9_000)));
    expect(other.slice(0, 201)).toEqual(known.slice(0, 201));
    expect(other[239]).not.toEqual(known[239]);
  });
});
