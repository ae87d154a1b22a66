/**
 * Whether a stretch of time is unlike the window that a choice was made on: the mean volatility of the assets as a multiple of
 * the window's, and the mean correlation of their pairs less the window's; zero mean, bar returns, those across gaps left out.
 *
 * Volatility of 0.8 to 1.25 and correlations within ± 0.1 are no change: a fixed threshold tracks worse in proportion to
 * volatility and to √(1 − correlation), and beyond these bounds it misses its tracking error by about a quarter. The last
 * days before a choice are few and vary more; for them all is usual, too, between the 5 % and the 95 % quantile of the
 * stretches of as many days that ended before they began.
 */

import type { Reason } from '../base/reasons.ts';
import { dayMs } from '../base/time.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { hasSessions, type Panel } from '../market/panel.ts';
import { followsOn, longestStepMs } from '../market/panel-steps.ts';
import type { Range } from './universe.ts';

/** Length of the stretch before a choice that is compared with its window. */
export const recentDays = 30;
const tail = 0.05;
const immaterial: Comparison<Bounds> = { ratio: [0.8, 1.25], change: [-0.1, 0.1] };

type Regime = { readonly volatility: number; readonly correlation: number };

type Bounds = readonly [number, number];

export type RegimeChange = {
  /** Mean volatility as a multiple of the window's. */
  readonly volatilityRatio: number;
  /** Mean correlation less the window's. */
  readonly correlationChange: number;
  readonly usualRatio: Bounds;
  readonly usualChange: Bounds;
  readonly isChanged: boolean;
};

/** The last 30 days of the window against all of it: known at its end. */
export function changeBefore(panel: Panel, window: Range): RegimeChange {
  const whole = momentsIn(panel, window);
  const recent = momentsIn(panel, { from: window.to - recentDays * dayMs, to: window.to });
  const earlier = earlierStretches(panel, window).map((stretch) => compared(stretch, whole));
  return judged(compared(recent, whole), {
    ratio: usual(
      earlier.map(({ ratio }) => ratio),
      immaterial.ratio,
    ),
    change: usual(
      earlier.map(({ change }) => change),
      immaterial.change,
    ),
  });
}

/** The period after the window against it: known only when it is over. */
export function changeAfter(panel: Panel, window: Range, next: Range): RegimeChange {
  return judged(compared(momentsIn(panel, next), momentsIn(panel, window)), immaterial);
}

type Comparison<Value> = { readonly ratio: Value; readonly change: Value };

function judged(found: Comparison<number>, bounds: Comparison<Bounds>): RegimeChange {
  return {
    volatilityRatio: found.ratio,
    correlationChange: found.change,
    usualRatio: bounds.ratio,
    usualChange: bounds.change,
    isChanged: isOutside(found.ratio, bounds.ratio) || isOutside(found.change, bounds.change),
  };
}

/** Null when nothing changed. */
export function regimeReason(found: RegimeChange): Reason | null {
  if (!found.isChanged) return null;
  const text = ([low, high]: Bounds): string => `${low.toFixed(2)} to ${high.toFixed(2)}`;
  return {
    code: 'REGIME_CHANGED',
    days: recentDays,
    volatilityRatio: Number(found.volatilityRatio.toFixed(2)),
    usualRatio: text(found.usualRatio),
    correlationChange: Number(found.correlationChange.toFixed(2)),
    usualChange: text(found.usualChange),
  };
}

/** Without bars on either side nothing is known to have changed. */
function compared(stretch: Moments, window: Moments): Comparison<number> {
  if (stretch.count === 0 || window.count === 0) return { ratio: 1, change: 0 };
  const [now, before] = [regimeOf(stretch), regimeOf(window)];
  return {
    ratio: before.volatility > 0 ? now.volatility / before.volatility : 1,
    change: now.correlation - before.correlation,
  };
}

function isOutside(value: number, [low, high]: Bounds): boolean {
  return value < low || value > high;
}

/** From the lower of the quantile and what is immaterial to the higher of them. */
function usual(values: readonly number[], [low, high]: Bounds): Bounds {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return [low, high];
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return [Math.min(low, at(tail)), Math.max(high, at(1 - tail))];
}

/** Those of 30 days in the window, one for each day, that do not reach into its last 30 days. */
function earlierStretches(panel: Panel, { from, to }: Range): readonly Moments[] {
  const days = Math.floor((to - from) / dayMs) - recentDays;
  const byDay = Array.from({ length: Math.max(0, days) }, (_, day) =>
    momentsIn(panel, { from: from + day * dayMs, to: from + (day + 1) * dayMs }),
  );
  return byDay
    .slice(recentDays - 1)
    .map((_, first) => added(byDay.slice(first, first + recentDays)));
}

/** Sums of products of returns, row-major n × n, and how many. */
type Moments = { readonly sums: Float64Array; readonly count: number };

/** Of the bars that open in the range. */
function momentsIn(panel: Panel, { from, to }: Range): Moments {
  const assets = panel.symbols.length;
  const sums = new Float64Array(assets * assets);
  const returns = new Float64Array(assets);
  const longestMs = longestStepMs({ ...panel, sessions: hasSessions(panel) });
  let count = 0;
  const { openTime, close } = panel;
  const end = firstIndexAtOrAfter(openTime, to);
  for (let bar = firstIndexAtOrAfter(openTime, from); bar < end; bar++) {
    if (!followsOn(panel, bar, longestMs)) continue;
    count++;
    const row = bar * assets;
    for (let i = 0; i < assets; i++) {
      returns[i] = (close[row + i] as number) / (close[row - assets + i] as number) - 1;
      for (let j = 0; j <= i; j++) {
        const cell = i * assets + j;
        sums[cell] = (sums[cell] as number) + (returns[i] as number) * (returns[j] as number);
      }
    }
  }
  return { sums, count };
}

function added(parts: readonly Moments[]): Moments {
  const sums = new Float64Array(parts[0]?.sums.length ?? 0);
  let count = 0;
  for (const part of parts) {
    count += part.count;
    for (let cell = 0; cell < sums.length; cell++) {
      sums[cell] = (sums[cell] as number) + (part.sums[cell] as number);
    }
  }
  return { sums, count };
}

/** Per bar; an asset that never moved has no correlation. */
function regimeOf({ sums, count }: Moments): Regime {
  const assets = Math.round(Math.sqrt(sums.length));
  const deviations = Array.from({ length: assets }, (_, i) =>
    Math.sqrt((sums[i * assets + i] as number) / count),
  );
  let correlation = 0;
  let pairs = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const scale = (deviations[i] as number) * (deviations[j] as number);
      if (!(scale > 0)) continue;
      correlation += (sums[i * assets + j] as number) / count / scale;
      pairs++;
    }
  }
  return {
    volatility: deviations.reduce((sum, deviation) => sum + deviation, 0) / assets,
    correlation: pairs > 0 ? correlation / pairs : 0,
  };
}
