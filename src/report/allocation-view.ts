/** What an allocation tells: weights, their status and risk, and where the covariance came from. */
import type { Allocation, WeightBounds } from '../allocation/allocation.ts';

export type AllocationView = {
  readonly method: string;
  readonly symbols: readonly string[];
  readonly allocation: Allocation;
  readonly bounds: WeightBounds;
  /** In the period of the covariance; null without weights. */
  readonly volatility: number | null;
  /** Null without weights, and without volatility. */
  readonly diversificationRatio: number | null;
  /** Where the covariance is the learner's, a day over the horizon. */
  readonly forecast: {
    readonly model: string;
    /** Of the stored model that forecast. */
    readonly name: string | null;
    /** Why the champion did not. */
    readonly cause: string | null;
    /** Close of the last day that it knew, epoch ms. */
    readonly asOf: number;
    readonly horizonDays: number;
  } | null;
  /** Where the covariance is that of past returns, a day. */
  readonly past: {
    readonly care: string;
    readonly days: number;
    /** Close of the last of them, epoch ms. */
    readonly asOf: number;
  } | null;
  /** Where no returns have the covariance that was given, and the nearest correlations stand in. */
  readonly mended: {
    readonly smallestEigenvalue: number;
    readonly largestEigenvalue: number;
  } | null;
  readonly leftOut: readonly { readonly symbol: string; readonly cause: string }[];
};

/** What was wrong with the covariance, and what stands in. */
export function mendedSentence({
  smallestEigenvalue,
  largestEigenvalue,
}: NonNullable<AllocationView['mended']>): string {
  const [smallest, largest] = [smallestEigenvalue, largestEigenvalue].map((value) =>
    String(Number(value.toPrecision(3))),
  );
  return `no returns have such a covariance, its smallest eigenvalue is ${smallest} beside ${largest} of the largest; the nearest correlations stand in`;
}
