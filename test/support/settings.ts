/**
 * One recommendation from a configuration in YAML with some keys changed, on a small market whose last prices are round:
 * BTC 20,000, ETH 1,000, SOL 20 USDT. The holdings are worth 100,000: 50 % BTC, 21 % ETH, 12 % SOL and 17 % cash, against
 * targets of 40, 25, 15 and 20 %.
 */
import { hashOf } from '../../src/base/canonical-json.ts';
import { parseExpression } from '../../src/config/expression-parser.ts';
import { parseConfig } from '../../src/config/load.ts';
import { type Configured, settingsOf } from '../../src/config/settings.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { TradingRules } from '../../src/market/trading-rules.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import type { Recommendation } from '../../src/plan/plan.ts';
import { recommend } from '../../src/plan/recommend.ts';
import { candlesOf, hourMs, randomCloses } from './panels.ts';

const base = `
portfolio:
  name: core
  quote: USDT
  targets: { BTC: 40%, ETH: 25%, SOL: 15%, cash: 20% }
  holdings: { BTC: 2.5, ETH: 21, SOL: 600, USDT: 17000 }
policy: { kind: threshold, cooldownHours: 0 }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
forecast: { model: ewma60 }
`;

/** By dotted key, values as they would stand in the file. */
export type Changes = Readonly<Record<string, unknown>>;

/** The configuration with some keys changed. */
export function configuredWith(changes: Changes = {}): Configured {
  const overrides = Object.entries(changes).map(([key, value]) => ({ key, value, option: key }));
  return settingsOf(parseConfig(base, { file: 'test.yaml', overrides }), 'live');
}

/** A midnight, and the close of the last bar. */
export const asOf = Date.UTC(2023, 5, 1);

/** Hourly bars of so many days; volatility in the last of them is a multiple of that in the days before. */
export function marketOf(
  options: { days?: number; stormyDays?: number; multiple?: number } = {},
): Candles[] {
  const { days = 17, stormyDays = 0, multiple = 1 } = options;
  const bars = 24 * days;
  return [
    { symbol: 'BTC', price: 20_000, volatility: 0.004 },
    { symbol: 'ETH', price: 1_000, volatility: 0.006 },
    { symbol: 'SOL', price: 20, volatility: 0.01 },
  ].map(({ symbol, price, volatility }, i) => {
    const path = Array.from({ length: bars }, (_, bar) =>
      bar < bars - 24 * stormyDays ? volatility : volatility * multiple,
    );
    const closes = randomCloses(i + 1, path);
    const last = closes.at(-1) as number;
    return candlesOf(
      symbol,
      closes.map((close, bar) => (bar === bars - 1 ? price : (close / last) * price)),
      { start: asOf - bars * hourMs },
    );
  });
}

export const market: readonly Candles[] = marketOf();

/** Steps of 0.001, 0.01 and 0.1 units, ticks of a cent, and orders from 5 USDT; direct markets from 0.0001 BTC. */
function rulesOf({ settings }: Configured): TradingRules[] {
  const { symbols, quote } = settings.portfolio;
  const steps: Readonly<Record<string, string>> = { BTC: '0.001', ETH: '0.01', SOL: '0.1' };
  const ruleOf = (name: string): TradingRules => {
    const [asset = '', against = ''] = name.split('/');
    const stepSize = steps[asset] ?? '0.01';
    const onCash = against === quote;
    return {
      ...{ market: name, base: asset, quote: against, stepSize },
      tickSize: onCash ? '0.01' : '0.000001',
      minNotional: onCash ? '5' : '0.0001',
    };
  };
  return [...symbols.map((symbol) => `${symbol}/${quote}`), ...settings.directMarkets].map(ruleOf);
}

/** The recorded inputs of a recommendation now. */
export function inputsWith(
  changes: Changes = {},
  recorded: Partial<RecordedInputs> = {},
  series: readonly Candles[] = market,
): RecordedInputs {
  const configured = configuredWith(changes);
  return {
    asOf,
    origin: { kind: 'venue', source: 'test' },
    settings: configured.settings,
    holdings: configured.initialHoldings,
    prices: null,
    candles: series.map(({ symbol, close }) => ({
      seriesId: symbol,
      symbol,
      bars: close.length,
      sha256: hashOf([...close]),
    })),
    rules: rulesOf(configured),
    rulesAssumed: false,
    issues: [],
    unfit: false,
    lastRebalanceAt: null,
    lastLookAt: null,
    ...recorded,
  };
}

/** What is recommended with some keys changed. */
export function recommendWith(
  changes: Changes = {},
  recorded: Partial<RecordedInputs> = {},
  series: readonly Candles[] = market,
): Recommendation {
  return recommend(inputsWith(changes, recorded, series), series, parseExpression);
}

/** The legs in short: `sell BTC/USDT 0.4`. */
export function legsOf({ legs }: Pick<Recommendation, 'legs'>): string[] {
  return legs.map(({ side, symbol, quantity }) => `${side} ${symbol} ${quantity}`);
}

/** The codes of the reasons, in order. */
export function codesOf({ reasons }: Pick<Recommendation, 'reasons'>): string[] {
  return reasons.map(({ code }) => code);
}

/** How far an asset may move in all before a trade is due. */
export function widthOf({ assets }: Recommendation, symbol: string): number {
  const view = assets.find((asset) => asset.symbol === symbol);
  return (view?.upper ?? Number.NaN) - (view?.lower ?? Number.NaN);
}
