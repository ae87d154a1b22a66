/** Member B: one ridge regression for all assets of a class on all features; older rows weigh less. */
import { featureNames } from '../inputs/feature-spec.ts';
import { apart } from './by-kind.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { type PooledLinearSpec, pooledLinear } from './pooled-linear.ts';
import { smeared } from './smearing.ts';

export const pooledRidgeSpec: PooledLinearSpec = {
  name: 'pooled-ridge',
  features: featureNames,
  ridge: 0.3,
  halfLifeYears: 3,
};

export const pooledRidge: ForecasterRecipe = apart(smeared(pooledLinear(pooledRidgeSpec)));
