/** What a tear sheet needs of a run beside its equity and trades: the reasons of its decisions and its thresholds over time. */
import type { BacktestInputs } from '../backtest/backtest.ts';
import type { BacktestRun } from '../backtest/run.ts';
import { thresholdSlices } from '../policy/threshold-slice.ts';
import { reasonSentence, sortReasons } from '../report/decision-sentence.ts';
import { targetNav } from '../report/statistics/target-nav.ts';
import type { RunDetail } from '../report/tear-sheet-view.ts';

const weekMs = 7 * 86_400_000;
/** A slice is a search on the rule itself, so a long run is looked at less often than every week. */
const mostSamples = 250;

export type DetailRecorder = {
  readonly record: Pick<BacktestRun['record'], 'decision' | 'look'>;
  detail(): RunDetail;
};

export function recordDetail(inputs: BacktestInputs): DetailRecorder {
  const { panel, period, settings, initialNav } = inputs;
  const assets = panel.symbols.length;
  const timeOf = (bar: number): number => panel.openTime[bar] as number;
  const decisions: { time: number; why: string }[] = [];
  const span = timeOf(period.lastBar) - timeOf(period.firstBar);
  const everyMs = Math.max(weekMs, span / mostSamples);
  const thresholds = { time: [] as number[], lower: [] as number[], upper: [] as number[] };
  // A calendar answers to the hour and not to weights.
  let nextSample =
    settings.policy.rule.kind === 'calendar' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    record: {
      decision(bar, orders, _book, explain) {
        if (!orders.some((order) => order !== 0)) return;
        const { why } = sortReasons(explain());
        const words = why.map(reasonSentence).join('; ');
        decisions.push({ time: timeOf(bar) + panel.intervalMs, why: words });
      },
      look(look, policy) {
        if (look.time < nextSample) return;
        nextSample = look.time + everyMs;
        // As if nothing had been traded lately: the thresholds of the rule, not of its cooldown.
        const free = { ...look, lastRebalanceTime: 0 };
        const slices = thresholdSlices(policy, free, settings.directMarkets.length + assets);
        thresholds.time.push(look.time - panel.intervalMs);
        for (const { lower, upper } of slices) {
          thresholds.lower.push(lower);
          thresholds.upper.push(upper);
        }
      },
    },
    detail: () => ({
      targetNav: targetNav(
        panel.close.subarray(period.firstBar * assets, (period.lastBar + 1) * assets),
        { targets: settings.portfolio.targets, initialNav },
      ),
      decisions,
      thresholds: {
        time: Float64Array.from(thresholds.time),
        lower: Float64Array.from(thresholds.lower),
        upper: Float64Array.from(thresholds.upper),
      },
    }),
  };
}
