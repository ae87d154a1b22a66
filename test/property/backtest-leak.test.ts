/** No look-ahead: candles after a time are changed, and every trade up to it stays the same, bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import type { CostSettings } from '../../src/cost/settings.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';
import { noImpact } from '../support/costs.ts';

const bars = 24 * 60;
const series = simulatedSeries(['BTC', 'ETH', 'PAXG'], bars);

function tradesOf(
  candles: readonly Candles[],
  rule: PolicyRule,
  costs: Partial<CostSettings> = {},
): Trade[] {
  const panel = panelOf(...candles);
  const trades: Trade[] = [];
  backtest({
    settings: settingsWith({ targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 }, rule, costs }),
    universe: commonUniverse(panel, { from: origin + 240 * hourMs, to: origin + bars * hourMs }),
    initialNav: 100_000,
    start: 'targets',
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return trades;
}

/** Prices and volumes from a bar on are multiplied; the bar itself keeps its open. */
function perturbed(candles: Candles, bar: number, factor: number): Candles {
  const change = (values: Float64Array, from: number): Float64Array =>
    values.map((value, i) => (i >= from ? value * factor : value));
  return {
    ...candles,
    open: change(candles.open, bar + 1),
    high: change(candles.high, bar),
    low: change(candles.low, bar),
    close: change(candles.close, bar),
    volume: change(candles.volume, bar),
  };
}

describe('no look-ahead', () => {
  const ofTheMoment: Partial<CostSettings> = {
    feeTiers: [{ volume: 20_000, takerFeeBps: 6, makerFeeBps: 4 }],
    volatilityExponent: 1,
    impact: { ...noImpact, model: 'square-root' },
  };
  const rules: readonly (readonly [string, PolicyRule, Partial<CostSettings>])[] = [
    ['risk-aware', { ...regionRule, tightness: 1 }, {}],
    ['risk-aware with costs of the moment', { ...regionRule, tightness: 1 }, ofTheMoment],
    ['threshold', { kind: 'threshold', band: 0.01, destination: 'target' }, {}],
    ['calendar', { kind: 'calendar', every: '0 0 * * *', gate: 0 }, {}],
    ['calendar with costs of the moment', { kind: 'calendar', every: 24, gate: 0 }, ofTheMoment],
  ];

  it.each(rules)('of %s', (_, rule, costs) => {
    const known = tradesOf(series, rule, costs);
    expect(known.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: bars - 1 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (bar, factor) => {
          const until = origin + bar * hourMs;
          const changed = tradesOf(
            series.map((candles, i) => perturbed(candles, bar, i === 0 ? factor : 1)),
            rule,
            costs,
          );
          const before = (trade: Trade): boolean => trade.time <= until;
          expect(changed.filter(before)).toEqual(known.filter(before));
        },
      ),
      { numRuns: 15, seed: 1 },
    );
  });
});
