/** How good covariance forecasts of the next day were: likelihood, regret, tests against two others, minimum variance. */
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
  /** Of negative log-likelihoods, beside the reference and beside the rival; null for these themselves. */
  readonly test: DieboldMariano | null;
  readonly rivalTest: DieboldMariano | null;
  /** Of the portfolio with the least forecast variance: what its volatility came to, a year. */
  readonly minimumVarianceVolatility: number;
};

/** Names of models among the tracks. */
type ComparedWith = {
  readonly reference: string;
  readonly rival: string;
};

export type CovarianceEvaluation = ComparedWith & {
  readonly days: number;
  readonly models: readonly CovarianceScore[];
};

/** Null where no quarter has days enough. */
export function evaluateCovariances(
  panel: DailyPanel,
  options: ComparedWith & { readonly tracks: readonly CovarianceTrack[] },
): CovarianceEvaluation | null {
  const { tracks, reference, rival } = options;
  const returns = dailyReturnsOf(panel);
  const quarters = quartersOf(returns, panel.closeTime, judgedDays(panel, tracks));
  if (quarters.length === 0) return null;
  const scores = tracks.map((track) => scoreCovariances(returns, replayed(track), quarters));
  const lossesOf = (wanted: string): readonly number[] =>
    losses(scores.find(({ name }) => name === wanted) as CovarianceScores);
  const others = { reference: lossesOf(reference), rival: lossesOf(rival) };
  return {
    ...{ reference, rival },
    days: quarters.reduce((sum, { days }) => sum + days.length, 0),
    models: scores.map((score) => scoreOf(panel, returns, { score, others })),
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
  {
    score,
    others,
  }: {
    readonly score: CovarianceScores;
    readonly others: { readonly reference: readonly number[]; readonly rival: readonly number[] };
  },
): CovarianceScore {
  const own = losses(score);
  const regrets = regretsOf(returns, score);
  const portfolio = score.quarters.flatMap((quarter) => [...quarter.minimumVarianceReturns]);
  return {
    name: score.name,
    negativeLogLikelihood: mean(own),
    regret: mean(regrets.map(({ nats }) => nats)),
    regrets,
    test: testOf(own, others.reference),
    rivalTest: testOf(own, others.rival),
    minimumVarianceVolatility: realisedVolatility(portfolio, {
      daysPerYear: sessions ? 252 : 365,
    }),
  };
}

function testOf(first: readonly number[], second: readonly number[]): DieboldMariano | null {
  const differences = Float64Array.from(first, (loss, day) => loss - (second[day] as number));
  return dieboldMariano(differences, leastLag(1));
}

function losses({ quarters }: CovarianceScores): readonly number[] {
  return quarters.flatMap(({ logLikelihoods }) => Array.from(logLikelihoods, (value) => -value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
