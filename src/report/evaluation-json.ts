/** An evaluation of forecasts as JSON; what cannot be told is null. */
import type { CovarianceEvaluation } from '../learning/evaluation/covariance-evaluation.ts';
import type { LossComparison } from '../learning/evaluation/loss-comparison.ts';
import type { ComparedPart } from '../learning/evaluation/loss-tables.ts';
import type { VarianceScore } from '../learning/evaluation/variance-evaluation.ts';
import { closesOnlyOf } from '../learning/inputs/kinds.ts';
import type { Coverage } from '../learning/uncertainty/coverage.ts';
import type { EvaluationView } from './evaluation-view.ts';
import { isoTime } from './format.ts';

export function evaluationJson(view: EvaluationView) {
  const { panel, rows, variances, coverage, covariances } = view;
  return {
    schemaVersion: 1 as const,
    horizonDays: view.horizon,
    from: isoTime(panel.closeTime[rows.from] as number),
    to: isoTime(panel.closeTime[rows.to - 1] as number),
    days: rows.to - rows.from,
    symbols: panel.symbols,
    closesOnly: closesOnlyOf(panel),
    sessions: panel.sessions,
    dailyBars: view.dailyBars,
    refit: 'month' as const,
    reference: variances.reference,
    simplest: variances.simplest,
    models: variances.models.map(modelJson),
    intervals: {
      coverage: view.intervalCoverage,
      variance: coverageJson(coverage.variance),
      return: coverageJson(coverage.return),
    },
    covariances: covariances && covariancesJson(covariances),
    inputs: view.inputs,
  };
}

function modelJson({ name, comparison, slope, ...score }: VarianceScore) {
  return {
    model: name,
    qlike: score.meanLoss,
    ...comparisonJson(comparison),
    champion: comparisonJson(score.championComparison),
    confidenceSetP: score.confidence,
    slope: slope?.slope ?? null,
    slopeError: slope?.standardError ?? null,
    byYear: score.byYear.map(partJson),
    byAsset: score.byAsset.map(partJson),
    byHistory: score.byHistory.map(partJson),
  };
}

function partJson({ name, comparison }: ComparedPart) {
  return { name, ...comparisonJson(comparison) };
}

function comparisonJson(comparison: LossComparison | null) {
  return {
    cells: comparison?.cells ?? 0,
    changePct: comparison && 100 * comparison.changeShare,
    assetsWonPct: comparison && 100 * comparison.wonShare,
    ...testJson(comparison?.test ?? null),
  };
}

function testJson(test: { readonly t: number; readonly p: number } | null) {
  return { dmT: test?.t ?? null, dmP: test?.p ?? null };
}

function coverageJson({ outcomes, inside, below, above, thirds, worstQuarter }: Coverage) {
  return { outcomes, inside, below, above, thirds, worstQuarter };
}

function covariancesJson({ reference, rival, days, models }: CovarianceEvaluation) {
  return {
    ...{ reference, rival, days },
    models: models.map(({ name, test, rivalTest, ...score }) => ({
      model: name,
      negativeLogLikelihood: score.negativeLogLikelihood,
      regret: score.regret,
      ...testJson(test),
      rival: testJson(rivalTest),
      minimumVarianceVolatilityPct: 100 * score.minimumVarianceVolatility,
      regrets: score.regrets,
    })),
  };
}
