/** The configuration of a portfolio on margin: what its targets may be, and what does not go with it. */
import { describe, expect, it } from 'vitest';
import { type Changes, configuredWith } from '../support/settings.ts';

const futures: Changes = {
  'venue.id': 'binanceusdm',
  'portfolio.targets': { BTC: '60%', ETH: '-30%' },
  'portfolio.holdings': { USDT: 1_000 },
};

describe('a portfolio on margin', () => {
  it('setting: portfolio.leverage is what weights may add up to without their signs, 1 unless given', () => {
    expect(configuredWith(futures).settings.portfolio).toMatchObject({
      targets: [0.6, -0.3],
      cashTarget: 0.7,
      leverage: 1,
    });
    const more = { ...futures, 'portfolio.targets': { BTC: '120%', ETH: '-30%' } };
    expect(() => configuredWith(more)).toThrow(
      'portfolio.targets add up to 1.5 without their signs, must be at most portfolio.leverage, which is 1',
    );
    const { portfolio } = configuredWith({ ...more, 'portfolio.leverage': 1.5 }).settings;
    expect(portfolio.cashTarget).toBeCloseTo(0.1, 12);
  });

  it('assumes the fees of futures, which are not those of coins', () => {
    const { costs } = configuredWith({ ...futures, costs: undefined }).settings;
    expect(costs).toMatchObject({ takerFeeBps: 5, makerFeeBps: 2, assumed: true });
    const named = configuredWith({ ...futures, costs: { takerFeeBps: 4 } }).settings.costs;
    expect(named).toMatchObject({ takerFeeBps: 4, assumed: false });
  });

  it('is had at a futures venue only', () => {
    const at = (id: string) => ({ 'venue.id': id, 'portfolio.leverage': 2 });
    expect(() => configuredWith(at('binance'))).toThrow(
      'portfolio.leverage was 2; nothing is borrowed at venue.id binance, only at binanceusdm',
    );
    expect(() => configuredWith({ 'portfolio.holdings': { BTC: -1, USDT: 1_000 } })).toThrow(
      'portfolio.holdings.BTC was -1: must be at least 0',
    );
  });

  it.each([
    [
      { 'portfolio.targets': { BTC: '60%', cash: '40%' } },
      'portfolio.targets.cash must be left out on margin',
    ],
    [{ allocation: { method: 'erc' } }, 'allocation was given, but allocators know no positions'],
    [{ 'markets.direct': ['ETH/BTC'] }, 'markets.direct was given, but futures trade against'],
    [{ 'venue.mode': 'advisory' }, 'venue.mode was advisory, but positions on margin are traded'],
    [{ 'policy.cashFlow': 'first' }, 'policy.cashFlow was first, but on margin a flow cannot'],
    [{ 'policy.saleDelay': 'shadow' }, 'policy.saleDelay was shadow, but no delay is known for'],
  ])('refuses %j', (changes, problem) => {
    expect(() => configuredWith({ ...futures, ...changes } as Changes)).toThrow(problem);
  });

  it('knows no cash flows and no delays of sales', () => {
    const { policy } = configuredWith(futures).settings;
    expect(policy).toMatchObject({ cashFlow: 'ignore', saleDelay: 'off' });
  });
});
