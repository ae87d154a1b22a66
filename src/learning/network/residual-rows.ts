/**
 * What networks learn from at a refit: a row for each asset and day with 20 days of history and a target that was complete by
 * then, weighted by 2^(−age / half-life) as the rows of the ridge are.
 */
import { centresOf, youngestDays } from '../inputs/centre.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { featureNames } from '../inputs/feature-spec.ts';
import { featureCount } from '../inputs/features.ts';
import { realizedOf } from '../inputs/realized.ts';
import { type LinearModel, linearForecastsOf } from '../variance/linear-model.ts';
import { pooledRidgeSpec } from '../variance/pooled-ridge.ts';
import { scaledFeaturesOf } from './residual-networks.ts';
import type { TrainingRows } from './training-rows.ts';

/** Of a ridge that was fitted on the day; in the order of days. */
export function residualRows(
  panel: DailyPanel,
  { day, ridge }: { readonly day: number; readonly ridge: readonly LinearModel[] },
): TrainingRows {
  const cells = taughtCells(panel, day);
  const assets = panel.symbols.length;
  const outputs = horizons.length;
  const realized = realizedOf(panel);
  const scaledFeatures = scaledFeaturesOf(panel, ridge);
  const linear = linearForecastsOf(panel, featureNames)(ridge);
  const features = new Float32Array(cells.length * featureCount);
  const offsets = new Float32Array(cells.length * outputs);
  const targets = new Float32Array(cells.length * outputs).fill(Number.NaN);
  const fitted = new Float64Array(assets * outputs);
  const daysPerYear = panel.sessions ? 252 : 365;
  let fittedDay = Number.NaN;
  cells.forEach((cell, row) => {
    const rowDay = Math.floor(cell / assets);
    if (rowDay !== fittedDay) linear(rowDay, fitted);
    fittedDay = rowDay;
    scaledFeatures(cell, features.subarray(row * featureCount));
    horizons.forEach((horizon, at) => {
      offsets[row * outputs + at] = fitted[(cell % assets) * outputs + at] as number;
      if (rowDay + horizon > day) return;
      targets[row * outputs + at] = Math.log((realized[cell * outputs + at] as number) / horizon);
    });
  });
  const ageYears = (cell: number): number => (day - Math.floor(cell / assets)) / daysPerYear;
  const weights = Float32Array.from(
    cells,
    (cell) => 2 ** (-ageYears(cell) / pooledRidgeSpec.halfLifeYears),
  );
  return { rows: cells.length, features, offsets, targets, weights };
}

/** Cells whose target of the first horizon is complete by the day. */
function taughtCells(panel: DailyPanel, day: number): readonly number[] {
  const { centre, historyDays } = centresOf(panel);
  const realized = realizedOf(panel);
  const end = Math.max(0, day - horizons[0] + 1) * panel.symbols.length;
  return Array.from({ length: end }, (_, cell) => cell).filter(
    (cell) =>
      !Number.isNaN(centre[cell] as number) &&
      (historyDays[cell] as number) >= youngestDays &&
      !Number.isNaN(realized[cell * horizons.length] as number),
  );
}
