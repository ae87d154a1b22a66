/** What one method comes to: an allocation, or why it has none although the limits allow for some. */
import type { Allocation, AllocationStatus } from './allocation.ts';

export type Attempt = Allocation | { readonly cause: string };

/** The largest residual of weights that count as optimal. */
export const optimalResidual = 1e-9;

export function allocationOf(
  weights: Float64Array,
  { status, residual }: { readonly status: AllocationStatus; readonly residual: number },
): Allocation {
  return { weights, status, residual, fallbacks: [] };
}

export const noWeights: Allocation = {
  weights: new Float64Array(0),
  status: 'infeasible',
  residual: 0,
  fallbacks: [],
};
