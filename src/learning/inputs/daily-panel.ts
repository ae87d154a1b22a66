/**
 * The days of several assets as the learning module sees them: one row a day, one column an asset, row-major matrices of
 * days × assets, NaN where an asset has no such day or the measure cannot be had. A day is known at its close and not
 * before: row t holds nothing that came later.
 */

export type DailyPanel = {
  readonly symbols: readonly string[];
  /** A market with sessions (no weekends) in place of one that never closes. */
  readonly sessions: boolean;
  /**
   * Asset by asset, whether its bars tell a close and no more, as of a fund with one price a day: none of its first 20 days has a
   * range. What comes later does not change it.
   */
  readonly closesOnly: readonly boolean[];
  readonly days: number;
  /** Close of each day, epoch ms, rising: 00:00 UTC of the day after, or the end of the session's bar. */
  readonly closeTime: Float64Array;
  readonly close: Float64Array;
  /** ln of the close over the close of the day before; NaN across a gap. */
  readonly logReturn: Float64Array;
  /** v: the variance of the day, floored: realised from hours where there are 20, else from its range, or its squared return. */
  readonly variance: Float64Array;
  /** Share of realised variance from falling hours, less a half. */
  readonly fallingShare: Float64Array;
  /** Share of realised variance beyond bipower variation, 0 … 1. */
  readonly jumpShare: Float64Array;
  /** ½ ln RQ − ln RV: how unevenly the variance is spread over the hours. */
  readonly unevenness: Float64Array;
  /** Share of realised variance in the last eight hours. */
  readonly lateShare: Float64Array;
  /** ln of the volume in base units. */
  readonly logVolume: Float64Array;
};

/** Horizons in days for which models learn; between them forecasts are log-linear in ln h. */
export const horizons = [1, 7, 30] as const;

export type Horizon = (typeof horizons)[number];
