/** A stored model as two files: JSON that describes it, and its weights as bytes; both together give the same model again. */
import { ModelError } from '../../base/errors.ts';
import { horizons } from '../inputs/daily-panel.ts';
import { featureSpec, featureSpecHash } from '../inputs/feature-spec.ts';
import {
  type ModelWeightsDescription,
  readModelWeights,
  writeModelWeights,
} from './model-weights.ts';
import type { StoredIntervals, StoredModel } from './stored-model.ts';

/** Which features a model reads. */
export type FeatureStamp = { readonly version: number; readonly hash: string };

export type ModelDescription = {
  readonly schemaVersion: 1;
  readonly sessions: boolean;
  readonly features: FeatureStamp;
  readonly horizonsDays: readonly number[];
  /** Closes of the first and the last day that it learnt from, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly symbols: readonly string[];
  readonly weights: ModelWeightsDescription;
  readonly intervals: StoredIntervals | null;
};

/** Of the features that are made now. */
export function featureStamp(): FeatureStamp {
  return { version: featureSpec.version, hash: featureSpecHash() };
}

export function describeModel(model: StoredModel): {
  readonly description: ModelDescription;
  readonly bytes: Uint8Array;
} {
  const { sessions, from, to, symbols, intervals } = model;
  const { bytes, description: weights } = writeModelWeights(model);
  return {
    bytes,
    description: {
      schemaVersion: 1,
      sessions,
      features: featureStamp(),
      horizonsDays: horizons,
      ...{ from, to, symbols, weights, intervals },
    },
  };
}

/** Errors: ModelError when it was trained for other features or horizons, or its weights are not what was written. */
export function modelOf(description: ModelDescription, bytes: Uint8Array): StoredModel {
  checkFeatures(description.features);
  const { sessions, from, to, symbols, intervals, horizonsDays } = description;
  if (horizonsDays.join() !== horizons.join()) {
    throw new ModelError(
      `a model must forecast ${horizons.join(', ')} days, it forecasts ${horizonsDays.join(', ')}`,
    );
  }
  const weights = readModelWeights(bytes, description.weights);
  return { sessions, from, to, symbols, intervals, ...weights };
}

/** Errors: ModelError when they are not those that are made now. */
export function checkFeatures({ version, hash }: FeatureStamp): void {
  const now = featureStamp();
  if (version === now.version && hash === now.hash) return;
  throw new ModelError(
    `a model must read features of version ${now.version} (${now.hash.slice(0, 12)}), it reads version ${version} (${hash.slice(0, 12)}); train it again`,
  );
}
