/** The comparison of allocators for a terminal: what was done, what each came to, how they differ from the benchmarks, and a verdict. */
import type { Contest, Difference } from '../backtest/allocators/contest.ts';
import type { AllocatorComparison, AllocatorFigures } from './allocator-comparison.ts';
import { notProof, verdicts } from './allocator-words.ts';
import { listed } from './forecast-words.ts';
import { bps, fixed, isoTime, plural, signed, weight } from './format.ts';
import { textTable } from './text-table.ts';

export function allocatorsText(view: AllocatorComparison): string {
  return [
    ...sourceLines(view),
    '',
    ...figureTable(view),
    exactnessLine(view),
    ...view.contests.flatMap((contest) => ['', ...contestTable(contest)]),
    '',
    ...verdicts(view),
    notProof,
  ].join('\n');
}

function sourceLines(view: AllocatorComparison): readonly string[] {
  const { symbols, assetsAtFirst, assetsAtLast, looks, every, care, windowDays, resampling } = view;
  const { limits, costs, volTarget, ended, notStarted, noFixed, days, from, to } = view;
  const paid = costs.takerFeeBps + costs.halfSpreadBps + costs.slippageBps;
  const careWords = care === 'none' ? 'as it comes' : `with care ${care}`;
  const limitWords =
    limits.least > 0 || limits.most < 1
      ? `, each asset from ${weight(limits.least)} to ${weight(limits.most)}`
      : '';
  return [
    `${plural(symbols.length, 'asset')} (${assetsAtFirst} at the first look, ${assetsAtLast} at the last): ${symbols.join(', ')}`,
    `${day(from)} to ${day(to)}, ${plural(days, 'day')}, ${plural(looks, 'look')}, ${every}; covariance of the last ${plural(windowDays, 'day')}, ${careWords}${limitWords}`,
    `a trade costs ${fixed(paid, 1)} bp${costs.impact.model === 'none' ? '' : ' and its impact'}; -vol-target holds ${weight(volTarget)} a year, the rest in cash that earns nothing`,
    `intervals of 90 % from ${resampling.resamples} resamples in blocks of ${fixed(resampling.meanBlock, 0)} days on average, seed ${resampling.seed}`,
    ...(ended.length === 0 ? [] : [`ended, and worth nothing then: ${ended.join(', ')}`]),
    ...(notStarted.length === 0 ? [] : [`left out, not traded yet: ${notStarted.join(', ')}`]),
    ...(noFixed === null ? [] : [`fixed weights are the equal ones, because ${noFixed}`]),
  ];
}

function figureTable({ runs }: AllocatorComparison): readonly string[] {
  const titles = ['CAGR', 'volatility', 'Sharpe', 'drawdown', 'turnover/year', 'cost/year'];
  return textTable(
    columnsOf('allocator', [...titles, 'invested', 'diversification ratio']),
    runs.map(figureRow),
  );
}

function figureRow(run: AllocatorFigures): readonly string[] {
  return [
    run.name,
    `${fixed(run.cagrPct, 1)} %`,
    weight(run.volatility),
    fixed(run.sharpe, 2),
    `${fixed(run.maxDrawdownPct, 1)} %`,
    fixed(run.turnoverPerYear, 2),
    bps(run.costBpsPerYear),
    weight(run.invested),
    run.diversificationRatio === null ? '–' : fixed(run.diversificationRatio, 2),
  ];
}

function exactnessLine({ runs, looks }: AllocatorComparison): string {
  const worst = runs.reduce((most, run) => (run.worstResidual > most.worstResidual ? run : most));
  const stoodIn = runs
    .filter(({ fallbacks }) => fallbacks > 0)
    .map(({ name, fallbacks }) => `${name} at ${fallbacks} of ${plural(looks, 'look')}`);
  const residual =
    worst.worstResidual === 0
      ? 'all weights are exact'
      : `largest residual ${worst.worstResidual.toExponential(0)} (${worst.name})`;
  const fallbacks =
    stoodIn.length === 0
      ? 'no method fell back to another'
      : `another method stood in: ${listed(stoodIn)}`;
  return `${fallbacks}; ${residual}`;
}

function contestTable({ benchmark, rivals }: Contest): readonly string[] {
  return textTable(
    columnsOf(`less ${benchmark}`, ['Sharpe', 'volatility, points', 'growth, points a year']),
    rivals.map(({ name, differences }) => [name, ...differences.map(differenceCell)]),
  );
}

/** Fractions a year in points. */
function differenceCell({ measure, value, low, high, verdict }: Difference): string {
  const [scale, places] = measure === 'sharpe' ? [1, 2] : [100, 1];
  const interval = `${signed(scale * low, places)} to ${signed(scale * high, places)}`;
  return `${signed(scale * value, places)} (${interval})${verdict === null ? ' ' : '*'}`;
}

function columnsOf(first: string, others: readonly string[]) {
  return [{ title: first, align: 'left' as const }, ...others.map((title) => ({ title }))];
}

function day(time: number): string {
  return isoTime(time).slice(0, 10);
}
