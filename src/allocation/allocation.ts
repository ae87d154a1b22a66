/** What every allocator takes and gives: a covariance and bounds in, weights with their status and residual out. */

/**
 * optimal: exact, by a closed form or within 1e-9 of the conditions of the optimum. converged: the iteration met its tolerance.
 * inexact: usable weights, but of a repaired problem or short of the tolerance. infeasible: no weights meet the bounds.
 */
export const allocationStatuses = ['optimal', 'converged', 'inexact', 'infeasible'] as const;

export type AllocationStatus = (typeof allocationStatuses)[number];

export type Allocation = {
  /** Of the invested part, sum 1; all NaN-free. Empty when infeasible. */
  readonly weights: Float64Array;
  readonly status: AllocationStatus;
  /** Largest KKT violation / largest gradient; 0 for closed forms. */
  readonly residual: number;
  /** The methods that failed before this one and why, in order; empty when the wanted one answered. */
  readonly fallbacks: readonly { readonly method: string; readonly cause: string }[];
};

/** Row-major n × n. */
export type Covariance = { readonly assets: number; readonly values: Float64Array };

/** Per asset; groups bound sums. Defaults 0 and 1. */
export type WeightBounds = {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly groups: readonly {
    readonly members: readonly number[];
    readonly lower: number;
    readonly upper: number;
  }[];
};
