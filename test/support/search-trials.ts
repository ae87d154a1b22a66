/** Runs of policies by formula, as a search finds them: cost and tracking error on a curve, costs by block as given. */
import type { Trial, Trials } from '../../src/backtest/search-choice.ts';
import { type SweptPolicy, sweepOf } from '../../src/backtest/sweep.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';

export function trial(found: {
  parameter: number;
  te: number;
  cost: number;
  blocks?: readonly number[];
}): Trial {
  const statistics = { trackingErrorPct: found.te, costBpsPerYear: found.cost };
  return {
    parameter: found.parameter,
    statistics: statistics as BacktestStatistics,
    blockCosts: Float64Array.from(found.blocks ?? [1, 1]),
  };
}

/** Cost = level / TE and parameter = slope · TE, at these tracking errors. */
export function hyperbola(
  policy: SweptPolicy,
  { level, slope, blocks }: { level: number; slope: number; blocks?: readonly number[] },
  tes: readonly number[] = [0.6, 0.8, 1, 1.3, 1.7, 2.2, 2.9, 3.8],
): Trials {
  const points = tes.map((te) =>
    trial({ parameter: slope * te, te, cost: level / te, ...(blocks && { blocks }) }),
  );
  return { sweep: sweepOf(policy), points };
}
