/** Plans, records and a market with plain numbers, for tests of the gates and of execution. */
import type { JsonValue } from '../../src/base/canonical-json.ts';
import { hashOf } from '../../src/base/canonical-json.ts';
import type { OrderBook } from '../../src/market/order-book.ts';
import type { TradingRules } from '../../src/market/trading-rules.ts';
import type { Leg, Recommendation } from '../../src/plan/plan.ts';
import type { Settings } from '../../src/plan/settings.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { plainCosts } from './costs.ts';

/** 2023-06-01T00:00:00Z. */
export const start = 1_685_577_600_000;
const hourMs = 3_600_000;

/** BTC at 20,000, ETH at 1,000, LINK at 10, in USDT. */
export const prices: Readonly<Record<string, number>> = { BTC: 20_000, ETH: 1_000, LINK: 10 };

/** 2 BTC, 20 ETH, 40,000 USDT: a NAV of 100,000 at 40 %, 20 % and 40 % cash. */
export const holdings = { BTC: '2', ETH: '20', LINK: '0', USDT: '40000' };

export function settings(change: Partial<Settings> = {}): Settings {
  return {
    portfolio: {
      name: 'core',
      quote: 'USDT',
      symbols: ['BTC', 'ETH', 'LINK'],
      targets: [0.3, 0.3, 0.1],
      cashTarget: 0.3,
    },
    costs: plainCosts,
    directMarkets: [],
    policy: {
      rule: { kind: 'threshold', band: 0.05, destination: 'target' },
      cooldownHours: 0,
      hardBand: 0.05,
      cashFlow: 'first',
      saleDelay: 'off',
    },
    forecast: { model: 'ewma60', shrinkage: 0.1, horizonDays: 7, modelMaxAgeDays: 1_826 },
    plan: {
      cashBuffer: 0.005,
      minimumOrder: 10,
      minimumOrderFactor: 1.2,
      minimumOrderNav: 0.001,
      priceCapBps: 100,
      majorsPriceCapBps: 50,
      validHours: 4,
    },
    execution: { style: 'taker', patienceBars: 1, throughBps: 2 },
    approvalRules: [{ when: null, approvers: 1 }],
    ...change,
  };
}

/** A leg at the price above; its limit is 1 % away. */
export function leg(side: Leg['side'], symbol: string, quantity: string): Leg {
  const [base = '', quote = ''] = symbol.split('/');
  const price = (prices[base] ?? Number.NaN) / (prices[quote] ?? 1);
  return {
    symbol,
    base,
    quote,
    side,
    quantity,
    limitPrice: String(price * (side === 'buy' ? 1.01 : 0.99)),
    referencePrice: String(price),
    notional: String(Number(quantity) * price),
    costBps: 15,
    feeBps: 10,
    halfSpreadBps: 2,
    slippageBps: 3,
    impactBps: 0,
  };
}

/** Sell 0.5 BTC; buy 10 ETH and 1,000 LINK: exactly to the targets, but for costs. */
export const threeLegs: readonly Leg[] = [
  leg('buy', 'ETH/USDT', '10'),
  leg('sell', 'BTC/USDT', '0.5'),
  leg('buy', 'LINK/USDT', '1000'),
];

export function recommendation(change: Partial<Recommendation> = {}): Recommendation {
  const id = change.id ?? 'r1';
  const symbols = ['BTC', 'ETH', 'LINK'] as const;
  const targets = [0.3, 0.3, 0.1];
  return {
    schemaVersion: 1,
    id,
    portfolio: 'core',
    quote: 'USDT',
    asOf: start,
    outcome: 'proposed',
    planHash: hashOf({ plan: id }),
    nav: '100000',
    cashWeight: 0.4,
    cashTarget: 0.3,
    assets: symbols.map((symbol, index) => ({
      symbol,
      weight: (Number(holdings[symbol]) * (prices[symbol] as number)) / 100_000,
      target: targets[index] as number,
      lower: 0,
      upper: 1,
      hardBand: 0.2,
      thresholdChange: null,
      weightAfter: targets[index] as number,
      volAnnual: null,
      rangeVolAnnual: null,
      price: String(prices[symbol]),
      quantity: holdings[symbol],
    })),
    reasons: [],
    legs: threeLegs,
    turnover: 0.15,
    costBps: 4.5,
    forecast: {
      model: 'ewma60',
      horizonDays: 7,
      trackingErrorBefore: null,
      trackingErrorAfter: null,
      portfolioVolBefore: null,
      portfolioVolAfter: null,
    },
    policy: 'threshold',
    residualPp: 0,
    snapshotHash: hashOf('snapshot'),
    expiresAt: start + 4 * hourMs,
    ...change,
  };
}

