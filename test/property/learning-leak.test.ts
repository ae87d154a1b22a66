/** No look-ahead: bars after a day are changed or cut off, and features and forecasts up to it stay the same, bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../src/learning/inputs/daily-panel-of.ts';
import { featureCount, featuresOf } from '../../src/learning/inputs/features.ts';
import { champion, varianceBaselines } from '../../src/learning/variance/variance-models.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { type Candles, closedBy } from '../../src/market/candles.ts';
import { dailyCandlesOf } from '../../src/market/daily-candles.ts';
import { origin, simulatedSeries } from '../support/backtest-worlds.ts';
import { dayMs, hourMs } from '../support/panels.ts';

const days = 200;
const firstForecast = 160;
const listings = [0, 0, 100] as const;
/** The third asset is listed after 100 days; the last has one price a day. */
const hourly = simulatedSeries(['BTC', 'ETH', 'PAXG'], days * 24).map((candles, asset) =>
  closedFrom(candles, origin + (listings[asset] as number) * dayMs),
);
const { close, ...ofDays } = dailyCandlesOf(hourly[1] as Candles);
const series = [
  ...hourly,
  { ...ofDays, symbol: 'NAV', open: close, high: close, low: close, close },
];
const assets = series.length;
const all = [champion, ...varianceBaselines];

function closedFrom(candles: Candles, time: number): Candles {
  const bar = candles.openTime.findIndex((open) => open >= time);
  const { openTime, open, high, low, close, volume } = candles;
  return {
    ...candles,
    openTime: openTime.subarray(bar),
    open: open.subarray(bar),
    high: high.subarray(bar),
    low: low.subarray(bar),
    close: close.subarray(bar),
    volume: volume.subarray(bar),
  };
}

/** Every number of the bars that open at a time or after is multiplied, differently from bar to bar. */
function perturbed(candles: Candles, time: number, factor: number): Candles {
  const change = (values: Float64Array): Float64Array =>
    values.map((value, bar) =>
      (candles.openTime[bar] as number) >= time ? value * factor ** (1 + (bar % 3)) : value,
    );
  const { open, high, low, close, volume } = candles;
  return {
    ...candles,
    open: change(open),
    high: change(high),
    low: change(low),
    close: change(close),
    volume: change(volume),
  };
}

/** Features of the first rows and forecasts from there on, and those of a fit on the last row of them. */
function knownOf(candles: readonly Candles[], rows: number) {
  const panel = dailyPanelOf(candles, { sessions: false, asOf: origin + days * dayMs });
  const forecastsFrom = (from: number) =>
    walkForward(panel, { recipes: all, from, to: rows, refitEvery: 'month' }).models.map(
      ({ name, forecasts }) => ({
        name,
        forecasts: forecasts.slice(
          from * assets * horizons.length,
          rows * assets * horizons.length,
        ),
      }),
    );
  return {
    features: featuresOf(panel).slice(0, rows * assets * featureCount),
    forecasts: forecastsFrom(firstForecast),
    latest: forecastsFrom(rows - 1),
  };
}

describe('features and forecasts', () => {
  it('are there to be compared', () => {
    for (const { name, forecasts } of knownOf(series, firstForecast + 1).latest) {
      expect(`${name} ${forecasts.some(Number.isFinite)}`).toBe(`${name} true`);
    }
  });

  it('do not change with what comes after their day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: firstForecast + 1, max: days - 1 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (rows, factor) => {
          const until = origin + rows * dayMs;
          const changed = series.map((candles) => perturbed(candles, until, factor));
          const known = knownOf(series, rows);
          expect(knownOf(changed, rows)).toEqual(known);
          const cut = series.map((candles) => closedBy(candles, until + 5 * hourMs));
          expect(knownOf(cut, rows)).toEqual(known);
        },
      ),
      { numRuns: 6, seed: 1 },
    );
  });
});
