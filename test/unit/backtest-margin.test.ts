/** Backtests on margin against numbers worked out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BacktestInputs, backtest } from '../../src/backtest/backtest.ts';
import { benchmarks, benchmarksOf } from '../../src/backtest/benchmarks.ts';
import { type Book, type FillScene, fillOrders, type Trade } from '../../src/backtest/book.ts';
import { keepLeverage } from '../../src/backtest/stage-margin.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import type { TradingRules } from '../../src/market/trading-rules.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { marginOf } from '../../src/policy/margin.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { barsOf, hourMs, origin, panelOf, settingsWith } from '../support/backtest-worlds.ts';
import { configuredWith } from '../support/settings.ts';

type Rows = readonly (readonly [number, number])[];

const never: PolicyRule = { kind: 'threshold', band: 1, destination: 'target' };
const always: PolicyRule = { kind: 'calendar', every: 1, gate: 0 };
const flat = [100, 100] as const;

function marginSettings(
  targets: Readonly<Record<string, number>>,
  options: { rule?: PolicyRule; leverage?: number; fundingBpsPerDay?: number } = {},
): Settings {
  const { rule = never, leverage = 1, fundingBpsPerDay = 0 } = options;
  const settings = settingsWith({ targets, rule, costs: { fundingBpsPerDay } });
  return { ...settings, portfolio: { ...settings.portfolio, leverage } };
}

function inputsFor(settings: Settings, rows: Readonly<Record<string, Rows>>): BacktestInputs {
  const panel = panelOf(...Object.entries(rows).map(([symbol, bars]) => barsOf(symbol, bars)));
  const universe = commonUniverse(panel, { from: origin, to: origin + panel.bars * hourMs });
  return { settings, universe, initialNav: 100_000, start: 'targets' };
}

/** The trades, and the book at the last close. */
function run(inputs: BacktestInputs) {
  const trades: Trade[] = [];
  let book: Book = { quantities: new Float64Array(), cash: 0 };
  const statistics = backtest({
    ...inputs,
    recordFor: () => ({
      trade: (trade) => trades.push(trade),
      close: (_bar, _look, { quantities, cash }) => {
        book = { quantities: quantities.slice(), cash };
      },
    }),
  });
  return { trades, book, statistics };
}

