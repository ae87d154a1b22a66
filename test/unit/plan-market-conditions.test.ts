/** The costs of the markets as a day closes: spreads by volatility, impact by volume, fees by what was traded. */
import { describe, expect, it } from 'vitest';
import { legCost } from '../../src/cost/leg-cost.ts';
import type { CostSettings } from '../../src/cost/settings.ts';
import type { Candles } from '../../src/market/candles.ts';
import { createMarketConditions } from '../../src/plan/market-conditions.ts';
import { marketsOf, type PlanMarket } from '../../src/plan/markets.ts';
import { panelOf, regionRule, settingsWith } from '../support/backtest-worlds.ts';
import { noImpact } from '../support/costs.ts';
import { candlesOf } from '../support/panels.ts';

const days = 10;

/** Moves by so much each hour, up and down, and more in the last day; trades the same notional in every bar. */
function seriesOf(
  symbol: string,
  given: { move: number; last?: number; notional: number },
): Candles {
  let close = 100;
  const closes = Array.from({ length: 24 * days }, (_, bar) => {
    const move = bar < 24 * (days - 1) ? given.move : (given.last ?? given.move);
    close *= 1 + (bar % 2 === 0 ? move : -move);
    return close;
  });
  const candles = candlesOf(symbol, closes);
  return { ...candles, volume: candles.close.map((price) => given.notional / price) };
}

const btc = seriesOf('BTC', { move: 0.005, notional: 1e6 });
const eth = seriesOf('ETH', { move: 0.01, last: 0.02, notional: 250_000 });
const squareRoot = { ...noImpact, model: 'square-root' } as const;

/** The markets BTC/USDT, ETH/USDT and ETH/BTC after so many bars. */
function worldOf(costs: Partial<CostSettings>, series: readonly Candles[] = [btc, eth]) {
  const settings = settingsWith({
    targets: { BTC: 0.5, ETH: 0.3 },
    rule: regionRule,
    directMarkets: ['ETH/BTC'],
    costs,
  });
  const markets = marketsOf(settings);
  const panel = panelOf(...series);
  const conditions = createMarketConditions(settings, panel, markets);
  const named = (name: string) => markets.find(({ symbol }) => symbol === name) as PlanMarket;
  return {
    conditions,
    observe: (from: number, to: number) => {
      for (let bar = from; bar < to; bar++) conditions?.observe(panel, bar);
    },
    named,
    costOf: (name: string, notional: number) => legCost(named(name), notional),
  };
}

