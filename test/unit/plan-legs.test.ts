/** From flows to legs by hand: rounding to lots and ticks, what is left out, cash, direct markets and the last checks. */
import { describe, expect, it } from 'vitest';
import type { TradingRules } from '../../src/market/trading-rules.ts';
import { afterPlan } from '../../src/plan/after.ts';
import { buildLegs } from '../../src/plan/build-legs.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import { preTradeProblem } from '../../src/plan/pre-trade.ts';
import type { PortfolioSnapshot } from '../../src/plan/snapshot.ts';
import { type Changes, configuredWith, inputsWith, legsOf } from '../support/settings.ts';

const prices = [20_000, 1_000, 20];

/** Units of BTC, ETH, SOL and cash, at 20,000, 1,000 and 20 USDT. */
function holding(units: readonly number[], cash: number): PortfolioSnapshot {
  const values = units.map((quantity, i) => quantity * (prices[i] as number));
  const nav = values.reduce((sum, value) => sum + value, cash);
  return {
    quantities: Float64Array.from(units),
    cash,
    prices: Float64Array.from(prices),
    weights: Float64Array.from(values, (value) => value / nav),
    nav,
    cashWeight: cash / nav,
    navText: String(nav),
  };
}

function legsFor(given: {
  flows: readonly number[];
  snapshot?: PortfolioSnapshot;
  changes?: Changes;
  rules?: Partial<TradingRules>;
}) {
  const changes = given.changes ?? {};
  const { settings } = configuredWith(changes);
  const { rules } = inputsWith(changes);
  const snapshot = given.snapshot ?? holding([2, 25, 750], 20_000);
  return buildLegs({
    books: new Map(),
    settings,
    markets: marketsOf(settings),
    rules: new Map(rules.map((rule) => [rule.market, { ...rule, ...given.rules }])),
    snapshot,
    flows: Float64Array.from(given.flows),
  });
}

const noBuffer = { 'limits.cashBuffer': 0 };

describe('quantities', () => {
  it('are flow × NAV / price, sells first', () => {
    const { legs, reasons } = legsFor({ flows: [0.05, -0.1, 0.02] });
    expect(legsOf({ legs })).toEqual(['sell ETH/USDT 10', 'buy BTC/USDT 0.25', 'buy SOL/USDT 100']);
    expect(reasons).toEqual([]);
  });

  it('are rounded down to the step on both sides', () => {
    const { legs } = legsFor({ flows: [0.05019, -0.10009, 0] });
    expect(legsOf({ legs })).toEqual(['sell ETH/USDT 10', 'buy BTC/USDT 0.25']);
  });

  it('that doubles miss by a hair are what was meant: 0.48 − 0.4 of 100,000 is 0.4 BTC', () => {
    expect((0.48 - 0.4) * 100_000).toBeLessThan(8_000);
    expect(legsOf(legsFor({ flows: [0.4 - 0.48, 0, 0] }))).toEqual(['sell BTC/USDT 0.4']);
  });

  it('of flows that are rounding are none, and leave no reason', () => {
    const built = legsFor({
      flows: [5e-17, -0.1, 0],
      snapshot: holding([2, 25, 750], 0),
      changes: noBuffer,
    });
    expect(legsOf(built)).toEqual(['sell ETH/USDT 8']);
    expect(built.reasons).toEqual([]);
  });

  it('of sells end at what is held, dust of many digits included', () => {
    const snapshot = holding([0.123456789012345, 0, 0], 0);
    const step = { stepSize: '0.00000001' };
    expect(legsOf(legsFor({ flows: [-2, 0, 0], snapshot, rules: step }))).toEqual([
      'sell BTC/USDT 0.12345678',
    ]);
  });

  it('of what rounds to nothing are left out with the step', () => {
    const { legs, reasons } = legsFor({
      flows: [0.0015, -0.01, 0],
      rules: { stepSize: '0.1' },
    });
    expect(legsOf({ legs })).toEqual(['sell ETH/USDT 1']);
    expect(reasons).toEqual([
      {
        code: 'QUANTITY_BELOW_STEP',
        side: 'buy',
        symbol: 'BTC/USDT',
        quantity: '0.0075',
        stepSize: '0.1',
      },
    ]);
  });

  it('of half of the smallest order and less are left out with it', () => {
    const { legs, reasons } = legsFor({
      flows: [0, 0.00015, 0],
      changes: { 'limits.minimumOrder': 30, 'limits.minimumOrderNav': 0 },
    });
    expect(legs).toEqual([]);
    expect(reasons).toEqual([
      {
        code: 'NOTIONAL_BELOW_MINIMUM',
        side: 'buy',
        symbol: 'ETH/USDT',
        notional: '15',
        minimum: '30',
      },
    ]);
  });

  it('of which the lot below is too small are those of the lot above', () => {
    // 0.0019 BTC are worth 38; 0.001 would be 20, below 30, and 0.002 are 40.
    const { legs, reasons } = legsFor({
      flows: [0.00038, 0, 0],
      changes: { 'limits.minimumOrder': 30, 'limits.minimumOrderNav': 0 },
    });
    expect(legsOf({ legs })).toEqual(['buy BTC/USDT 0.002']);
    expect(reasons).toEqual([]);
  });
});

