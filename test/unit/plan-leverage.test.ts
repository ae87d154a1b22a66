/** Plans on margin by hand: short targets, what closes before what opens, the leverage that is kept, and what positions cost. */
import { describe, expect, it } from 'vitest';
import { fitLeverage, isReducing, leverageAfter } from '../../src/plan/fit-leverage.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { preTradeProblem } from '../../src/plan/pre-trade.ts';
import { partsOfOrder } from '../../src/plan/reduce-first.ts';
import { creditOf, marginOf, shortOf } from '../../src/policy/margin.ts';
import {
  type Changes,
  codesOf,
  configuredWith,
  legsOf,
  recommendWith,
} from '../support/settings.ts';

/** 100,000 USDT: 40 % long BTC, 40 % short ETH; to be 60 %, 30 % short and 10 % SOL. */
const onMargin: Changes = {
  'venue.id': 'binanceusdm',
  'portfolio.targets': { BTC: '60%', ETH: '-30%', SOL: '10%' },
  'portfolio.holdings': { BTC: 2, ETH: -40, USDT: 100_000 },
  'limits.cashBuffer': 0,
};

function onlyReducing({ legs }: Recommendation): readonly boolean[] {
  return legs.map(({ reduceOnly }) => reduceOnly === true);
}

describe('a plan on margin', () => {
  it('brings long and short positions to their targets, and closes first', () => {
    const plan = recommendWith(onMargin);
    expect(plan.nav).toBe('100000');
    expect(plan.assets.map(({ weight }) => weight)).toEqual([0.4, -0.4, 0]);
    expect(legsOf(plan)).toEqual(['buy ETH/USDT 10', 'buy BTC/USDT 1', 'buy SOL/USDT 500']);
    expect(onlyReducing(plan)).toEqual([true, false, false]);
    plan.assets.forEach(({ weightAfter, target }) => {
      expect(weightAfter).toBeCloseTo(target, 3);
    });
  });

  it('goes through zero in two orders, so that the one that closes cannot open', () => {
    const plan = recommendWith({
      ...onMargin,
      'portfolio.targets': { BTC: '-50%', ETH: '-30%', SOL: '10%' },
      'portfolio.holdings': { BTC: 1, ETH: -30, SOL: 500, USDT: 100_000 },
    });
    expect(legsOf(plan)).toEqual(['sell BTC/USDT 1', 'sell BTC/USDT 2.5']);
    expect(onlyReducing(plan)).toEqual([true, false]);
  });

  it('leaves the buffer of its leverage: 29.5 of the 30 pp that open', () => {
    const plan = recommendWith({ ...onMargin, 'limits.cashBuffer': '0.5%' });
    expect(legsOf(plan)).toEqual(['buy ETH/USDT 10', 'buy BTC/USDT 0.983', 'buy SOL/USDT 491.6']);
    expect(codesOf(plan)).toContain('LEVERAGE_FITTED');
  });

  it('may borrow: twice the portfolio at a leverage of 2', () => {
    const plan = recommendWith({
      ...onMargin,
      'portfolio.targets': { BTC: '120%', ETH: '-40%', SOL: '40%' },
      'portfolio.leverage': 2,
    });
    expect(legsOf(plan)).toEqual(['buy BTC/USDT 4', 'buy SOL/USDT 2000']);
    expect(plan.cashTarget).toBeCloseTo(-0.2, 12);
    // 40 % long and 40 % short leave all of the cash; 80 pp and 40 pp are bought with it.
    expect(plan.cashWeight).toBe(1);
  });

  it('says what positions cost a day, and what each leg makes due over the horizon', () => {
    const fundingPerDay = { BTC: 0.0003, ETH: 0.0002, SOL: -0.001 };
    const plan = recommendWith({ ...onMargin, 'forecast.horizonDays': 10 }, { fundingPerDay });
    // 0.4 · 3 − 0.4 · 2 bp before, 0.6 · 3 − 0.3 · 2 − 0.1 · 10 bp after.
    expect(plan.funding?.beforeBps).toBeCloseTo(0.4, 9);
    expect(plan.funding?.afterBps).toBeCloseTo(0.2, 2);
    const due = plan.legs.map(({ fundingBps = 0 }) => Math.round(fundingBps));
    expect(due).toEqual([20, 30, -100]);
    expect(recommendWith(onMargin).funding).toBeUndefined();
  });
});

