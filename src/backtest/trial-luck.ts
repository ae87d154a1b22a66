/**
 * How much of the advantage of the best of many trials is expected from luck alone.
 *
 * Advantage: cost of another policy − cost of the chosen one, at equal tracking error, bps a year, over the window that they
 * were chosen on; its standard error is s / √B, s the standard deviation (n − 1) over the B blocks of the window. Of N trials
 * that are all alike the best is ahead of the usual one by about
 *   E[max] = (1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)) standard errors, γ = 0.5772… (Euler and Mascheroni).
 * Trials that move together count for fewer: N' = ρ̄ + (1 − ρ̄) N, ρ̄ the mean correlation of their costs by block.
 * Source: Bailey and López de Prado 2014, "The Deflated Sharpe Ratio", there of Sharpe ratios.
 * Cautious: all runs count as trials, though a parameter is found by its tracking error and not by its cost, and the error
 * holds the noise of the other policy as well. Assumes that costs of different blocks are independent.
 */
import { normalQuantile } from '../risk/normal-quantile.ts';
import type { Contender, Trials } from './search-choice.ts';
import type { SweptPolicy } from './sweep.ts';

export type Advantage = {
  /** The policy that was not chosen. */
  readonly over: SweptPolicy;
  readonly bpsPerYear: number;
  readonly standardErrorBps: number;
  readonly expectedByLuckBps: number;
};

export type Luck = {
  /** Runs that were compared. */
  readonly trials: number;
  readonly effectiveTrials: number;
  readonly runnerUp: Advantage;
  /** Over the policy in the middle of all. */
  readonly median: Advantage;
};

const eulerGamma = 0.577_215_664_901_532_9;

/**
 * Of contenders, best first. Only those with a curve are compared, at the same tracking error; null when the best is none of
 * them or the only one.
 */
export function luckOf(contenders: readonly Contender[], trials: readonly Trials[]): Luck | null {
  const [chosen, ...others] = contenders.filter(({ isFitted }) => isFitted);
  const [runnerUp] = others;
  const median = others[Math.floor((others.length - 1) / 2)];
  if (chosen !== contenders[0] || chosen === undefined) return null;
  if (runnerUp === undefined || median === undefined) return null;
  const runs = trials.flatMap(({ points }) => points.map(({ blockCosts }) => blockCosts));
  const effective = effectiveTrials(runs);
  const costs = blockCostsOf(chosen, trials);
  const advantageOver = (other: Contender): Advantage => {
    const saved = blockCostsOf(other, trials).map((cost, block) => cost - (costs[block] as number));
    const { mean, standardError } = meanOf(saved);
    return {
      over: other.policy,
      bpsPerYear: mean,
      standardErrorBps: standardError,
      expectedByLuckBps: expectedMaximum(effective) * standardError,
    };
  };
  return {
    trials: runs.length,
    effectiveTrials: effective,
    runnerUp: advantageOver(runnerUp),
    median: advantageOver(median),
  };
}

/** In standard deviations: of so many independent standard normal numbers, not below none. */
export function expectedMaximum(trials: number): number {
  if (trials <= 1) return 0;
  const usual = (1 - eulerGamma) * normalQuantile(1 - 1 / trials);
  return Math.max(0, usual + eulerGamma * normalQuantile(1 - 1 / (trials * Math.E)));
}

/** Series that never vary have no correlation and count as one of their own. */
export function effectiveTrials(series: readonly Float64Array[]): number {
  const scores = series.map(standardised);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < i; j++)
      sum += product(scores[i] as Float64Array, scores[j] as Float64Array);
  }
  const pairs = (scores.length * (scores.length - 1)) / 2;
  const correlation = pairs > 0 ? Math.max(0, sum / pairs) : 0;
  return correlation + (1 - correlation) * scores.length;
}

/**
 * Cost of each block in bps a year at the contender's tracking error: its cost, spread over the blocks as its runs spread
 * theirs on average. Runs far from that tracking error have no say.
 */
function blockCostsOf(contender: Contender, trials: readonly Trials[]): Float64Array {
  const points = trials.find(({ sweep }) => sweep.policy === contender.policy)?.points ?? [];
  const { trackingErrorPct: te } = contender;
  const near = points.filter(({ statistics, blockCosts }) => {
    const ratio = statistics.trackingErrorPct / te;
    return ratio >= 0.5 && ratio <= 2 && sumOf(blockCosts) > 0;
  });
  const blocks = points[0]?.blockCosts.length ?? 0;
  const costs = new Float64Array(blocks);
  for (const { blockCosts } of near) {
    const scale = (contender.costBpsPerYear * blocks) / (sumOf(blockCosts) * near.length);
    for (let b = 0; b < blocks; b++)
      costs[b] = (costs[b] as number) + scale * (blockCosts[b] as number);
  }
  return costs;
}

function meanOf(values: Float64Array): { mean: number; standardError: number } {
  const mean = sumOf(values) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** Of mean 0 and length 1, so that products are correlations. */
function standardised(values: Float64Array): Float64Array {
  const mean = sumOf(values) / values.length;
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return values.map((value) => (length > 0 ? (value - mean) / length : 0));
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
