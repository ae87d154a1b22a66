/** Suggestions of other targets as a person or a program gets them: places are symbols, volatilities annual. */
import type { Suggestion } from '../allocation/suggest.ts';
import type { TargetFigures, TargetMove } from '../plan/target-change.ts';

/** Largest drawdowns of the present targets and the suggested ones, over the same days. */
export type PastDrawdowns = {
  /** Close of the first day, epoch ms. */
  readonly from: number;
  readonly before: number;
  readonly after: number;
};

export type SuggestedTargets = Pick<Suggestion, 'kind' | 'turnover' | 'swaps'> & {
  readonly moves: readonly TargetMove[];
  /** By symbol, `cash` last. */
  readonly targets: Readonly<Record<string, number>>;
  readonly figures: TargetFigures;
  readonly costBps: number;
  /** Null where the assets have no two days in common. */
  readonly past: PastDrawdowns | null;
};

export type LockstepView = {
  readonly symbols: readonly string[];
  readonly meanCorrelation: number;
  readonly weightShare: number;
  readonly riskShare: number;
  readonly addedVolAnnual: number | null;
};

export type Suggestions = {
  readonly portfolio: string;
  readonly asOf: number;
  /** Close of the day that the forecast is made at; null without one. */
  readonly forecastAt: number | null;
  /** Which of the chain of forecasts speaks, and the name of a stored model; null where none can. */
  readonly model: 'champion' | 'pooled-har' | null;
  readonly name: string | null;
  /** Why not the promoted model, or no model at all. */
  readonly cause: string | null;
  /** Beside the assets of the portfolio. */
  readonly candidates: readonly string[];
  /** What may not be bought, and why. */
  readonly leftOut: readonly { readonly symbol: string; readonly cause: string }[];
  readonly tilt: number;
  /** Of the invested targets, the share in assets that are turbulent; null where that cannot be told. */
  readonly turbulentShare: number | null;
  readonly lockstep: readonly LockstepView[];
  readonly targets: Readonly<Record<string, number>>;
  /** Of the present targets; null without a forecast. */
  readonly figures: TargetFigures | null;
  readonly suggestions: readonly SuggestedTargets[];
};
