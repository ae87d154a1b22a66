/**
 * Weights by a method that is named, within limits, and by simpler methods where it has no answer: then inverse volatility, then equal
 * weights, with the cause of each step. With weights held now, no weight moves by more than a step, and trading has its price: the
 * least variance counts it itself, other methods give way to it as far as the variance against their weights is worth less.
 */
import { multiply } from '../risk/matrix.ts';
import type { Allocation, Covariance, WeightBounds } from './allocation.ts';
import type { Attempt } from './attempt.ts';
import { infeasibility, withinStep } from './bounds.ts';
import { hrp } from './hrp.ts';
import { maximumDiversification } from './maximum-diversification.ts';
import { minimumVariance, type Trading } from './minimum-variance.ts';
import { equalWeights, inverseVolatility } from './naive-weights.ts';
import { riskBudgets } from './risk-budgets.ts';

export const allocationMethods = [
  'equal',
  'inverse-volatility',
  'erc',
  'hrp',
  'min-variance',
  'max-diversification',
] as const;

export type AllocationMethod = (typeof allocationMethods)[number];

export type AllocateOptions = {
  readonly method: AllocationMethod;
  readonly bounds: WeightBounds;
  /** Of risk, for erc: above zero, in any unit; equal ones when absent. */
  readonly budgets?: Float64Array | undefined;
  /** Of hrp. */
  readonly linkage: 'single' | 'ward';
  /** Weights of the last look: the nearer, the faster. */
  readonly start?: Float64Array | undefined;
  readonly trading?:
    | (Trading & { /** Most that a weight may change. */ readonly maximumStep: number })
    | undefined;
};

export function allocate(covariance: Covariance, options: AllocateOptions): Allocation {
  const { method, trading } = options;
  const bounds = trading === undefined ? options.bounds : withinStep(options.bounds, trading);
  const contradiction = infeasibility(bounds);
  if (contradiction !== null) {
    const fallbacks = [{ method, cause: contradiction }];
    return { weights: new Float64Array(0), status: 'infeasible', residual: 0, fallbacks };
  }
  const fallbacks: { readonly method: string; readonly cause: string }[] = [];
  for (const tried of new Set<AllocationMethod>([method, 'inverse-volatility', 'equal'])) {
    const found = attempt(covariance, { ...options, bounds, method: tried });
    // Not of the method that was asked for, however exact.
    if (!('cause' in found))
      return fallbacks.length === 0 ? found : { ...found, status: 'inexact', fallbacks };
    fallbacks.push({ method: tried, cause: found.cause });
  }
  return { ...equalWeights(bounds), status: 'inexact', fallbacks };
}

function attempt(covariance: Covariance, options: AllocateOptions): Attempt {
  const { method, trading, bounds } = options;
  const fault = method === 'equal' && trading === undefined ? null : faultOf(covariance);
  if (fault !== null) return { cause: fault };
  const wanted = byMethod(covariance, options);
  if ('cause' in wanted || trading === undefined || method === 'min-variance') return wanted;
  const linear = new Float64Array(covariance.assets);
  multiply(covariance.values, wanted.weights, linear);
  return minimumVariance(covariance, { bounds, trading, linear, start: trading.current });
}

function byMethod(covariance: Covariance, options: AllocateOptions): Attempt {
  const { method, bounds, linkage } = options;
  switch (method) {
    case 'equal':
      return equalWeights(bounds);
    case 'inverse-volatility':
      return inverseVolatility(covariance, bounds);
    case 'erc':
      return riskBudgets(covariance, options);
    case 'hrp':
      return hrp(covariance, { linkage, bounds });
    case 'min-variance':
      return minimumVariance(covariance, options);
    case 'max-diversification':
      return maximumDiversification(covariance, options);
  }
}

/** What makes a covariance none; null where it may be one. */
function faultOf({ assets, values }: Covariance): string | null {
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      if (Number.isFinite(values[i * assets + j])) continue;
      return `the covariance of assets ${i + 1} and ${j + 1} is not a number`;
    }
    const variance = values[i * (assets + 1)] as number;
    if (variance < 0) return `asset ${i + 1} has a variance below zero`;
  }
  return null;
}
