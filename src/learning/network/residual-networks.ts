/**
 * What networks of one shape have learnt on top of a pooled ridge, as data, and their forecasts: ln variance = B + mean g(f) over
 * the networks, f the features on the scale of the ridge's first horizon.
 */
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { featureNames } from '../inputs/feature-spec.ts';
import { featureCount, featuresOf } from '../inputs/features.ts';
import { standardized } from '../inputs/standardizer.ts';
import {
  type LinearForecast,
  type LinearModel,
  linearForecastsOf,
} from '../variance/linear-model.ts';
import type { Network } from './network.ts';
import { createNetworkForecast } from './predict.ts';

export type ResidualNetworks = {
  /** B, one for each horizon. */
  readonly ridge: readonly LinearModel[];
  /** Alike but for their seeds. */
  readonly networks: readonly Network[];
};

/** Such as networks-32-16, by the widths between features and horizons. */
export function shapeName(networks: readonly Network[]): string {
  const [network] = networks as readonly [Network];
  return ['networks', ...network.slice(0, -1).map(({ outputs }) => outputs)].join('-');
}

/** Writes f of a cell of the panel. */
export type ScaledFeatures = (cell: number, out: { [at: number]: number }) => void;

export function scaledFeaturesOf(panel: DailyPanel, ridge: readonly LinearModel[]): ScaledFeatures {
  const features = featuresOf(panel);
  const { standardizer } = ridge[0] as LinearModel;
  return (cell, out) => {
    for (let j = 0; j < featureCount; j++) {
      out[j] = standardized(standardizer, features[cell * featureCount + j] as number, j);
    }
  };
}

export function residualForecastsOf(
  panel: DailyPanel,
  { ridge, networks }: ResidualNetworks,
): LinearForecast {
  const assets = panel.symbols.length;
  const linear = linearForecastsOf(panel, featureNames)(ridge);
  const scaledFeatures = scaledFeaturesOf(panel, ridge);
  const correction = createNetworkForecast(networks);
  const row = new Float64Array(featureCount);
  const corrections = new Float64Array(ridge.length);
  return (day, out) => {
    linear(day, out);
    for (let asset = 0; asset < assets; asset++) {
      const first = asset * ridge.length;
      if (Number.isNaN(out[first] as number)) continue;
      scaledFeatures(day * assets + asset, row);
      correction(row, corrections);
      for (let at = 0; at < ridge.length; at++) {
        out[first + at] = (out[first + at] as number) + (corrections[at] as number);
      }
    }
  };
}
