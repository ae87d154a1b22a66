/**
 * How stored models did on the days after they were stored, as JSON: what the day of learning leaves for pages, commands and the
 * trail. Percentages are of the opponent's loss (QLIKE), negative where the model is better.
 */
import type { ModelTrial } from '../learning/evaluation/model-trial.ts';
import type { ModelStatus } from '../learning/stored/model-registry.ts';
import {
  type CardComparison,
  type CardCoverage,
  comparisonCard,
  coverageCard,
} from './trial-card.ts';

export type LiveScore = {
  /** NAME/VERSION. */
  readonly model: string;
  readonly status: ModelStatus;
  /** None while no outcome of a day since it was stored is known. */
  readonly comparisons: readonly CardComparison[];
  readonly coverage: readonly CardCoverage[];
};

export function liveScore(
  model: string,
  status: ModelStatus,
  { comparisons, coverage }: ModelTrial,
): LiveScore {
  return {
    ...{ model, status },
    comparisons: comparisons.map(comparisonCard),
    coverage: coverage.filter(({ days }) => days > 0).map(coverageCard),
  };
}
