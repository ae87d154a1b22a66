/** What an evaluation of forecasts shows. */
import type { CovarianceEvaluation } from '../learning/evaluation/covariance-evaluation.ts';
import type { VarianceEvaluation } from '../learning/evaluation/variance-evaluation.ts';
import type { Coverage } from '../learning/uncertainty/coverage.ts';
import type { ForecastTable } from './forecasts-csv.ts';
import type { CardInputs } from './inputs-card.ts';

export type EvaluationView = ForecastTable & {
  /** Bars were joined to days first. */
  readonly dailyBars: boolean;
  readonly variances: VarianceEvaluation;
  /** Share of outcomes that the champion's intervals shall hold, and what they held. */
  readonly intervalCoverage: number;
  readonly coverage: { readonly variance: Coverage; readonly return: Coverage };
  /** What inputs from outside would have added; null where none were given. */
  readonly inputs: CardInputs | null;
  /** Null where no quarter has days enough. */
  readonly covariances: CovarianceEvaluation | null;
};
