/**
 * Member A: one heterogeneous autoregression for all assets of a class, ln of the variance of 1, 7 and 30 days, each against
 * the asset's own level. Corsi 2009, "A Simple Approximate Long-Memory Model of Realized Volatility"; pooled and centred as in
 * Bollerslev, Hood, Huss and Pedersen 2018, "Risk Everywhere".
 */
import { apart } from './by-kind.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { type PooledLinearSpec, pooledLinear } from './pooled-linear.ts';
import { smeared } from './smearing.ts';

export const pooledHarSpec: PooledLinearSpec = {
  name: 'pooled-har',
  features: ['variance1', 'variance7', 'variance30'],
  ridge: 1e-3,
  halfLifeYears: Number.POSITIVE_INFINITY,
};

export const pooledHar: ForecasterRecipe = apart(smeared(pooledLinear(pooledHarSpec)));
