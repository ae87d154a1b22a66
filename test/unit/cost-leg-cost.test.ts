/** What a leg costs, by hand: fees and tiers, spreads of single markets, volatility, impact, and what resting saves. */
import { describe, expect, it } from 'vitest';
import {
  type CostConditions,
  feesAt,
  spreadFactorOf,
  unitImpactOf,
  unknownConditions,
} from '../../src/cost/conditions.ts';
import { expectedCost, legCost, ratesOf } from '../../src/cost/leg-cost.ts';
import type { CostSettings } from '../../src/cost/settings.ts';
import { noImpact, plainCosts } from '../support/costs.ts';

function marketOf(
  name: string,
  change: { costs?: Partial<CostSettings>; conditions?: Partial<CostConditions> } = {},
) {
  const costs = { ...plainCosts, ...change.costs };
  const direct = name.includes('/');
  return {
    direct,
    rates: ratesOf(costs, { name, direct }),
    conditions: { ...unknownConditions(costs), ...change.conditions },
  };
}

describe('the cost of a leg', () => {
  it('is fee, half-spread and slippage; a direct market has a half-spread of its own', () => {
    expect(legCost(marketOf('BTC'), 5_000)).toEqual({
      ...{ feeBps: 10, halfSpreadBps: 2, slippageBps: 3, impactBps: 0, costBps: 15 },
    });
    expect(legCost(marketOf('ETH/BTC'), 5_000).costBps).toBe(17);
  });

  it('has the rates of its own market where they are named, the common ones for what is left out', () => {
    const assets = { BTC: { halfSpreadBps: 1 }, 'ETH/BTC': { halfSpreadBps: 7, slippageBps: 0 } };
    const costOf = (name: string) => legCost(marketOf(name, { costs: { assets } }), 1).costBps;
    expect(costOf('BTC')).toBe(14);
    expect(costOf('ETH')).toBe(15);
    expect(costOf('ETH/BTC')).toBe(17);
    expect(costOf('SOL/BTC')).toBe(17);
  });

  it('follows volatility in spread and slippage, not in the fee', () => {
    const market = marketOf('BTC', { conditions: { spreadFactor: 2 } });
    expect(legCost(market, 1).costBps).toBe(10 + 2 * 2 + 2 * 3);
  });

  it('grows with the root of the notional: four times as much doubles the impact', () => {
    const market = marketOf('BTC', { conditions: { unitImpactBps: 0.1 } });
    expect(legCost(market, 10_000).impactBps).toBeCloseTo(10, 12);
    expect(legCost(market, 40_000).impactBps).toBeCloseTo(20, 12);
    expect(legCost(market, 40_000).costBps).toBeCloseTo(35, 12);
    expect(legCost(market, 0).impactBps).toBe(0);
  });

  it('never has more than the largest impact, which is also that of a market nobody knows', () => {
    const costs = { impact: { ...noImpact, model: 'square-root', maximumBps: 60 } } as const;
    const known = marketOf('BTC', { costs, conditions: { unitImpactBps: 1 } });
    expect(legCost(known, 1e6).impactBps).toBe(60);
    expect(legCost(marketOf('BTC', { costs }), 0.01).impactBps).toBe(60);
    expect(legCost(marketOf('BTC', { costs }), 0).impactBps).toBe(0);
  });
});

describe('the fees', () => {
  const feeTiers = [
    { volume: 1_000, takerFeeBps: 8, makerFeeBps: 6 },
    { volume: 5_000, takerFeeBps: 5, makerFeeBps: 0 },
  ];

  it.each([
    [0, 10, 10],
    [999.99, 10, 10],
    [1_000, 8, 6],
    [4_999, 8, 6],
    [1e9, 5, 0],
  ])('after %s traded are %s and %s bps', (traded, takerFeeBps, makerFeeBps) => {
    expect(feesAt({ ...plainCosts, feeTiers }, traded)).toEqual({ takerFeeBps, makerFeeBps });
  });
});

describe('the factor of a spread', () => {
  it.each([
    [2, 1, 2],
    [2, 0.5, Math.SQRT2],
    [2, 0, 1],
    [0.8, 1, 0.8],
    [9, 1, 4],
    [0.01, 1, 0.5],
    [Number.NaN, 1, 1],
    [0, 1, 1],
    [Number.POSITIVE_INFINITY, 1, 1],
  ])('at %s times the volatility of long, to the power of %s, is %s', (ratio, exponent, factor) => {
    expect(spreadFactorOf(ratio, exponent)).toBe(factor);
  });
});

describe('the impact of a notional', () => {
  it('of a hundredth of the daily volume is a tenth of the daily volatility (Tóth et al. 2011)', () => {
    const unit = unitImpactOf({ coefficient: 1 }, { volDaily: 0.04, dailyNotional: 1e6 });
    expect(unit * Math.sqrt(1e4)).toBeCloseTo(0.1 * 400, 10);
    const half = unitImpactOf({ coefficient: 0.5 }, { volDaily: 0.04, dailyNotional: 1e6 });
    expect(half).toBeCloseTo(unit / 2, 12);
  });

  it.each([
    { volDaily: 0.04, dailyNotional: 0 },
    { volDaily: 0.04, dailyNotional: Number.NaN },
    { volDaily: 0, dailyNotional: 1e6 },
    { volDaily: Number.NaN, dailyNotional: 1e6 },
  ])('is not known at %o', (market) => {
    expect(unitImpactOf({ coefficient: 1 }, market)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the cost that decisions go by', () => {
  const impact = { ...noImpact, model: 'square-root', typicalNotional: 2_500 } as const;

  it('is that of a leg of the typical notional', () => {
    const market = marketOf('BTC', { costs: { impact }, conditions: { unitImpactBps: 0.1 } });
    expect(expectedCost(market, { style: 'taker', impact })).toBeCloseTo(0.002, 15);
  });

  it('is mostly the maker fee for an order that rests first, less so on a direct market', () => {
    const resting = { style: 'maker-first', impact: noImpact } as const;
    expect(expectedCost(marketOf('BTC'), resting) * 1e4).toBeCloseTo(0.96 * 10 + 0.04 * 15, 12);
    expect(expectedCost(marketOf('ETH/BTC'), resting) * 1e4).toBeCloseTo(0.63 * 10 + 0.37 * 17, 12);
  });
});
