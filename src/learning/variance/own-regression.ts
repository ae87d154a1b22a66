/**
 * A regression that each asset has for itself, one for each horizon, on columns that are known at the day: of the mean of the
 * next h variances, or of its ln. Forecasts in levels outside of all targets seen are replaced by their mean ("insanity
 * filter", Swanson and White 1997), since a line may go below zero; in logs they are of the mean of ln v: see smearing.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { VarianceForecaster } from './forecaster.ts';
import { createLeastSquares, type LinearFit } from './least-squares.ts';

export type OwnRegressionSpec = {
  readonly name: string;
  /** Matrices of days × assets; a row with a figure missing is left out. */
  readonly columns: readonly Float64Array[];
  readonly target: 'level' | 'log';
  /** Of a row, days × assets; all alike where there are none. */
  readonly weights?: Float64Array;
};

/** Fewer complete targets than this teach nothing. */
const fewestRows = 60;

export function createOwnRegression(
  panel: DailyPanel,
  spec: OwnRegressionSpec,
): VarianceForecaster {
  const assets = panel.symbols.length;
  const width = assets * horizons.length;
  const regressions = Array.from({ length: width }, (_, at) =>
    createRegression(panel, spec, {
      asset: Math.floor(at / horizons.length),
      horizonAt: at % horizons.length,
    }),
  );
  return {
    name: spec.name,
    fit(day) {
      for (const regression of regressions) regression.learn(day);
    },
    forecast(day, out) {
      regressions.forEach((regression, at) => {
        out[at] = regression.forecast(day);
      });
    },
  };
}

/** Of one asset and horizon. */
function createRegression(
  panel: DailyPanel,
  { columns, target, weights }: OwnRegressionSpec,
  { asset, horizonAt }: { asset: number; horizonAt: number },
) {
  const assets = panel.symbols.length;
  const horizon = horizons[horizonAt] as number;
  const realized = realizedOf(panel);
  const sums = createLeastSquares(columns.length);
  const asIs = {
    mean: new Float64Array(columns.length),
    deviation: new Float64Array(columns.length).fill(1),
  };
  const row = new Float64Array(columns.length);
  const seen = { count: 0, sum: 0, least: Number.POSITIVE_INFINITY, most: 0 };
  let fit: LinearFit | undefined;
  let next = 0;

  /** False where a figure is missing. */
  const readRow = (cell: number): boolean => {
    for (let j = 0; j < row.length; j++) {
      const value = columns[j]?.[cell] as number;
      if (Number.isNaN(value)) return false;
      row[j] = value;
    }
    return true;
  };

  const learnDay = (day: number): void => {
    const cell = day * assets + asset;
    const mean = (realized[cell * horizons.length + horizonAt] as number) / horizon;
    if (Number.isNaN(mean) || !readRow(cell)) return;
    const weight = weights?.[cell] ?? 1;
    sums.add(row, { target: target === 'log' ? Math.log(mean) : mean, weight });
    seen.count++;
    seen.sum += mean;
    seen.least = Math.min(seen.least, mean);
    seen.most = Math.max(seen.most, mean);
  };

  return {
    learn(day: number): void {
      for (; next + horizon <= day; next++) learnDay(next);
      fit = seen.count < fewestRows ? undefined : sums.solve(asIs, 0);
    },

    forecast(day: number): number {
      if (!fit || !readRow(day * assets + asset)) return Number.NaN;
      let value = fit.intercept;
      for (let j = 0; j < row.length; j++) {
        value += (fit.slopes[j] as number) * (row[j] as number);
      }
      if (target === 'log') return value;
      const isSane = value >= seen.least && value <= seen.most;
      return Math.log(isSane ? value : seen.sum / seen.count);
    },
  };
}
