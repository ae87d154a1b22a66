/** What a tear sheet needs of a run beside its equity and trades: the reasons of its decisions and its thresholds over time. */

import type { BacktestInputs } from '../../backtest/backtest.ts';
import { settingsAt } from '../../backtest/moving-targets.ts';
import type { RunRecord } from '../../backtest/stage-run.ts';
import { openTimes, type Stage, settingsFor, type Universe } from '../../backtest/universe.ts';
import { dayMs } from '../../base/time.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { marginOf } from '../../policy/margin.ts';
import { thresholdSlices } from '../../policy/threshold-slice.ts';
import { reasonSentence, sortReasons } from '../../report/decision-sentence.ts';
import { targetNav } from '../../report/statistics/target-nav.ts';
import type { RunDetail } from '../../report/tear-sheet-view.ts';

const weekMs = 7 * dayMs;
/** A slice is a search on the rule itself, so a long run is looked at less often than every week. */
const mostSamples = 250;

export type DetailRecorder = {
  recordFor(stage: Stage): Pick<RunRecord, 'decision' | 'look'>;
  detail(): Omit<RunDetail, 'curves'>;
};

export function recordDetail(inputs: BacktestInputs): DetailRecorder {
  const { universe, settings } = inputs;
  const { symbols } = settings.portfolio;
  const times = openTimes(universe);
  const decisions: { time: number; why: string }[] = [];
  const span = (times[times.length - 1] as number) - (times[0] as number);
  const everyMs = Math.max(weekMs, span / mostSamples);
  const margin = marginOf(settings.portfolio);
  const thresholds = { time: [] as number[], lower: [] as number[], upper: [] as number[] };
  // A calendar answers to the hour and not to weights.
  let nextSample =
    settings.policy.rule.kind === 'calendar' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    recordFor: (stage) => ({
      decision(bar, orders, _book, explain) {
        if (!orders.some((order) => order !== 0)) return;
        const { why } = sortReasons(explain());
        const words = why.map(reasonSentence).join('; ');
        const { panel } = stage;
        decisions.push({ time: (panel.openTime[bar] as number) + panel.intervalMs, why: words });
      },
      look(look, policy) {
        if (look.time < nextSample) return;
        nextSample = look.time + everyMs;
        // As if nothing had been traded lately: the thresholds of the rule, not of its cooldown.
        const free = { ...look, lastRebalanceTime: 0 };
        const { directMarkets } = settingsFor(settings, stage);
        const markets = directMarkets.length + stage.members.length;
        const slices = thresholdSlices(policy, free, markets, { margin });
        thresholds.time.push(look.time - stage.panel.intervalMs);
        for (let asset = 0; asset < symbols.length; asset++) {
          // What cannot be held has no room.
          const slice = slices[stage.members.indexOf(asset)] ?? { lower: 0, upper: 0 };
          thresholds.lower.push(slice.lower);
          thresholds.upper.push(slice.upper);
        }
      },
    }),
    detail: () => ({
      targetNav: navAtTargets(inputs),
      decisions,
      thresholds: {
        time: Float64Array.from(thresholds.time),
        lower: Float64Array.from(thresholds.lower),
        upper: Float64Array.from(thresholds.upper),
      },
    }),
  };
}

/** Part after part, each from where the one before ended. */
function navAtTargets({ universe, settings, schedule, initialNav }: BacktestInputs): Float64Array {
  const all = new Float64Array(universe.bars);
  let row = 0;
  for (const { stage, firstBar, lastBar } of partsOf(universe, schedule)) {
    const { panel, members } = stage;
    const time = (panel.openTime[firstBar] as number) + panel.intervalMs;
    const { portfolio } = settingsFor(settingsAt(settings, schedule, time), stage);
    const nav = targetNav(
      panel.close.subarray(firstBar * members.length, (lastBar + 1) * members.length),
      {
        targets: portfolio.targets,
        initialNav: row === 0 ? initialNav : (all[row] as number),
      },
    );
    all.set(nav, row);
    row += lastBar - firstBar;
  }
  return all;
}

type Part = Pick<Stage, 'firstBar' | 'lastBar'> & { readonly stage: Stage };

/** The stages, cut at the closes at which targets change; the last bar of a part is the first of the next. */
function partsOf({ stages }: Universe, schedule: BacktestInputs['schedule'] = []): readonly Part[] {
  return stages.flatMap((stage) => {
    const { panel, firstBar, lastBar } = stage;
    const changes = schedule
      .map(({ at }) => firstIndexAtOrAfter(panel.openTime, at - panel.intervalMs))
      .filter((bar) => bar > firstBar && bar < lastBar);
    const cuts = [...new Set([firstBar, ...changes, lastBar])];
    return cuts.slice(1).map((to, k) => ({ stage, firstBar: cuts[k] as number, lastBar: to }));
  });
}
