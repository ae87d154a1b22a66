/** The recorded inputs of one recommendation: all that is needed to compute it again. */
import type { Decimal } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import type { AllocatedTargets } from './allocated-targets.ts';
import type { AutomaticCaps } from './automatic-caps.ts';
import type { Settings } from './settings.ts';

/** Where prices come from and where orders go: the venue of the configuration, or a folder of files frozen at a time. */
export type Origin =
  | { readonly kind: 'venue'; readonly source: string }
  | { readonly kind: 'files'; readonly directory: string };

export type SeriesFingerprint = {
  readonly seriesId: string;
  readonly symbol: string;
  readonly bars: number;
  readonly sha256: string;
};

/**
 * What the learner forecast at the last closes of days, row-major days × assets × assets, or why it forecast nothing. Without `model`
 * it is of a time when the champion was learnt anew at each look.
 */
export type RecordedLearning = RecordedForecast | RecordedFallback;

type RecordedForecast = {
  readonly closeTime: readonly number[];
  readonly covariance: readonly number[];
} & (
  | {
      readonly model: 'champion' | 'pooled-har';
      /** The stored model, and the close of the last day that it learnt from; null for pooled-har. */
      readonly name: string | null;
      readonly learntTo: number | null;
      /** Why it is not the champion; null when it is. */
      readonly cause: string | null;
      /** Why thresholds go by ewma60 all the same; null where they go by it, absent of a time when they always did. */
      readonly doubt?: string | null;
    }
  | { readonly model?: undefined }
);

type RecordedFallback = { readonly model?: 'ewma60'; readonly cause: string };

export type RecordedInputs = {
  readonly asOf: number;
  readonly origin: Origin;
  readonly settings: Settings;
  /** Units by asset, cash currency included. */
  readonly holdings: Readonly<Record<string, Decimal>>;
  /** Prices of a venue at the moment, in the portfolio's quote; null: the last closes. */
  readonly prices: Readonly<Record<string, Decimal>> | null;
  /** What positions on margin cost: the share of its notional that a long pays a day, by asset; absent where they cost nothing. */
  readonly fundingPerDay?: Readonly<Record<string, number>>;
  /** Of the markets of a venue at the moment; absent where neither the impact of orders is walked nor a direct market is weighed. */
  readonly books?: readonly OrderBook[];
  readonly candles: readonly SeriesFingerprint[];
  readonly rules: readonly TradingRules[];
  readonly rulesAssumed: boolean;
  /** What the data source said about the candles. */
  readonly issues: readonly Reason[];
  readonly unfit: boolean;
  /** κ that was chosen for the goal of the settings; absent when they have none. */
  readonly tightness?: number;
  /** What targets an allocator set, and when; absent where they are those of the settings. */
  readonly allocated?: AllocatedTargets;
  /** Traded in the 30 days before that of the moment, in the portfolio's quote; absent where fees have no tiers. */
  readonly tradedNotional?: number;
  readonly lastRebalanceAt: number | null;
  readonly lastLookAt: number | null;
  /** With the model `champion` only: what it learned. */
  readonly learned?: RecordedLearning;
  /** What flowed into the cash (or out, negative) since the last look, beside its trades; absent: nothing. */
  readonly cashFlow?: Decimal;
  /** What might be traded without a person; absent where the plan was not cut to it. */
  readonly caps?: AutomaticCaps;
};

/** The books that costs are walked on; none where the impact of orders is reckoned otherwise. */
export function booksOfCosts({ settings, books = [] }: RecordedInputs): readonly OrderBook[] {
  return settings.costs.impact.model === 'depth' ? books : [];
}
