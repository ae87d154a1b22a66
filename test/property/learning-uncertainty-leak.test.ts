/**
 * No look-ahead in intervals, regimes, trends, breakouts and alarms: days to come are changed, and nothing before them is.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { modelAlarms } from '../../src/learning/alarms/model-alarms.ts';
import { columnOf } from '../../src/learning/inputs/columns.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { breakoutEvents } from '../../src/learning/regime/breakout.ts';
import { eventProbabilities } from '../../src/learning/regime/event-probabilities.ts';
import { regimesOf } from '../../src/learning/regime/regimes.ts';
import { trendsOf } from '../../src/learning/regime/trends.ts';
import { turbulenceEvents } from '../../src/learning/regime/turbulence.ts';
import { returnIntervals } from '../../src/learning/uncertainty/return-intervals.ts';
import { varianceIntervals } from '../../src/learning/uncertainty/variance-intervals.ts';
import { panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';

const days = 300;
const assets = 4;
const random = createRandom(12);
const panel = simulated();
/** What a forecaster might have said: near the last variance. */
const forecasts = Float64Array.from(
  { length: days * assets * 3 },
  (_, at) => 0.7 * Math.log((panel.variance[Math.floor(at / 3)] as number) / 1e-3) + Math.log(1e-3),
);
const simplest = { name: 'simplest', forecasts: forecasts.map(() => Math.log(1e-3)) };

function simulated(): DailyPanel {
  const columns = Array.from({ length: assets }, (_, asset) => wanderingVariances(asset, days));
  const bare = panelOfVariances(columns);
  const logReturn = bare.variance.map((variance) => Math.sqrt(variance) * random.normal());
  const close = new Float64Array(days * assets);
  for (let cell = 0; cell < close.length; cell++) {
    close[cell] = (close[cell - assets] ?? 100) * Math.exp(logReturn[cell] as number);
  }
  return { ...bare, logReturn, close };
}

/** The same until a row, and other numbers from there on. */
function changedFrom(values: Float64Array, cell: number, factor: number): Float64Array {
  return values.map((value, at) => (at < cell ? value : value * factor ** (1 + (at % 3))));
}

/** Everything that is said at the closes of the first rows. */
function knownOf(seen: DailyPanel, said: Float64Array, rows: number) {
  const cells = rows * assets;
  const variances = varianceIntervals(seen, said, 0.9);
  const returns = returnIntervals(seen, said, 0.9);
  const turbulence = eventProbabilities(seen, turbulenceEvents(seen, said, 7)).probability;
  const breakout = eventProbabilities(seen, breakoutEvents(seen, said));
  return {
    variances: [variances.lower, variances.upper].map((bound) => bound.slice(0, 3 * cells)),
    returns: [returns.lower, returns.upper].map((bound) => bound.slice(0, 3 * cells)),
    turbulence: turbulence.slice(0, cells),
    breakout: [breakout.probability, breakout.baseRate].map((rate) => rate.slice(0, cells)),
    labels: seen.symbols.map((_, asset) => ({
      regimes: regimesOf(columnOf(seen, turbulence, asset)).slice(0, rows),
      trends: trendsOf(seen, asset).slice(0, rows),
    })),
    alarms: modelAlarms(seen, { model: { name: 'model', forecasts: said }, simplest }).filter(
      ({ day }) => day < rows,
    ),
  };
}

describe('intervals, regimes, trends, breakouts and alarms', () => {
  it('are there to be compared', () => {
    const { variances, returns, turbulence, breakout, labels, alarms } = knownOf(
      panel,
      forecasts,
      days,
    );
    for (const numbers of [...variances, ...returns, turbulence, ...breakout]) {
      expect(numbers.some(Number.isFinite)).toBe(true);
    }
    expect(new Set(labels.flatMap(({ regimes }) => regimes)).size).toBe(3);
    expect(new Set(labels.flatMap(({ trends }) => trends)).size).toBe(4);
    expect(alarms.length).toBeGreaterThan(0);
  });

  it('do not change with what comes after their day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: days - 1 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (rows, factor) => {
          const cell = rows * assets;
          const changed = {
            ...panel,
            variance: changedFrom(panel.variance, cell, factor),
            logReturn: changedFrom(panel.logReturn, cell, factor),
            close: changedFrom(panel.close, cell, factor),
          };
          const said = changedFrom(forecasts, 3 * cell, factor);
          expect(knownOf(changed, said, rows)).toEqual(knownOf(panel, forecasts, rows));
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });
});
