/** Simulated returns to weigh, and by one yardstick how far weights are from what their method asks for. */

import type { AllocationMethod } from '../src/allocation/allocate.ts';
import type { Covariance, WeightBounds } from '../src/allocation/allocation.ts';
import { projectWeights } from '../src/allocation/project-weights.ts';
import { createRandom } from '../src/base/random.ts';
import { dot, multiply } from '../src/risk/matrix.ts';

export type Returns = { readonly assets: number; readonly values: Float64Array };

const factors = 5;

/** Days × assets: five factors, and as much again of each asset's own. */
export function simulatedReturns(assets: number): Returns {
  const random = createRandom(assets);
  const days = 2 * assets + 250;
  const loadings = Float64Array.from({ length: factors * assets }, (_, k) =>
    k < assets ? 0.5 + random.uniform() : random.normal() / 2,
  );
  const scales = Float64Array.from({ length: assets }, () => 0.005 + 0.03 * random.uniform());
  const values = new Float64Array(days * assets);
  for (let day = 0; day < days; day++) {
    const moves = Float64Array.from({ length: factors }, () => random.normal());
    for (let i = 0; i < assets; i++) {
      let sum = random.normal();
      for (let k = 0; k < factors; k++)
        sum += (loadings[k * assets + i] as number) * (moves[k] as number);
      values[day * assets + i] = (scales[i] as number) * sum;
    }
  }
  return { assets, values };
}

/** Sample covariance, n − 1. */
export function covarianceOf({ assets, values }: Returns): Covariance {
  const days = values.length / assets;
  const means = new Float64Array(assets);
  for (let k = 0; k < values.length; k++)
    means[k % assets] = (means[k % assets] as number) + (values[k] as number) / days;
  const covariance = new Float64Array(assets * assets);
  const away = new Float64Array(assets);
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < assets; i++)
      away[i] = (values[day * assets + i] as number) - (means[i] as number);
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j < assets; j++) {
        const cell = i * assets + j;
        const product = (away[i] as number) * (away[j] as number);
        covariance[cell] = (covariance[cell] as number) + product / (days - 1);
      }
    }
  }
  return { assets, values: covariance };
}

/**
 * For erc the largest difference between a share of the variance and its budget, as a share of that. For the optima the most that a
 * weight moves when all go down the gradient, as long as the largest gradient, and back to the nearest weights within limits: nothing
 * where the conditions of Karush, Kuhn and Tucker hold. Null for hrp, which has none.
 */
export function violationOf(
  method: AllocationMethod,
  { covariance, bounds }: { readonly covariance: Covariance; readonly bounds: WeightBounds },
  weights: Float64Array,
): number | null {
  const { assets, values } = covariance;
  if (method === 'hrp') return null;
  const gradient = new Float64Array(assets);
  multiply(values, weights, gradient);
  const variance = dot(weights, gradient);
  const largest = (numbers: Float64Array): number =>
    numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (method === 'erc') {
    return largest(
      weights.map((weight, i) => (assets * weight * (gradient[i] as number)) / variance - 1),
    );
  }
  const scale = largest(gradient);
  if (method === 'max-diversification') {
    const volatilities = weights.map((_, i) => Math.sqrt(values[i * (assets + 1)] as number));
    const factor = variance / dot(weights, volatilities);
    for (let i = 0; i < assets; i++)
      gradient[i] = (gradient[i] as number) - factor * (volatilities[i] as number);
  }
  const downhill = weights.map((weight, i) => weight - (gradient[i] as number) / scale);
  const nearest = projectWeights(downhill, bounds);
  return nearest && largest(nearest.map((value, i) => value - (weights[i] as number)));
}