describe('an order through zero', () => {
  const market = { stepSize: '0.1', least: 0.5 };

  it('is split at the position, on the step', () => {
    expect(partsOfOrder(-3, { ...market, position: 1.25 })).toEqual([
      { quantity: '1.2', reduceOnly: true },
      { quantity: '1.8', reduceOnly: false },
    ]);
  });

  it('only closes what opens too little', () => {
    expect(partsOfOrder(2.4, { ...market, position: -2 })).toEqual([
      { quantity: '2', reduceOnly: true },
    ]);
  });

  it('stays one where it closes a part, or opens more', () => {
    expect(partsOfOrder(-1, { ...market, position: 2 })).toEqual([
      { quantity: '1', reduceOnly: true },
    ]);
    expect(partsOfOrder(1, { ...market, position: 2 })).toEqual([
      { quantity: '1', reduceOnly: false },
    ]);
    expect(partsOfOrder(-1, { ...market, position: 0 })).toEqual([
      { quantity: '1', reduceOnly: false },
    ]);
  });
});

describe('the leverage', () => {
  const { settings } = configuredWith(onMargin);
  const positions = {
    markets: marketsOf(settings),
    ...{ nav: 100, quantities: Float64Array.of(40, -40, 0), prices: Float64Array.of(1, 1, 1) },
    offset: 0,
  };
  const margin = { leverage: 1 };

  it('is kept by one factor on what opens; what closes stands', () => {
    // 10 of the short are closed: 40 + 30 stay, and 30 of the 60 that open fit.
    const orders = Float64Array.of(40, 10, -20);
    expect(fitLeverage({ ...positions, margin }, 0, orders)).toBe(0.5);
    expect([...orders]).toEqual([20, 10, -10]);
    expect(leverageAfter(positions, orders)).toBe(1);
  });

  it('closes the whole of a position whose other side does not fit', () => {
    // 80 stay of the others, so that 20 of the 40 beyond zero fit.
    const others = { ...positions, quantities: Float64Array.of(40, -40, 40) };
    const orders = Float64Array.of(-80, 0, 0);
    expect(fitLeverage({ ...others, margin }, 0, orders)).toBe(0.5);
    expect([...orders]).toEqual([-60, 0, 0]);
  });

  it('opens nothing where positions are beyond it already', () => {
    const orders = Float64Array.of(10, 0, 0);
    const beyond = { ...positions, nav: 70 };
    expect(fitLeverage({ ...beyond, margin }, 0, orders)).toBe(0);
    expect([...orders]).toEqual([0, 0, 0]);
  });

  it('tells what reduces from what opens', () => {
    expect(isReducing(2, -2)).toBe(true);
    expect(isReducing(-2, 1)).toBe(true);
    expect(isReducing(2, -2.1)).toBe(false);
    expect(isReducing(0, 1)).toBe(false);
  });

  it('is refused in a plan that passes it, whatever made the plan', () => {
    const units = { quantities: new Float64Array(2), cash: 0, prices: new Float64Array(2) };
    const nav = { nav: 100, navText: '100', cashWeight: 0 };
    const before = { ...units, ...nav, weights: Float64Array.of(0.5, -0.4) };
    const after = { ...before, weights: Float64Array.of(0.9, -0.4), cost: 0, turnover: 0.2 };
    const portfolio = {
      ...{ symbols: ['BTC', 'ETH'], quote: 'USDT', leverage: 1 },
      distance: (weights: Float64Array) => 1 - Math.abs(weights[0] as number),
    };
    const problem = preTradeProblem(before, after, portfolio);
    expect(problem).toEqual({ code: 'LEVERAGE_EXCEEDED', gross: 1.3, leverage: 1 });
    const wide = { ...portfolio, leverage: 1.3 };
    expect(preTradeProblem(before, after, wide)).toBeUndefined();
  });

  it('bounds single weights and cash: at 2, down to −200 % and to a credit of 100 %', () => {
    const twice = marginOf({ leverage: 2 });
    expect([shortOf(twice), creditOf(twice)]).toEqual([2, 1]);
    expect(marginOf({})).toBeUndefined();
    expect([shortOf(undefined), creditOf(undefined)]).toEqual([0, 0]);
  });
});
