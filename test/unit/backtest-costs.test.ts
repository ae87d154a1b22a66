/** Costs of the moment in a backtest, by hand: fees by what was traded, impact by volume and volatility, spreads of assets. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import type { CostSettings } from '../../src/cost/settings.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { ExecutionSettings } from '../../src/plan/settings.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { barsOf, hourMs, origin, panelOf, settingsWith } from '../support/backtest-worlds.ts';
import { noImpact } from '../support/costs.ts';

const band: PolicyRule = { kind: 'threshold', band: 0.04, destination: 'target' };

function run(given: {
  candles: Candles;
  rule?: PolicyRule;
  costs?: Partial<CostSettings>;
  style?: ExecutionSettings['style'];
}) {
  const { candles, rule = band, costs = {}, style = 'taker' } = given;
  const trades: Trade[] = [];
  const statistics = backtest({
    settings: settingsWith({
      targets: { BTC: 0.5 },
      rule,
      costs,
      execution: { style, patienceBars: 1, throughBps: 2 },
    }),
    universe: commonUniverse(panelOf(candles), { from: origin, to: Number.MAX_SAFE_INTEGER }),
    initialNav: 100_000,
    start: 'targets',
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return { trades, statistics };
}

/** What each trade cost in bps of its notional. */
function costsOf(trades: readonly Trade[]): number[] {
  return trades.map(({ cost, notional }) => (1e4 * cost) / notional);
}

describe('fee tiers', () => {
  /** The price stays but for a rise by a fifth in the bars named, of which each makes a sale in the next. */
  function risingAt(rises: readonly number[], bars: number): Candles {
    let price = 100;
    const rows = Array.from({ length: bars }, (_, bar) => {
      const open = price;
      if (rises.includes(bar)) price *= 1.2;
      return [open, price] as const;
    });
    return barsOf('BTC', rows);
  }

  /**
   * Half of 100,000 in BTC: at 120 it is 60,000 of 110,000, so 5,000 are sold, which reaches the first tier. A second sale on
   * the same day pays the old fee, one on the next day the new one. On day 32 the days 2 to 31 count, in which nothing was
   * traded.
   */
  const feeTiers = [
    { volume: 5_000, takerFeeBps: 5, makerFeeBps: 2 },
    { volume: 1e9, takerFeeBps: 1, makerFeeBps: 1 },
  ];
  const candles = risingAt([1, 10, 30, 24 * 32], 24 * 32 + 10);

  it('hold from the day after that on which they were reached, for 30 days', () => {
    const { trades } = run({ candles, costs: { feeTiers } });
    expect(trades.map(({ time }) => (time - origin) / hourMs)).toEqual([2, 11, 31, 769]);
    expect(trades[0]?.notional).toBeCloseTo(5_000, 6);
    for (const [k, expected] of [15, 15, 10, 15].entries()) {
      expect(costsOf(trades)[k]).toBeCloseTo(expected, 9);
    }
    expect((1e4 * (trades[2]?.fee ?? 0)) / (trades[2]?.notional ?? 1)).toBeCloseTo(5, 9);
  });

  it('a little too high are never reached', () => {
    const higher = [{ volume: 12_000, takerFeeBps: 5, makerFeeBps: 2 }];
    const { trades } = run({ candles, costs: { feeTiers: higher } });
    for (const cost of costsOf(trades)) expect(cost).toBeCloseTo(15, 9);
  });

  it('setting: costs.feeTiers.makerFeeBps is what an order pays that is filled at rest', () => {
    // It rests at the close of the bar that rose and is filled in the next, which goes on by 0.1 %.
    const goesOn = {
      ...candles,
      high: candles.high.map((high, bar) => ([2, 31].includes(bar) ? 1.001 * high : high)),
    };
    const { trades } = run({ candles: goesOn, costs: { feeTiers }, style: 'maker-first' });
    const resting = trades.filter(({ liquidity }) => liquidity === 'maker');
    expect(resting.map(({ time }) => (time - origin) / hourMs)).toEqual([2, 31]);
    expect(costsOf(resting)[0]).toBeCloseTo(10, 9);
    expect(costsOf(resting)[1]).toBeCloseTo(2, 9);
  });
});

describe('impact', () => {
  const squareRoot: CostSettings['impact'] = { ...noImpact, model: 'square-root' };

  /** Up and down by 1 % each hour, 100,000 traded in each. */
  function zigzag(notional: number): Candles {
    let close = 100;
    const rows = Array.from({ length: 80 }, (_, bar) => {
      const open = close;
      close *= bar % 2 === 0 ? 1.01 : 0.99;
      return [open, close] as const;
    });
    const candles = barsOf('BTC', rows);
    return { ...candles, volume: candles.close.map((price) => notional / price) };
  }
  const everyTenHours: PolicyRule = { kind: 'calendar', every: 10, gate: 0 };

  it('is 10⁴ σ √(N/V) of what is filled, on volatility and volume of the days that have closed', () => {
    const { trades } = run({
      candles: zigzag(100_000),
      rule: everyTenHours,
      costs: { impact: squareRoot },
    });
    const known = trades.filter(({ time }) => time >= origin + 24 * hourMs);
    expect(known.length).toBeGreaterThan(3);
    for (const { notional, cost } of known) {
      const impactBps = 1e4 * 0.01 * Math.sqrt(24) * Math.sqrt(notional / 2_400_000);
      expect((1e4 * cost) / notional).toBeCloseTo(15 + impactBps, 6);
    }
    expect(costsOf(trades)[0]).toBeCloseTo(15 + 100, 9);
  });

  it('without volume is the largest, and no figure is lost', () => {
    const { trades, statistics } = run({
      candles: zigzag(0),
      rule: everyTenHours,
      costs: { impact: { ...squareRoot, maximumBps: 40 } },
    });
    expect(trades.length).toBeGreaterThan(3);
    for (const cost of costsOf(trades)) expect(cost).toBeCloseTo(55, 9);
    expect(Number.isFinite(statistics.costBpsPerYear)).toBe(true);
    expect(Number.isFinite(statistics.finalNav)).toBe(true);
  });

  it('makes the region trade less, because decisions know of it', () => {
    const region: PolicyRule = {
      ...{ kind: 'geometry', objective: 'adaptive', tightness: 1, eventCostBps: 0, rho: 0.8 },
      ...{ multiplier: [0.5, 2], goal: null },
    };
    const eventsAt = (typicalNotional: number) =>
      run({
        candles: zigzag(1_000),
        rule: region,
        costs: { impact: { ...squareRoot, typicalNotional } },
      }).trades.length;
    expect(eventsAt(1_000)).toBeLessThan(eventsAt(0.01));
  });
});

describe('rates of an asset', () => {
  it('are paid in place of the common ones', () => {
    const candles = barsOf('BTC', [
      [100, 100],
      [100, 120],
      [125, 125],
    ]);
    const { trades } = run({ candles, costs: { assets: { BTC: { halfSpreadBps: 0.5 } } } });
    expect(costsOf(trades)).toHaveLength(1);
    expect(costsOf(trades)[0]).toBeCloseTo(10 + 0.5 + 3, 9);
  });
});
