/** How targets are computed where they are not those of the file: by which method, when, from which covariance, within which limits. */
import { allocationMethods } from '../allocation/allocate.ts';
import type { CovarianceCare } from '../risk/covariance-cares.ts';

/** `fixed`: the weights of `portfolio.targets`. */
export const targetMethods = ['fixed', ...allocationMethods, 'market-cap'] as const;

export type TargetMethod = (typeof targetMethods)[number];

/** Lists are in the order of the assets; weights are fractions of NAV, as targets are. */
export type AllocationSettings = {
  readonly method: TargetMethod;
  /** When targets are computed anew: five cron fields in UTC. */
  readonly every: string;
  readonly covariance:
    | { readonly kind: 'forecast' }
    | { readonly kind: 'past'; readonly care: CovarianceCare; readonly days: number };
  /** Of risk, in any unit; null: equal ones. */
  readonly budgets: readonly number[] | null;
  readonly linkage: 'single' | 'ward';
  readonly floors: readonly number[];
  readonly caps: readonly number[];
  readonly groups: readonly {
    readonly members: readonly number[];
    readonly min: number;
    readonly max: number;
  }[];
  /** Most that a target may change at one computation; 1 is no limit. */
  readonly maximumStep: number;
  /** By how much costs of getting there count beside half the variance of a year. */
  readonly turnoverPenalty: number;
  /** Largest forecast volatility of the targets, a fraction a year; null: any. */
  readonly volatilityTarget: number | null;
  /** Null for methods that need none. */
  readonly capitalisations: readonly number[] | null;
};

/** Whether the shares of the invested part follow from a covariance. */
export function weighsByCovariance({ method, turnoverPenalty }: AllocationSettings): boolean {
  if (method === 'fixed' || method === 'market-cap') return false;
  return method !== 'equal' || turnoverPenalty > 0;
}

export function needsCovariance(allocation: AllocationSettings): boolean {
  return weighsByCovariance(allocation) || allocation.volatilityTarget !== null;
}
