/**
 * Models that see closes only: GARCH(1,1) and GJR-GARCH(1,1) of the daily log returns of each asset. As baselines the first has
 * normal innovations and the second Student-t ones; as member D, for assets of closes only, both have Student-t ones and return
 * to the variance of the sample. Every fit is a maximum likelihood over the whole history, from the usual starts and not from the
 * fit before, so that the dates of earlier refits do not matter. A gap is passed over. Sources: see garch.
 */
import {
  type GarchModel,
  type GarchParameters,
  garchForecast,
  garchStartVariance,
  garchVariances,
} from '../../risk/garch.ts';
import { fitGarch } from '../../risk/garch-fit.ts';
import { columnOf, daysSeen } from '../inputs/columns.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { ForecasterRecipe, VarianceForecaster } from './forecaster.ts';

const estimated = { mean: 'constant', varianceTargeting: false } as const;
/** Normal innovations, and both signs alike. */
const plainModel: GarchModel = { ...estimated, asymmetric: false, innovations: 'normal' };
const gjrModel: GarchModel = { ...estimated, asymmetric: true, innovations: 'student-t' };
const targeted = { mean: 'constant', varianceTargeting: true, innovations: 'student-t' } as const;

export const garch: ForecasterRecipe = (panel) => createGarch(panel, 'garch', plainModel);

export const gjrT: ForecasterRecipe = (panel) => createGarch(panel, 'gjr-t', gjrModel);

/** Member D. */
export const targetedGarchs: readonly ForecasterRecipe[] = [
  (panel) => createGarch(panel, 'garch-t-targeted', { ...targeted, asymmetric: false }),
  (panel) => createGarch(panel, 'gjr-t-targeted', { ...targeted, asymmetric: true }),
];

function createGarch(panel: DailyPanel, name: string, model: GarchModel): VarianceForecaster {
  const own = panel.symbols.map((_, asset) => createOwnGarch(panel, { asset, model }));
  return {
    name,
    fit(day) {
      for (const asset of own) asset.fit(day);
    },
    forecast(day, out) {
      own.forEach((asset, i) => {
        horizons.forEach((horizon, at) => {
          out[i * horizons.length + at] = asset.forecast(day, horizon);
        });
      });
    },
  };
}

/** Of one asset. */
function createOwnGarch(panel: DailyPanel, { asset, model }: { asset: number; model: GarchModel }) {
  const column = columnOf(panel, panel.logReturn, asset);
  const seen = daysSeen(column);
  const returns = column.filter((value) => !Number.isNaN(value));
  /** σ² of each return, and of the one after the last. */
  const variances = new Float64Array(returns.length + 1);
  let parameters: GarchParameters | undefined;

  return {
    fit(day: number): void {
      const past = returns.subarray(0, seen[day]);
      const fit = fitGarch(past, model);
      const isFitted = fit.status === 'converged' || fit.status === 'inexact';
      parameters = isFitted ? fit.parameters : undefined;
      if (!parameters) return;
      const start = garchStartVariance(past, parameters.mean);
      variances[returns.length] = garchVariances(returns, parameters, start, variances);
    },

    forecast(day: number, horizon: number): number {
      const count = seen[day] as number;
      if (!parameters || count === 0) return Number.NaN;
      const nextVariance = variances[count] as number;
      return Math.log(garchForecast({ parameters, nextVariance }, horizon));
    },
  };
}
