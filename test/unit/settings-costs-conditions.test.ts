/** Every setting of costs that depends on market, volume traded, volatility or notional changes what is recommended. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import { bookAround } from '../../src/market/synthetic-book.ts';
import type { Leg, Recommendation } from '../../src/plan/plan.ts';
import type { Changes } from '../support/settings.ts';
import { codesOf, configuredWith, marketOf, recommendWith, widthOf } from '../support/settings.ts';

function legOf({ legs }: Recommendation, symbol: string): Leg {
  const leg = legs.find((candidate) => candidate.symbol === symbol);
  if (leg === undefined) throw new Error(`there is no leg ${symbol}`);
  return leg;
}

const direct = { 'markets.direct': ['ETH/BTC'] };
const atTargets = {
  'policy.kind': 'geometry',
  'portfolio.holdings': { BTC: 2, ETH: 25, SOL: 750, USDT: 20_000 },
};

describe('rates of single markets', () => {
  it('setting: costs.assets are those of an asset, or of a direct market', () => {
    const assets = { BTC: { halfSpreadBps: 1, slippageBps: 0 }, 'ETH/BTC': { halfSpreadBps: 0.5 } };
    const plan = recommendWith({ ...direct, 'costs.assets': assets });
    expect(legOf(plan, 'BTC/USDT').costBps).toBe(11);
    expect(legOf(plan, 'ETH/BTC').costBps).toBe(13.5);
    expect(legOf(plan, 'SOL/USDT').costBps).toBe(15);
  });

  it('are refused for a market that is not traded', () => {
    const assets = { 'SOL/BTC': { halfSpreadBps: 1 } };
    expect(() => configuredWith({ ...direct, 'costs.assets': assets })).toThrow(
      'costs.assets names SOL/BTC, which is not traded: it must be one of BTC, ETH, SOL, ETH/BTC',
    );
  });
});

describe('fee tiers', () => {
  const tiers = [
    { volume: 50_000, takerFeeBps: 8, makerFeeBps: 6 },
    { volume: 1_000_000, takerFeeBps: 5, makerFeeBps: 2 },
  ];
  const feeAfter = (tradedNotional: number) =>
    legOf(recommendWith({ 'costs.feeTiers': tiers }, { tradedNotional }), 'BTC/USDT').feeBps;

  // setting: costs.feeTiers.volume, costs.feeTiers.takerFeeBps
  it('hold from their volume on, in the costs of a plan', () => {
    expect([0, 49_999, 50_000, 1e6].map(feeAfter)).toEqual([10, 10, 8, 5]);
  });

  it('from 0 on name the fees, so that none are assumed', () => {
    const text = `portfolio: { name: core, quote: USDT, targets: { BTC: 50% } }
costs: { feeTiers: [{ volume: 0, takerFeeBps: 8, makerFeeBps: 6 }] }
`;
    const { settings } = settingsOf(parseConfig(text, { file: 'a.yaml' }), 'live');
    expect(settings.costs.assumed).toBe(false);
  });

  it('must rise', () => {
    const wrong = [
      { volume: 5, takerFeeBps: 1, makerFeeBps: 1 },
      ...tiers.slice(0, 1).map((tier) => ({ ...tier, volume: 5 })),
    ];
    expect(() => configuredWith({ 'costs.feeTiers': wrong })).toThrow(
      'costs.feeTiers.1.volume was 5, must be more than the 5 before it',
    );
  });
});

describe('volatility', () => {
  const stormy = marketOf({ days: 30, stormyDays: 3, multiple: 3 });
  const spreadAt = (exponent: number) => {
    const plan = recommendWith({ 'costs.volatilityExponent': exponent }, {}, stormy);
    return legOf(plan, 'BTC/USDT');
  };

  it('setting: costs.volatilityExponent raises spread and slippage in a storm', () => {
    const [calm, root, full] = [0, 0.5, 1].map(spreadAt) as [Leg, Leg, Leg];
    expect(calm.halfSpreadBps).toBe(2);
    const factor = full.halfSpreadBps / 2;
    expect(factor).toBeGreaterThan(1.2);
    expect(root.halfSpreadBps).toBeCloseTo(2 * Math.sqrt(factor), 9);
    expect(full.slippageBps).toBeCloseTo(3 * factor, 9);
    expect(full.feeBps).toBe(10);
  });

  it('widens thresholds through the costs, as a storm does', () => {
    const width = (exponent: number) =>
      widthOf(
        recommendWith({ ...atTargets, 'costs.volatilityExponent': exponent }, {}, stormy),
        'SOL',
      );
    expect(width(1)).toBeGreaterThan(1.05 * width(0));
  });

  it('has a part of its own in what moved a threshold since the day before', () => {
    const rule = { ...atTargets, 'policy.kind': 'risk-aware' };
    const lastDay = marketOf({ days: 30, stormyDays: 1, multiple: 3 });
    const partOf = (exponent: number) => {
      const plan = recommendWith({ ...rule, 'costs.volatilityExponent': exponent }, {}, lastDay);
      return plan.assets[0]?.thresholdChange?.costPp;
    };
    expect(partOf(0)).toBe(0);
    expect(partOf(1)).toBeGreaterThan(0.1);
  });

  it('leaves the spread alone when it is not known, and says so', () => {
    const young = marketOf({ days: 6, stormyDays: 1, multiple: 3 });
    const plan = recommendWith({ 'costs.volatilityExponent': 1 }, {}, young);
    expect(legOf(plan, 'BTC/USDT').costBps).toBe(15);
    expect(codesOf(plan).filter((code) => code === 'COSTS_NEUTRAL')).toHaveLength(3);
  });
});

describe('impact', () => {
  const planWith = (changes: Changes = {}) =>
    recommendWith({ 'costs.impact.model': 'square-root', ...changes });

  it('setting: costs.impact.model, costs.impact.coefficient add what the leg moves the price by', () => {
    expect(legOf(recommendWith(), 'BTC/USDT').impactBps).toBe(0);
    const leg = legOf(planWith(), 'BTC/USDT');
    expect(leg.impactBps).toBeGreaterThan(1);
    expect(leg.costBps).toBeCloseTo(15 + leg.impactBps, 9);
    const half = legOf(planWith({ 'costs.impact.coefficient': 0.5 }), 'BTC/USDT');
    expect(half.impactBps).toBeCloseTo(leg.impactBps / 2, 9);
  });

  it('setting: costs.impact.maximumBps is the most that it may be', () => {
    expect(legOf(planWith({ 'costs.impact.maximumBps': 3 }), 'SOL/USDT').impactBps).toBe(3);
  });

  it('setting: costs.impact.typicalNotional is what decisions reckon with, not the plan', () => {
    const small = { 'costs.impact.typicalNotional': 100 };
    const large = { 'costs.impact.typicalNotional': 100_000 };
    expect(legOf(planWith(small), 'BTC/USDT').costBps).toBe(
      legOf(planWith(large), 'BTC/USDT').costBps,
    );
    const width = (changes: Changes) => widthOf(planWith({ ...atTargets, ...changes }), 'BTC');
    expect(width(large)).toBeGreaterThan(1.2 * width(small));
  });

  it('is at its largest without volume, with a reason', () => {
    const still = marketOf().map((candles) => ({
      ...candles,
      volume: candles.symbol === 'ETH' ? candles.volume.map(() => 0) : candles.volume,
    }));
    const plan = recommendWith({ 'costs.impact.model': 'square-root' }, {}, still);
    expect(legOf(plan, 'ETH/USDT').impactBps).toBe(100);
    expect(plan.reasons).toContainEqual({
      ...{ code: 'IMPACT_UNKNOWN', symbol: 'ETH', maximumBps: 100 },
      cause: 'nothing of it was traded in 30 days',
    });
  });
});

describe('the depth of a book', () => {
  const bookOf = (levels: number) =>
    bookAround({
      ...{ market: 'BTC/USDT', mid: 20_000, asOf: 0, halfSpreadBps: 2, levelStepBps: 1 },
      ...{ levels, quantityPerLevel: 0.2 },
    });
  const walk = (levels: number) =>
    recommendWith({ 'costs.impact.model': 'depth' }, { books: [bookOf(levels)] });

  it('is walked for the leg: 0.5 BTC take five levels of which half counts', () => {
    const leg = legOf(walk(10), 'BTC/USDT');
    expect([leg.feeBps, leg.slippageBps]).toEqual([10, 0]);
    expect(leg.halfSpreadBps).toBeCloseTo(2, 6);
    expect(leg.impactBps).toBeCloseTo(2, 6);
    expect(leg.costBps).toBeCloseTo(14, 6);
  });

  it('that is short is named, and the rest is reckoned at the limit', () => {
    const plan = walk(3);
    expect(plan.reasons).toContainEqual({ code: 'DEPTH_SHORT', symbol: 'BTC/USDT', sharePct: 60 });
    // 60 % at 1 bp beyond the touch, 40 % at the cap of 50 bps.
    expect(legOf(plan, 'BTC/USDT').impactBps).toBeCloseTo(0.6 * 1 + 0.4 * 48, 4);
  });

  it('is replaced by the square-root law where there is no book', () => {
    const plan = walk(10);
    const law = recommendWith({ 'costs.impact.model': 'square-root' });
    expect(legOf(plan, 'ETH/USDT').impactBps).toBe(legOf(law, 'ETH/USDT').impactBps);
  });
});