describe('limit prices', () => {
  it('never allow more than the cap: down to the tick for a buy, up for a sell', () => {
    // 20,100 and 995 at 50 bps: ticks of 7 give 20,097 and 1,001 above 995.
    const { legs } = legsFor({ flows: [0.05, -0.05, 0], rules: { tickSize: '7' } });
    expect(legs.map(({ symbol, limitPrice }) => [symbol, limitPrice])).toEqual([
      ['ETH/USDT', '1001'],
      ['BTC/USDT', '20097'],
    ]);
  });

  it('are exact: 50 bps above 1,000 are 1,005', () => {
    expect(legsFor({ flows: [0, 0.01, 0] }).legs[0]?.limitPrice).toBe('1005');
  });
});

describe('cash', () => {
  it('is kept at the buffer after sells and costs: buys are scaled by one factor', () => {
    // 20,000 less 500; buys of 30,000 and 45 of cost: 19,500/30,045.
    const { legs, reasons } = legsFor({
      flows: [0.2, 0.1, 0],
      snapshot: holding([2, 25, 750], 20_000),
    });
    expect(reasons).toEqual([{ code: 'QUANTITY_CAPPED', sharePct: 64.9 }]);
    expect(legsOf({ legs })).toEqual(['buy BTC/USDT 0.649', 'buy ETH/USDT 6.49']);
  });

  it('does not count on sells that are left out', () => {
    const { legs, reasons } = legsFor({
      flows: [0.03, -0.015, -0.015],
      snapshot: holding([2, 25, 750], 0),
      changes: { ...noBuffer, 'limits.minimumOrder': 2_500 },
    });
    expect(legs).toEqual([]);
    expect(reasons.map(({ code }) => code)).toEqual([
      'NOTIONAL_BELOW_MINIMUM',
      'NOTIONAL_BELOW_MINIMUM',
      'QUANTITY_CAPPED',
    ]);
  });

  it('without a buffer may be short by the costs, which the execution makes up for', () => {
    const { legs, reasons } = legsFor({
      flows: [0.1, -0.1, 0],
      snapshot: holding([2, 30, 750], 0),
      changes: noBuffer,
    });
    expect(legsOf({ legs })).toEqual(['sell ETH/USDT 8.5', 'buy BTC/USDT 0.425']);
    expect(reasons).toEqual([]);
  });
});

describe('markets between assets', () => {
  const direct = { ...noBuffer, 'markets.direct': ['ETH/BTC'] };

  it('have quantities in the base and notionals in the quote', () => {
    const { legs } = legsFor({ flows: [0, 0, 0, 0.05], changes: direct });
    expect(legs[0]).toMatchObject({ side: 'buy', quantity: '5', notional: '0.25', costBps: 17 });
    expect(legs[0]?.limitPrice).toBe('0.05025');
  });

  it('spend no more than is held of the asset given away, costs included', () => {
    const snapshot = holding([1, 0, 0], 20_000);
    const { legs } = legsFor({ flows: [0, 0, 0, 0.5], snapshot, changes: direct });
    // 1 BTC buys 20 ETH; of 17 bps 19.966 are left.
    expect(legsOf({ legs })).toEqual(['buy ETH/BTC 19.96']);
    const { settings } = configuredWith(direct);
    const after = afterPlan(snapshot, marketsOf(settings), legs);
    expect(after.quantities[0]).toBeGreaterThanOrEqual(0);
    expect(after.quantities[0]).toBeLessThan(0.001);
  });
});

describe('the portfolio after a plan', () => {
  it('has paid its costs: 10 ETH sold for 10,000 less 15', () => {
    const { settings } = configuredWith();
    const snapshot = holding([2, 25, 750], 20_000);
    const { legs } = legsFor({ flows: [0.05, -0.1, 0] });
    const after = afterPlan(snapshot, marketsOf(settings), legs);
    expect([...after.quantities]).toEqual([2.25, 15, 750]);
    expect(after.cash).toBeCloseTo(20_000 + 10_000 - 15 - 5_000 - 7.5, 9);
    expect(after.cost).toBeCloseTo(22.5, 9);
    expect(after.turnover).toBeCloseTo(0.075, 12);
    expect(after.weights[0]).toBeCloseTo(45_000 / (100_000 - 22.5), 12);
  });
});

describe('the last checks', () => {
  const snapshot = holding([2, 25, 750], 20_000);
  const portfolio = {
    symbols: ['BTC', 'ETH', 'SOL'],
    quote: 'USDT',
    distance: (weights: Float64Array) => Math.abs((weights[0] as number) - 0.3),
  };
  const good = {
    quantities: Float64Array.of(1, 25, 750),
    cash: 40_000,
    weights: Float64Array.of(0.15, 0.25, 0.15),
    cashWeight: 0.4,
    cost: 30,
    turnover: 0.1,
  };

  it('pass what is possible and nearer', () => {
    const weights = Float64Array.of(0.35, 0.25, 0.15);
    expect(preTradeProblem(snapshot, { ...good, weights }, portfolio)).toBeUndefined();
  });

  it('refuse a plan that sells more than is held', () => {
    const quantities = Float64Array.of(2, -0.5, 750);
    expect(preTradeProblem(snapshot, { ...good, quantities }, portfolio)).toEqual({
      code: 'PLAN_INFEASIBLE',
      symbol: 'ETH',
      after: -0.5,
    });
  });

  it('refuse a plan that is short of more cash than its costs', () => {
    expect(preTradeProblem(snapshot, { ...good, cash: -31 }, portfolio)).toEqual({
      code: 'PLAN_INFEASIBLE',
      symbol: 'USDT',
      after: -31,
    });
  });

  it('refuse a plan that comes no nearer', () => {
    expect(preTradeProblem(snapshot, good, portfolio)).toMatchObject({
      code: 'PLAN_NO_IMPROVEMENT',
    });
  });
});
