/**
 * The largest drawdowns that present and suggested targets would have had over the last three years, over the days that the assets of
 * both have in common: rebalanced to the targets at the close of each day, without costs, cash earning nothing.
 */
import { dayMs } from '../../base/time.ts';
import { type Candles, closedBy, firstIndexAtOrAfter, slice } from '../../market/candles.ts';
import { align } from '../../market/panel.ts';
import { worstDrawdowns } from '../../report/statistics/drawdowns.ts';
import type { PastDrawdowns } from '../../report/suggestions.ts';

const pastMs = 3 * 365 * dayMs;

/** Daily candles; weights in their order, what is missing to 1 is cash. Null where there are no two days in common. */
export function pastDrawdowns(
  daily: readonly Candles[],
  weights: { readonly before: Float64Array; readonly after: Float64Array },
  at: number,
): PastDrawdowns | null {
  const used = [...daily.keys()].filter(
    (i) => (weights.before[i] as number) > 0 || (weights.after[i] as number) > 0,
  );
  if (used.length === 0) return null;
  const panel = align(used.map((i) => recent(daily[i] as Candles, at)));
  if (panel.bars < 2) return null;
  const depth = (of: Float64Array): number => {
    const nav = new Float64Array(panel.bars).fill(1);
    for (let bar = 1; bar < panel.bars; bar++) {
      let growth = 1;
      for (const [k, i] of used.entries()) {
        const cell = bar * used.length + k;
        const before = panel.close[cell - used.length] as number;
        growth += (of[i] as number) * ((panel.close[cell] as number) / before - 1);
      }
      nav[bar] = (nav[bar - 1] as number) * growth;
    }
    return worstDrawdowns(nav, 1)[0]?.depth ?? 0;
  };
  const from = (panel.openTime[0] as number) + panel.intervalMs;
  return { from, before: depth(weights.before), after: depth(weights.after) };
}

function recent(candles: Candles, at: number): Candles {
  const closed = closedBy(candles, at);
  const from = firstIndexAtOrAfter(closed.openTime, at - pastMs);
  return slice(closed, from, closed.openTime.length);
}