describe('the conditions of the markets', () => {
  it('are none where nothing changes', () => {
    expect(worldOf({}).conditions).toBeNull();
    expect(worldOf({ assets: { BTC: { halfSpreadBps: 1 } } }).conditions).toBeNull();
  });

  it('change when a day closes and stay till the next', () => {
    const { observe, named } = worldOf({ impact: squareRoot });
    const first = named('BTC/USDT').cost;
    observe(0, 23);
    expect(named('BTC/USDT').cost).toBe(first);
    observe(23, 24);
    const second = named('BTC/USDT').cost;
    expect(second).toBeLessThan(first);
    observe(24, 47);
    expect(named('BTC/USDT').cost).toBe(second);
  });

  it('have impact by volatility and volume: 10⁴ σ √(N/V)', () => {
    const { observe, costOf } = worldOf({ impact: squareRoot });
    observe(0, 24);
    // 0.5 % an hour on 24 million a day; 1 % on 6 million: four times as much for the same notional.
    const expected = 1e4 * 0.005 * Math.sqrt(24) * Math.sqrt(9_600 / 24e6);
    expect(costOf('BTC/USDT', 9_600).impactBps).toBeCloseTo(expected, 9);
    expect(costOf('ETH/USDT', 9_600).impactBps).toBeCloseTo(4 * expected, 9);
  });

  it('let a direct market bear the impact on both of its assets', () => {
    const { observe, costOf } = worldOf({ impact: squareRoot });
    observe(0, 24);
    const onBoth = costOf('BTC/USDT', 5_000).impactBps + costOf('ETH/USDT', 5_000).impactBps;
    expect(costOf('ETH/BTC', 5_000).impactBps).toBeCloseTo(onBoth, 9);
  });

  it('take the volatility to its power, and for a direct market that of the wilder asset', () => {
    const { observe, named, costOf } = worldOf({ volatilityExponent: 1 });
    observe(0, 24 * days);
    expect(named('BTC/USDT').conditions.spreadFactor).toBeCloseTo(1, 9);
    const factor = named('ETH/USDT').conditions.spreadFactor;
    expect(factor).toBeGreaterThan(1.05);
    expect(named('ETH/BTC').conditions.spreadFactor).toBe(factor);
    expect(costOf('ETH/USDT', 1).costBps).toBeCloseTo(10 + 5 * factor, 12);
    const root = worldOf({ volatilityExponent: 0.5 });
    root.observe(0, 24 * days);
    expect(root.named('ETH/USDT').conditions.spreadFactor).toBeCloseTo(Math.sqrt(factor), 12);
  });

  it('give decisions the cost of a leg of the typical notional', () => {
    const { observe, named, costOf } = worldOf({
      impact: { ...squareRoot, typicalNotional: 40_000 },
    });
    observe(0, 24);
    expect(named('ETH/USDT').cost).toBe(costOf('ETH/USDT', 40_000).costBps / 1e4);
  });

  it('take the fees of the tier, in the decision too', () => {
    const feeTiers = [{ volume: 1_000, takerFeeBps: 4, makerFeeBps: 1 }];
    const { conditions, named } = worldOf({ feeTiers });
    conditions?.useFees(999);
    expect(named('BTC/USDT').cost).toBe(0.0015);
    conditions?.useFees(1_000);
    expect(named('BTC/USDT').cost).toBe(0.0009);
    expect(named('ETH/BTC').conditions.makerFeeBps).toBe(1);
  });
});

describe('a doubt', () => {
  const costs = { volatilityExponent: 1, impact: squareRoot };

  it('leaves the spread as it is and puts the impact at its largest, with a reason each', () => {
    const { conditions, named, costOf } = worldOf(costs);
    expect(named('BTC/USDT').conditions.spreadFactor).toBe(1);
    expect(costOf('BTC/USDT', 10).impactBps).toBe(100);
    const cause = 'no day of it has closed yet';
    expect(conditions?.reasons()).toEqual(
      ['BTC', 'ETH'].flatMap((symbol) => [
        { code: 'COSTS_NEUTRAL', symbol },
        { code: 'IMPACT_UNKNOWN', symbol, maximumBps: 100, cause },
      ]),
    );
  });

  it('ends when there is enough to go by', () => {
    const { conditions, observe } = worldOf(costs);
    observe(0, 24 * 6);
    expect(conditions?.reasons().map(({ code }) => code)).toEqual([
      'COSTS_NEUTRAL',
      'COSTS_NEUTRAL',
    ]);
    observe(24 * 6, 24 * 7);
    expect(conditions?.reasons()).toEqual([]);
  });

  it.each([
    ['without volume', { move: 0.01, notional: 0 }, 'nothing of it was traded in 30 days'],
    ['at a constant price', { move: 0, notional: 1e6 }, 'its price has not moved'],
  ])('stays about an asset %s, and about its direct markets', (_, given, cause) => {
    const { conditions, observe, named, costOf } = worldOf(costs, [btc, seriesOf('ETH', given)]);
    observe(0, 24 * days);
    const reason = { code: 'IMPACT_UNKNOWN', symbol: 'ETH', maximumBps: 100, cause };
    expect(conditions?.reasons()).toContainEqual(reason);
    for (const name of ['ETH/USDT', 'ETH/BTC']) {
      expect(costOf(name, 1).impactBps).toBe(100);
      expect(Number.isFinite(named(name).cost)).toBe(true);
    }
    expect(costOf('BTC/USDT', 1).impactBps).toBeLessThan(1);
  });
});