describe('a backtest on margin', () => {
  it('starts at positions of both signs and the cash that they leave', () => {
    const { book, statistics } = run(
      inputsFor(marginSettings({ BTC: 0.6, ETH: -0.3 }), {
        BTC: [flat, [100, 110]],
        ETH: [flat, [100, 120]],
      }),
    );
    expect([...book.quantities]).toEqual([600, -300]);
    expect(book.cash).toBe(70_000);
    // 6,000 won and 6,000 lost.
    expect(statistics.finalNav).toBeCloseTo(100_000, 9);
  });

  it('takes funding of net positions at every close, apart from cost', () => {
    // 24 bp a day are 1 bp an hour: 3 of 30,000.
    const settings = marginSettings({ BTC: 0.6, ETH: -0.3 }, { fundingBpsPerDay: 24 });
    const { statistics } = run(inputsFor(settings, { BTC: [flat, flat], ETH: [flat, flat] }));
    expect(statistics.finalNav).toBeCloseTo(99_997, 9);
    expect(statistics.fundingBpsPerYear).toBeCloseTo((1e4 * 3) / 100_000 / (2 / 8_760), 6);
    expect(statistics.costBpsPerYear).toBe(0);
  });

  it('pays funding to who is short, and charges by time where bars are missing', () => {
    const settings = marginSettings({ ETH: -0.5 }, { fundingBpsPerDay: 24 });
    const inputs = inputsFor(settings, { ETH: [flat, flat] });
    expect(run(inputs).statistics.finalNav).toBeCloseTo(100_005, 9);
    const [stage] = inputs.universe.stages;
    if (stage === undefined) throw new Error('there must be a stage');
    stage.panel.openTime[1] = origin + 6 * hourMs;
    expect(run(inputs).statistics.finalNav).toBeCloseTo(100_030, 9);
    expect(run(inputs).statistics.fundingBpsPerYear).toBeLessThan(0);
  });

  it('tells no funding where nothing is borrowed', () => {
    const settings = settingsWith({ targets: { BTC: 0.5 }, rule: never });
    const { statistics } = run(inputsFor(settings, { BTC: [flat, flat] }));
    expect(statistics).not.toHaveProperty('fundingBpsPerYear');
  });

  it('opens positions of both signs from cash, together worth more than it', () => {
    const rows = { BTC: [flat, flat, flat], ETH: [flat, flat, flat] };
    const settings = marginSettings({ BTC: 1.2, ETH: -0.5 }, { rule: always, leverage: 2 });
    const { book, trades } = run({ ...inputsFor(settings, rows), start: 'cash' });
    expect(trades.map(({ side, symbol }) => `${side} ${symbol}`)).toContain('sell ETH/USDT');
    expect(book.quantities[0]).toBeCloseTo(1_200, -1);
    expect(book.quantities[1]).toBeCloseTo(-500, -1);
    // 100,000 − 120,000 + 50,000, less 15 bps of 170,000.
    expect(book.cash).toBeCloseTo(29_745, 6);
  });

  it('keeps the leverage at the price of the fill, with the costs of the orders taken off the NAV', () => {
    // 1,000 units are wanted at 100; the open is at 110, where they cost 165, and 99,835 may be opened.
    const settings = marginSettings({ BTC: 1 }, { rule: always });
    const { trades } = run({
      ...inputsFor(settings, { BTC: [flat, flat, [110, 110]] }),
      start: 'cash',
    });
    expect(trades).toHaveLength(1);
    expect(trades[0]?.quantity).toBeCloseTo(99_835 / 110, 9);
  });

  it('ends where nothing is left, and owes nothing', () => {
    // 1,000 short at 100: at 250 the position has cost 150,000 of 100,000.
    const settings = marginSettings({ ETH: -1 });
    const { statistics, book } = run(
      inputsFor(settings, { ETH: [flat, [100, 250], [250, 100], flat] }),
    );
    expect(book).toEqual({ quantities: Float64Array.of(0), cash: 0 });
    expect(statistics).toMatchObject({
      ...{ finalNav: 0, bars: 2, cagrPct: -100, maxDrawdownPct: 100 },
    });
  });

  it('does not sell what is held where the cash is below zero', () => {
    const settings = marginSettings({ BTC: 1.8 }, { leverage: 2 });
    const { trades, book } = run(inputsFor(settings, { BTC: [flat, flat, flat] }));
    expect(trades).toEqual([]);
    expect(book.cash).toBeCloseTo(-80_000, 9);
  });

  it('keeps the leverage of orders that rested, too', () => {
    const settings = {
      ...marginSettings({ BTC: 1 }, { rule: always }),
      execution: { style: 'maker-first', patienceBars: 1, throughBps: 2 },
    } as const;
    // The bar falls through the limit of 100, and takes the order at a NAV of 100,000 less its fee of 10 bps.
    const { trades } = run({
      ...inputsFor(settings, { BTC: [flat, flat, [100, 99], [99, 99], [99, 99]] }),
      start: 'cash',
    });
    expect(trades[0]).toMatchObject({ liquidity: 'maker', price: 100 });
    expect(trades[0]?.quantity).toBeCloseTo(999, 9);
    expect(trades).toHaveLength(1);
  });
});

