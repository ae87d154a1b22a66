/** How good covariance forecasts of the next day were: likelihood, regret, test against a reference, minimum variance. */
import type { DailyReturns } from '../../risk/covariance-forecaster.ts';
import { dailyReturnsOf } from '../covariance/covariance-models.ts';
import { type CovarianceTrack, hasCovariance, replayed } from '../covariance/covariance-track.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { type Regret, regretsOf } from './covariance-regret.ts';
import { type CovarianceScores, scoreCovariances } from './covariance-scores.ts';
import { type DieboldMariano, dieboldMariano } from './diebold-mariano.ts';
import { realisedVolatility } from './minimum-variance.ts';
import { leastLag } from './newey-west.ts';
import { quartersOf } from './quarters.ts';

export type CovarianceScore = {
  readonly name: string;
  /** Mean negative log-likelihood, nats a day. */
  readonly negativeLogLikelihood: number;
  /** Mean over quarters, nats a day. */
  readonly regret: number;
  readonly regrets: readonly Regret[];
  /** Of negative log-likelihoods, beside the reference; null for the reference itself. */
  readonly test: DieboldMariano | null;
  /** Of the portfolio with the least forecast variance: what its volatility came to, a year. */
  readonly minimumVarianceVolatility: number;
};

export type CovarianceEvaluation = {
  readonly reference: string;
  readonly days: number;
  readonly models: readonly CovarianceScore[];
};

/** Null where no quarter has days enough. */
export function evaluateCovariances(
  panel: DailyPanel,
  options: { readonly tracks: readonly CovarianceTrack[]; readonly reference: string },
): CovarianceEvaluation | null {
  const { tracks, reference } = options;
  const returns = dailyReturnsOf(panel);
  const quarters = quartersOf(returns, panel.closeTime, judgedDays(panel, tracks));
  if (quarters.length === 0) return null;
  const scores = tracks.map((track) => scoreCovariances(returns, replayed(track), quarters));
  const second = scores.find(({ name }) => name === reference) as CovarianceScores;
  return {
    reference,
    days: quarters.reduce((sum, { days }) => sum + days.length, 0),
    models: scores.map((first) => scoreOf(panel, returns, { first, second })),
  };
}

/** The days after those on which all models have a forecast: these come once and stay. */
function judgedDays({ days }: DailyPanel, tracks: readonly CovarianceTrack[]) {
  const [{ from, to }] = tracks as [CovarianceTrack];
  let first = from;
  while (first < to && !tracks.every((track) => hasCovariance(track, first))) first++;
  return { from: first + 1, to: Math.min(to + 1, days) };
}

function scoreOf(
  { sessions }: DailyPanel,
  returns: DailyReturns,
  { first, second }: { readonly first: CovarianceScores; readonly second: CovarianceScores },
): CovarianceScore {
  const own = losses(first);
  const other = losses(second);
  const regrets = regretsOf(returns, first);
  const portfolio = first.quarters.flatMap((quarter) => [...quarter.minimumVarianceReturns]);
  return {
    name: first.name,
    negativeLogLikelihood: mean(own),
    regret: mean(regrets.map(({ nats }) => nats)),
    regrets,
    test: dieboldMariano(
      Float64Array.from(own, (loss, day) => loss - (other[day] as number)),
      leastLag(1),
    ),
    minimumVarianceVolatility: realisedVolatility(portfolio, {
      daysPerYear: sessions ? 252 : 365,
    }),
  };
}

function losses({ quarters }: CovarianceScores): readonly number[] {
  return quarters.flatMap(({ logLikelihoods }) => Array.from(logLikelihoods, (value) => -value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
