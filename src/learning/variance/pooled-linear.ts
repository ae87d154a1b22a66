/**
 * A ridge regression that all assets of a panel share, in logs against each asset's own level: y = ln(mean of the next h v) − m
 * on standardised features, one for each horizon, rows weighted by 2^(−age / half-life). Its forecasts are of the mean of
 * ln v, below ln of the mean of v: see smearing. Rows are added once: each feature is cut and filled by the moments of the
 * rows up to its own day, and so neither the order of refits nor their number changes what is learnt.
 */
import { centresOf, youngestDays } from '../inputs/centre.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { FeatureName } from '../inputs/feature-spec.ts';
import { featureTableOf } from '../inputs/feature-table.ts';
import { realizedOf } from '../inputs/realized.ts';
import { createMoments, standardized } from '../inputs/standardizer.ts';
import type { OutsideSeries } from '../outside/outside-series.ts';
import type { ForecasterRecipe, VarianceForecaster } from './forecaster.ts';
import { createLeastSquares } from './least-squares.ts';
import { type LinearModel, linearForecastsOf } from './linear-model.ts';
import { type Teaching, taughtBy } from './teaching.ts';

export type PooledLinearSpec = Teaching & {
  readonly name: string;
  readonly features: readonly FeatureName[];
  /** Read as well; none where it is left out. */
  readonly outside?: readonly OutsideSeries[];
  /** λ, against a mean over rows of features of deviation 1. */
  readonly ridge: number;
  /** Of the weights of rows by their age; Infinity weighs all alike. */
  readonly halfLifeYears: number;
};

export type PooledLinear = VarianceForecaster & {
  /** What the last fit learnt, one for each horizon; undefined where rows were too few. */
  readonly models: () => readonly (LinearModel | undefined)[];
};

/** Without this many rows for each feature nothing is learnt. */
const rowsPerFeature = 10;

export function createPooledLinear(panel: DailyPanel, spec: PooledLinearSpec): PooledLinear {
  const forecastsOf = linearForecastsOf(panel, spec.features, spec.outside);
  const learners = horizons.map((_, at) => createLearner(panel, spec, at));
  let models: readonly (LinearModel | undefined)[] = horizons.map(() => undefined);
  let forecast = forecastsOf(models);
  return {
    name: spec.name,
    fit(day) {
      models = learners.map((learner) => learner.learn(day));
      forecast = forecastsOf(models);
    },
    forecast: (day, out) => forecast(day, out),
    models: () => models,
  };
}

export function pooledLinear(spec: PooledLinearSpec): ForecasterRecipe {
  return (panel) => createPooledLinear(panel, spec);
}

/** Learns for one horizon, from day to day. */
function createLearner(panel: DailyPanel, spec: PooledLinearSpec, horizonAt: number) {
  const assets = panel.symbols.length;
  const horizon = horizons[horizonAt] as number;
  const { centre, historyDays } = centresOf(panel);
  const realized = realizedOf(panel);
  const { values, stride, positions } = featureTableOf(panel, spec.features, spec.outside);
  const width = positions.length;
  const taught = taughtBy(panel, spec);
  const dailyDecay = 2 ** (-1 / (spec.halfLifeYears * (panel.sessions ? 252 : 365)));
  const sums = createLeastSquares(width);
  const moments = createMoments(width);
  const row = new Float64Array(width);
  let next = 0;
  let rows = 0;

  /** y, NaN where there is no row to learn from. */
  const targetOf = (cell: number, asset: number): number =>
    taught[asset] && (historyDays[cell] as number) >= youngestDays
      ? Math.log((realized[cell * horizons.length + horizonAt] as number) / horizon) -
        (centre[cell] as number)
      : Number.NaN;

  const readRow = (cell: number): void => {
    for (let j = 0; j < width; j++) {
      row[j] = values[cell * stride + (positions[j] as number)] as number;
    }
  };

  const learnDay = (day: number): void => {
    sums.decay(dailyDecay);
    const cells = panel.symbols.map((_, asset) => day * assets + asset);
    const targets = cells.map(targetOf);
    cells.forEach((cell, asset) => {
      if (Number.isNaN(targets[asset])) return;
      readRow(cell);
      moments.observe(row);
    });
    const standardizer = moments.standardizer();
    const { mean, deviation } = standardizer;
    cells.forEach((cell, asset) => {
      const target = targets[asset] as number;
      if (Number.isNaN(target)) return;
      readRow(cell);
      for (let j = 0; j < width; j++) {
        const z = standardized(standardizer, row[j] as number, j);
        row[j] = (mean[j] as number) + (z === 0 ? 0 : z * (deviation[j] as number));
      }
      sums.add(row, { target, weight: 1 });
      rows++;
    });
  };

  return {
    learn(day: number): LinearModel | undefined {
      for (; next + horizon <= day; next++) learnDay(next);
      if (rows < rowsPerFeature * width) return undefined;
      const standardizer = moments.standardizer();
      const fit = sums.solve(standardizer, spec.ridge);
      return fit && { ...fit, standardizer };
    },
  };
}