describe('the leverage of fills', () => {
  const settings = marginSettings({ BTC: 0.5, ETH: -0.3 });
  const markets = marketsOf(settings);
  const prices = Float64Array.of(100, 50);

  function scene(lots: FillScene['lots'] = null): FillScene {
    return {
      ...{ time: 0, liquidity: 'taker', record: null, lots, isOnMargin: true },
      termsOf: (m) => ({
        price: prices[m] as number,
        ...{ costRate: 0.0015, feeRate: 0.001, quoteValue: 1 },
      }),
    };
  }

  function filledBook(
    positions: readonly [number, number],
    orders: Float64Array,
    options: { cash: number; leverage: number; lots?: FillScene['lots'] },
  ) {
    const book: Book = { quantities: Float64Array.from(positions), cash: options.cash };
    const margin = marginOf({ leverage: options.leverage });
    if (margin === undefined) throw new Error('there must be a margin');
    const nav = navOf(book);
    const own = scene(options.lots);
    keepLeverage(
      { margin, fundingPerDay: 0 },
      { book, markets, nav, prices, offset: 0 },
      own,
      orders,
    );
    const zeros = () => new Float64Array(2);
    const totals = { cost: 0, notional: 0, traded: false, moved: zeros(), filled: zeros() };
    fillOrders(book, markets, orders, own, totals);
    return { book, nav, cost: totals.cost };
  }

  const navOf = ({ quantities, cash }: Book): number =>
    cash + (quantities[0] as number) * 100 + (quantities[1] as number) * 50;
  const grossOf = ({ quantities }: Book): number =>
    Math.abs(quantities[0] as number) * 100 + Math.abs(quantities[1] as number) * 50;

  it('is kept whatever is held and wanted, and NAV = cash + Σ q·p loses nothing but the costs', () => {
    const units = fc.tuple(
      fc.integer({ min: -800, max: 800 }),
      fc.integer({ min: -1_600, max: 1_600 }),
    );
    const leverages = fc.constantFrom(0.5, 1, 2.5);
    fc.assert(
      fc.property(units, units, leverages, (positions, orders, leverage) => {
        const cash = 100_000 - positions[0] * 100 - positions[1] * 50;
        const before = grossOf({ quantities: Float64Array.from(positions), cash });
        const filled = filledBook(positions, Float64Array.from(orders), { cash, leverage });
        expect(navOf(filled.book)).toBeCloseTo(filled.nav - filled.cost, 6);
        const most = Math.max(leverage * navOf(filled.book), before);
        expect(grossOf(filled.book)).toBeLessThanOrEqual(most + 1e-6);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('cuts to whole lots', () => {
    const rule = (market: string): [string, TradingRules] => {
      const [base = '', quote = ''] = market.split('/');
      return [market, { market, base, quote, stepSize: '10', tickSize: '1', minNotional: '0' }];
    };
    const lots = new Map([rule('BTC/USDT'), rule('ETH/USDT')]);
    // Room for 100,000 less costs of 225, a third of it in ETH.
    const orders = Float64Array.of(1_000, -1_000);
    const { book } = filledBook([0, 0], orders, { cash: 100_000, leverage: 1, lots });
    expect([...book.quantities]).toEqual([660, -660]);
  });
});

describe('the benchmarks of a portfolio on margin', () => {
  it('leave out what is made for portfolios that are never short, by name', () => {
    const { compared, leftOut } = benchmarksOf(marginSettings({ BTC: 0.6 }));
    expect(compared.map(({ name }) => name)).toEqual([
      ...['hold', 'dca', 'calendar-daily', 'calendar-weekly', 'calendar-monthly'],
      ...['fixed-5pp', 'fixed-20pct', 'no-ai'],
    ]);
    expect(leftOut).toHaveLength(benchmarks.length - compared.length);
    expect(leftOut?.[0]).toEqual({
      name: 'binance-deviation',
      why: 'made for portfolios that are never short and borrow nothing',
    });
    expect(benchmarksOf(settingsWith({ targets: { BTC: 0.6 }, rule: never }))).toEqual({
      compared: benchmarks,
    });
  });

  it('buy in to short positions too', () => {
    const dca = benchmarks.find(({ name }) => name === 'dca');
    const settings = marginSettings({ ETH: -0.6 });
    const rows = Array.from({ length: 40 * 24 }, () => flat);
    let quantity = 0;
    dca?.run({
      ...inputsFor(settings, { ETH: rows }),
      recordFor: () => ({
        close: (_bar, _look, book) => (quantity = book.quantities[0] as number),
      }),
    });
    // Two months have begun: two twelfths of 60,000.
    expect(quantity).toBeCloseTo(-100, 0);
  });
});

describe('the configuration of funding', () => {
  const futures = {
    'venue.id': 'binanceusdm',
    'portfolio.targets': { BTC: '60%', ETH: '-30%' },
    'portfolio.holdings': { USDT: 1_000 },
  };

  it('setting: costs.fundingBpsPerDay is what a long pays a day in a backtest, 3 unless given', () => {
    const costsOf = (changes: object) => configuredWith({ ...futures, ...changes }).settings.costs;
    expect(costsOf({}).fundingBpsPerDay).toBe(3);
    expect(costsOf({ 'costs.fundingBpsPerDay': -1.5 }).fundingBpsPerDay).toBe(-1.5);
    const paid = (fundingBpsPerDay: number) => {
      const settings = marginSettings({ BTC: 0.8 }, { fundingBpsPerDay });
      return 100_000 - run(inputsFor(settings, { BTC: [flat, flat] })).statistics.finalNav;
    };
    expect(paid(3)).toBeCloseTo((80_000 * 3e-4) / 24, 9);
    expect(paid(-1.5)).toBeCloseTo((-80_000 * 1.5e-4) / 24, 9);
  });

  it('is refused where nothing is borrowed, and unknown to its costs', () => {
    expect(() => configuredWith({ 'costs.fundingBpsPerDay': 3 })).toThrow(
      'costs.fundingBpsPerDay was 3; funding is paid on margin only, at binanceusdm',
    );
    expect(configuredWith().settings.costs).not.toHaveProperty('fundingBpsPerDay');
  });
});
