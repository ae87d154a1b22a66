/** Panels and looks with numbers to check by hand: bars from closes, seeded Brownian paths, and rules seen from given weights. */
import { createRandom } from '../../src/base/random.ts';
import { parseExpression } from '../../src/config/expression-parser.ts';
import type { Candles } from '../../src/market/candles.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import type { Look, Policy, PolicyContext } from '../../src/policy/policy.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Bars that open at the close before them; `openTimes` in place of one every interval, to leave gaps. */
export function candlesOf(
  symbol: string,
  closes: readonly number[],
  options: { start?: number; intervalMs?: number; openTimes?: readonly number[] } = {},
): Candles {
  const { start = 0, intervalMs = hourMs } = options;
  const openAt = (bar: number): number => closes[Math.max(0, bar - 1)] as number;
  const close = Float64Array.from(closes);
  return {
    symbol,
    intervalMs,
    openTime: Float64Array.from(
      closes,
      (_, bar) => options.openTimes?.[bar] ?? start + bar * intervalMs,
    ),
    open: close.map((_, bar) => openAt(bar)),
    high: close.map((value, bar) => Math.max(openAt(bar), value)),
    low: close.map((value, bar) => Math.min(openAt(bar), value)),
    close,
    volume: close.map(() => 1),
  };
}

/** Closes of a random walk whose volatility a bar is given for each bar. */
export function randomCloses(seed: number, volatilities: readonly number[]): number[] {
  const random = createRandom(seed);
  let price = 100;
  return volatilities.map((volatility) => {
    price *= Math.exp(volatility * random.normal());
    return price;
  });
}

/** Three assets at 40, 25 and 15 % beside 20 % cash, each 15 bps against cash, 4 of them from bid to ask. */
export const threeAssets: PolicyContext = {
  symbols: ['BTC', 'ETH', 'SOL'],
  targets: Float64Array.of(0.4, 0.25, 0.15),
  cashTarget: 0.2,
  markets: [0, 1, 2].map((base) => ({ base, quote: -1, cost: 0.0015 })),
  spreadBps: () => 4,
  parse: parseExpression,
};

/** Looks at weights; what is left is cash. Never traded or looked before. */
export function lookOf(weights: readonly number[], change: Partial<Look> = {}): Look {
  return {
    time: 1_000 * dayMs,
    previousTime: 0,
    lastRebalanceTime: 0,
    weights: Float64Array.from(weights),
    cash: 1 - weights.reduce((sum, weight) => sum + weight, 0),
    nav: 100_000,
    ...change,
  };
}

/** The flows that a rule wants, or null for none. */
export function flowsOf(policy: Policy, look: Look, markets = 3): readonly number[] | null {
  const flows = new Float64Array(markets);
  return policy.decide(look, flows) ? [...flows] : null;
}

export function policyOf(rule: PolicyRule, context: PolicyContext = threeAssets): Policy {
  return createPolicy(context, rule);
}

/** A forecast of volatilities (per hourly bar) and one correlation between all assets, against reference volatilities. */
export function forecastOf(
  volatilities: readonly number[],
  options: { reference?: readonly number[]; correlation?: number; version?: number } = {},
): RiskForecast {
  const { reference = volatilities, correlation = 0, version = 1 } = options;
  const covariance = volatilities.flatMap((a, i) =>
    volatilities.map((b, j) => (i === j ? 1 : correlation) * a * b),
  );
  return {
    version,
    covariance: Float64Array.from(covariance),
    referenceVariance: Float64Array.from(reference, (value) => value * value),
    longRunVariance: Float64Array.from(reference, (value) => value * value),
    rangeVariance: new Float64Array(volatilities.length),
    periodsPerYear: 8_760,
  };
}
