/**
 * What a pooled linear model has learnt, as data: forecasts in logs against the level of the asset,
 * ln variance = m + α + Σ_j β_j z_j, z the standardised features. One for each horizon.
 */
import { centresOf, youngestDays } from '../inputs/centre.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import type { FeatureName } from '../inputs/feature-spec.ts';
import { featureTableOf } from '../inputs/feature-table.ts';
import { type Standardizer, widestDeviations } from '../inputs/standardizer.ts';
import type { OutsideSeries } from '../outside/outside-series.ts';
import type { LinearFit } from './least-squares.ts';

export type LinearModel = LinearFit & { readonly standardizer: Standardizer };

/** Writes the forecasts of one day, assets × models; NaN for an asset that lacks the day or 20 days of history. */
export type LinearForecast = (day: number, out: Float64Array) => void;

/** Answers for models of these features, and of series from outside, over a panel; without a model the forecast is NaN. */
export function linearForecastsOf(
  panel: DailyPanel,
  names: readonly FeatureName[],
  outside: readonly OutsideSeries[] = [],
): (models: readonly (LinearModel | undefined)[]) => LinearForecast {
  const assets = panel.symbols.length;
  const { centre, historyDays } = centresOf(panel);
  const { values, stride, positions } = featureTableOf(panel, names, outside);

  return (models) => {
    const lines = models.map((model) => model && lineOf(model, positions));
    return (day, out) => {
      for (let asset = 0; asset < assets; asset++) {
        const cell = day * assets + asset;
        const isKnown = (historyDays[cell] as number) >= youngestDays;
        for (let at = 0; at < lines.length; at++) {
          const line = isKnown ? lines[at] : undefined;
          out[asset * lines.length + at] = line
            ? (centre[cell] as number) + line(values, cell * stride)
            : Number.NaN;
        }
      }
    };
  };
}

/** α + Σ β z of the features from `row` on, with means, deviations and cuts worked into the slopes. */
function lineOf(model: LinearModel, positions: Int32Array) {
  const { intercept, slopes, standardizer } = model;
  const { mean, deviation } = standardizer;
  const varies = (j: number): boolean => (deviation[j] as number) > 0;
  const factor = slopes.map((slope, j) => (varies(j) ? slope / (deviation[j] as number) : 0));
  const reach = deviation.map((value, j) => (varies(j) ? widestDeviations * value : 0));
  return (features: Float32Array, row: number): number => {
    let value = intercept;
    for (let j = 0; j < positions.length; j++) {
      const distance = (features[row + (positions[j] as number)] as number) - (mean[j] as number);
      if (Number.isNaN(distance)) continue;
      const limit = reach[j] as number;
      value += (factor[j] as number) * Math.max(-limit, Math.min(limit, distance));
    }
    return value;
  };
}
