/**
 * How likely it is that an asset closes at least σ above its close of today within five days, σ the forecast volatility of
 * five days: a logistic line in the returns of 1, 7 and 30 days, each over its own deviation. Since σ is forecast, knowing
 * how volatile the days will be is no merit here. What is left is direction, of which there is little.
 */

import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { featureCount, featurePositions, featuresOf } from '../inputs/features.ts';
import { forecastOver } from '../variance/between-horizons.ts';
import type { EventSeries } from './event-probabilities.ts';

export const breakoutDays = 5;

const names = ['return1', 'return7', 'return30'] as const;

/** To be learnt and judged by event-probabilities, from forecasts of variance as a walk forward gives them. */
export function breakoutEvents(panel: DailyPanel, forecasts: Float64Array): EventSeries {
  const cells = panel.days * panel.symbols.length;
  const deviations = breakoutDeviations(panel, forecasts);
  const matrix = featuresOf(panel);
  const positions = featurePositions(names);
  const features = new Float64Array(cells * names.length);
  for (let at = 0; at < features.length; at++) {
    const cell = Math.floor(at / names.length);
    const position = positions[at % names.length] as number;
    features[at] = matrix[cell * featureCount + position] as number;
  }
  return {
    features,
    width: names.length,
    events: deviations.map((deviation, cell) => {
      const above = highestAhead(panel, cell) - deviation;
      return Number.isNaN(above) ? Number.NaN : Number(above >= 0);
    }),
    horizonDays: breakoutDays,
  };
}

/** σ: forecast deviation of the log return of five days, days × assets. */
export function breakoutDeviations(panel: DailyPanel, forecasts: Float64Array): Float64Array {
  return Float64Array.from({ length: panel.days * panel.symbols.length }, (_, cell) => {
    const variance = Math.exp(forecastOver(forecasts, cell * horizons.length, breakoutDays));
    return Math.sqrt(variance * breakoutDays);
  });
}

/** ln of the highest of the next closes over this one; NaN while one of them is missing. */
function highestAhead({ close, symbols }: DailyPanel, cell: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let day = 1; day <= breakoutDays; day++) {
    const next = close[cell + day * symbols.length] ?? Number.NaN;
    highest = Math.max(highest, Math.log(next / (close[cell] as number)));
  }
  return highest;
}
