/** Every setting of the portfolio, of costs, markets and limits changes what is recommended. */
import { describe, expect, it } from 'vitest';
import { toNumber } from '../../src/base/decimal.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { hourMs } from '../support/panels.ts';
import {
  asOf,
  type Changes,
  codesOf,
  configuredWith,
  inputsWith,
  legsOf,
  recommendWith,
} from '../support/settings.ts';

function legOf({ legs }: Recommendation, symbol: string) {
  const leg = legs.find((candidate) => candidate.symbol === symbol);
  if (leg === undefined) throw new Error(`there is no leg ${symbol}`);
  return leg;
}

describe('the portfolio', () => {
  it('setting: portfolio.name is bound by the plan', () => {
    const [core, other] = [recommendWith(), recommendWith({ 'portfolio.name': 'other' })];
    expect(other.portfolio).toBe('other');
    expect(other.planHash).not.toBe(core.planHash);
  });

  it('setting: portfolio.quote is what assets are traded against, and what cash is', () => {
    const holdings = { BTC: 2.5, ETH: 21, SOL: 600, EUR: 17_000 };
    const inEuros = recommendWith({ 'portfolio.quote': 'EUR', 'portfolio.holdings': holdings });
    expect(inEuros.cashWeight).toBeCloseTo(0.17, 12);
    expect(legsOf(inEuros)).toEqual(['sell BTC/EUR 0.5', 'buy ETH/EUR 4', 'buy SOL/EUR 150']);
  });

  it('setting: portfolio.targets are where the plan goes', () => {
    const targets = { BTC: '50%', ETH: '13%', SOL: '20%', cash: '17%' };
    expect(legsOf(recommendWith({ 'portfolio.targets': targets }))).toEqual([
      'sell ETH/USDT 8',
      'buy SOL/USDT 400',
    ]);
  });

  it('setting: portfolio.holdings are where it starts', () => {
    const holdings = { BTC: 2, ETH: 25, SOL: 750, USDT: 20_000 };
    const atTarget = recommendWith({ 'portfolio.holdings': holdings });
    expect(atTarget.outcome).toBe('none');
    expect(atTarget.nav).toBe('100000');
    expect(recommendWith({ 'portfolio.holdings': { USDT: 5_000 } }).nav).toBe('5000');
  });
});

describe('costs', () => {
  const costs = (changes: Changes) => legOf(recommendWith(changes), 'BTC/USDT').costBps;

  it('setting: costs.takerFeeBps, costs.halfSpreadBps, costs.slippageBps make up the cost of a leg', () => {
    expect(costs({})).toBe(15);
    expect(costs({ 'costs.takerFeeBps': 25 })).toBe(30);
    expect(costs({ 'costs.halfSpreadBps': 7 })).toBe(20);
    expect(costs({ 'costs.slippageBps': 0 })).toBe(12);
  });

  it('are summed over the plan in bps of NAV: 17,000 traded at 15 bps of 100,000', () => {
    expect(recommendWith().costBps).toBeCloseTo(2.55, 12);
    expect(recommendWith({ 'costs.takerFeeBps': 25 }).costBps).toBeCloseTo(5.1, 12);
  });

  it('widen the region', () => {
    const width = (fee: number) => {
      const view = recommendWith({
        'policy.kind': 'geometry',
        'costs.takerFeeBps': fee,
        'portfolio.holdings': { BTC: 2, ETH: 25, SOL: 750, USDT: 20_000 },
      }).assets[0];
      return (view?.upper ?? Number.NaN) - (view?.lower ?? Number.NaN);
    };
    expect(width(25)).toBeGreaterThan(1.5 * width(10));
  });

  it('are said to be assumed when the configuration does not name the fee', () => {
    const { settings } = configuredWith();
    const assumed = { ...settings, costs: { ...settings.costs, assumed: true } };
    expect(codesOf(recommendWith({}, { settings: assumed }))).toContain('COSTS_ASSUMED');
    expect(codesOf(recommendWith())).not.toContain('COSTS_ASSUMED');
  });
});