/** The same, with the threshold of BTC wider than the day before. */
export const widened: Recommendation = recommendation({
  assets: recommendation().assets.map((asset, index) => ({
    ...asset,
    thresholdChange:
      index > 0
        ? null
        : {
            ...{ since: start - 24 * hourMs, widthPp: 0.42 },
            ...{ volatilityPp: 0.61, correlationPp: -0.19, costPp: 0 },
          },
  })),
});

const rules: readonly TradingRules[] = [
  ['BTC', 'USDT', '0.00001', '5'],
  ['ETH', 'USDT', '0.0001', '5'],
  ['LINK', 'USDT', '0.01', '5'],
  ['ETH', 'BTC', '0.0001', '0.0001'],
].map(([base = '', quote = '', stepSize = '', minNotional = '']) => ({
  ...{ market: `${base}/${quote}`, base, quote, stepSize, minNotional },
  tickSize: '0.00001',
}));

export function record(change: Partial<RecommendationRecord> = {}): RecommendationRecord {
  const plan = change.recommendation ?? recommendation();
  const inputs = {
    asOf: plan.asOf,
    origin: { kind: 'venue', source: 'test' },
    settings: settings(),
    holdings,
    candles: [],
    rules,
    rulesAssumed: false,
    issues: [],
    unfit: false,
    lastRebalanceAt: null,
    lastLookAt: null,
  };
  return {
    recommendation: plan,
    state: 'proposed',
    proposer: 'system',
    account: 'paper:core',
    inputs: inputs as unknown as JsonValue,
    ...change,
  };
}

/** A market whose books never change: ten levels a side, 1 bp apart and so many quote units each. */
export function steadyMarket(
  options: { levelNotional?: number; factor?: number; hasBooks?: boolean } = {},
): MarketData {
  const { levelNotional = 50_000, factor = 1, hasBooks = true } = options;
  const priceOf = (asset: string): number | undefined => {
    const price = prices[asset];
    return price === undefined ? undefined : price * factor;
  };
  return {
    source: 'test',
    symbols: async () => Object.keys(prices).sort(),
    candles: async (symbols, until) => ({
      series: symbols.flatMap((symbol) => {
        const price = priceOf(symbol);
        if (price === undefined) return [];
        const column = Float64Array.of(price);
        const openTime = Float64Array.of(until - hourMs);
        const bars = { openTime, open: column, high: column, low: column, close: column };
        return [{ symbol, intervalMs: hourMs, ...bars, volume: Float64Array.of(1e6) }];
      }),
      issues: [],
      unfit: false,
    }),
    rules: async (symbols, quote, direct) => {
      const markets = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct];
      return { rules: rules.filter(({ market }) => markets.includes(market)), assumed: false };
    },
    book: async (market, asOf) => {
      const [base = '', quote = ''] = market.split('/');
      const price = priceOf(base);
      const unit = quote === 'USDT' ? 1 : priceOf(quote);
      if (!hasBooks || price === undefined || unit === undefined) return undefined;
      return bookAt({ market, asOf, mid: price / unit, levelNotional });
    },
  };
}

function bookAt(input: {
  market: string;
  asOf: number;
  mid: number;
  levelNotional: number;
}): OrderBook {
  const { market, asOf, mid, levelNotional } = input;
  const side = (sign: number) =>
    Array.from({ length: 10 }, (_, level) => {
      const price = Number((mid * (1 + (sign * (level + 1)) / 10_000)).toPrecision(10));
      return { price, quantity: levelNotional / price };
    });
  return { market, asOf, bids: side(-1), asks: side(1) };
}
