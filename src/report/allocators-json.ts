/** The comparison of allocators as JSON. Returns, volatilities and weights are fractions a year; differences are of the allocator less the benchmark. */
import type { AllocatorComparison } from './allocator-comparison.ts';
import { verdicts } from './allocator-words.ts';
import { isoTime } from './format.ts';

export function allocatorsJson(view: AllocatorComparison) {
  const { symbols, assetsAtFirst, assetsAtLast, ended, days, periodsPerYear, looks } = view;
  const { every, care, windowDays, limits, volTarget, costs, noFixed, resampling } = view;
  return {
    schemaVersion: 1 as const,
    ...{ from: isoTime(view.from), to: isoTime(view.to), days, periodsPerYear },
    ...{ symbols, assetsAtFirst, assetsAtLast, ended, notStarted: view.notStarted },
    ...{ every, looks, care, windowDays, min: limits.least, max: limits.most, volTarget, costs },
    fixedAreEqualBecause: noFixed,
    trials: view.runs.length - 1,
    resampling: {
      resamples: resampling.resamples,
      meanBlockDays: resampling.meanBlock,
      seed: resampling.seed,
    },
    allocators: view.runs.map((run) => ({
      ...{ name: run.name, cagrPct: run.cagrPct, volatility: run.volatility, sharpe: run.sharpe },
      ...{ growth: run.growth, maxDrawdownPct: run.maxDrawdownPct },
      ...{ turnoverPerYear: run.turnoverPerYear, costBpsPerYear: run.costBpsPerYear },
      invested: run.invested,
      ...{ diversificationRatio: run.diversificationRatio, fallbacks: run.fallbacks },
      worstResidual: run.worstResidual,
      lastWeights: Object.fromEntries(
        symbols.map((symbol, i) => [symbol, run.lastWeights[i] as number]),
      ),
    })),
    contests: view.contests.map(({ benchmark, tests, rivals }) => ({ benchmark, tests, rivals })),
    verdicts: verdicts(view),
  };
}
