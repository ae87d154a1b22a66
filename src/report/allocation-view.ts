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
  readonly leftOut: readonly { readonly symbol: string; readonly cause: string }[];
};