describe('markets between assets', () => {
  const direct = { 'markets.direct': ['ETH/BTC', 'SOL/BTC'] };

  it('setting: markets.direct adds legs that swap one asset for another', () => {
    // 4 ETH and 150 SOL out of 0.35 BTC; the other 0.15 BTC become cash.
    expect(legsOf(recommendWith(direct))).toEqual([
      'sell BTC/USDT 0.15',
      'buy ETH/BTC 4',
      'buy SOL/BTC 150',
    ]);
  });

  it('setting: markets.halfSpreadBps is what their spread costs', () => {
    expect(legOf(recommendWith(direct), 'ETH/BTC').costBps).toBe(17);
    const wide = recommendWith({ ...direct, 'markets.halfSpreadBps': 9 });
    expect(legOf(wide, 'ETH/BTC').costBps).toBe(22);
    expect(legOf(wide, 'BTC/USDT').costBps).toBe(15);
  });

  it('are left alone when they cost more than two legs', () => {
    const dear = recommendWith({ ...direct, 'markets.halfSpreadBps': 20 });
    expect(legsOf(dear)).toEqual(legsOf(recommendWith()));
  });
});

describe('limits', () => {
  it('setting: limits.cashBuffer is left in cash: the buys of 7,000 shrink to what it leaves', () => {
    const capped = recommendWith({ 'limits.cashBuffer': '22%' });
    // 17,000 and 10,000 less 15 of cost are 26,985; 22,000 must stay: 4,985/7,010.5 of each buy.
    expect(legsOf(capped)).toEqual([
      'sell BTC/USDT 0.5',
      'buy ETH/USDT 2.84',
      'buy SOL/USDT 106.6',
    ]);
    expect(capped.reasons.find(({ code }) => code === 'QUANTITY_CAPPED')?.sharePct).toBe(71.1);
    expect(codesOf(recommendWith({ 'limits.cashBuffer': '1%' }))).not.toContain('QUANTITY_CAPPED');
  });

  /** What is too small: buys of 4,000 ETH and 3,000 SOL beside a sale of 10,000 BTC. */
  function tooSmall(changes: Changes) {
    return recommendWith(changes)
      .reasons.filter(({ code }) => code.startsWith('NOTIONAL'))
      .map(({ code, symbol, notional, minimum }) => `${code} ${symbol} ${notional} < ${minimum}`);
  }

  it('setting: limits.minimumOrder leaves out or raises smaller orders', () => {
    expect(tooSmall({ 'limits.minimumOrder': 3_000 })).toEqual([]);
    expect(tooSmall({ 'limits.minimumOrder': 3_100 })).toEqual([
      'NOTIONAL_RAISED SOL/USDT 3000 < 3100',
    ]);
    expect(tooSmall({ 'limits.minimumOrder': 6_000 })).toContain(
      'NOTIONAL_BELOW_MINIMUM SOL/USDT 3000 < 6000',
    );
  });

  it('setting: limits.minimumOrderNav does so as a share of NAV', () => {
    expect(tooSmall({ 'limits.minimumOrderNav': '3.5%' })).toEqual([
      'NOTIONAL_RAISED SOL/USDT 3000 < 3500',
    ]);
    expect(tooSmall({ 'limits.minimumOrderNav': '6%' })).toContain(
      'NOTIONAL_BELOW_MINIMUM SOL/USDT 3000 < 6000',
    );
  });

  it('setting: limits.minimumOrderFactor does so as a multiple of what the market takes', () => {
    const rules = inputsWith().rules.map((rule) => ({ ...rule, minNotional: '2000' }));
    const codes = (factor: number) =>
      codesOf(recommendWith({ 'limits.minimumOrderFactor': factor }, { rules }));
    // The buys are for 4,000 and 3,000: raised from half of the smallest order on.
    expect(codes(1.5)).toEqual(['BAND_BREACHED']);
    expect(codes(1.6)).toEqual(['BAND_BREACHED', 'NOTIONAL_RAISED']);
    expect(codes(3.1)).toContain('NOTIONAL_BELOW_MINIMUM');
  });

  it('setting: limits.priceCapBps, limits.majorsPriceCapBps are how far a price may go, on the side of the order', () => {
    const limits = (changes: Changes) => {
      const plan = recommendWith(changes);
      return ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'].map((symbol) =>
        toNumber(legOf(plan, symbol).limitPrice),
      );
    };
    // 50 bps below 20,000 and above 1,000, 100 bps above 20.
    expect(limits({})).toEqual([19_900, 1_005, 20.2]);
    expect(limits({ 'limits.majorsPriceCapBps': 100 })).toEqual([19_800, 1_010, 20.2]);
    expect(limits({ 'limits.priceCapBps': 200 })).toEqual([19_900, 1_005, 20.4]);
  });

  it('setting: limits.validHours is when the plan expires', () => {
    expect(recommendWith().expiresAt).toBe(asOf + 4 * hourMs);
    const longer = recommendWith({ 'limits.validHours': 12 });
    expect(longer.expiresAt).toBe(asOf + 12 * hourMs);
    expect(longer.planHash).not.toBe(recommendWith().planHash);
  });
});
