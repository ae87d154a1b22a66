/**
 * The days on which a model was seen to have got worse than the simplest one, each horizon watched by two detectors. A
 * loss is known when its horizon is over.
 */

import { qlikeLosses } from '../evaluation/loss-matrix.ts';
import { type DailyPanel, type Horizon, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { createAdaptiveWindow } from './adaptive-window.ts';
import type { Detector } from './detector.ts';
import { createPageHinkley } from './page-hinkley.ts';
import { relativeLosses, relativeLossRange } from './relative-losses.ts';

export type ModelAlarm = {
  /** Row of the panel at whose close the alarm was raised. */
  readonly day: number;
  readonly horizonDays: Horizon;
  readonly detector: 'page-hinkley' | 'adaptive-window';
};

/** In the order of days. */
export function modelAlarms(
  panel: DailyPanel,
  { model, simplest }: { readonly model: ForecastTrack; readonly simplest: ForecastTrack },
): readonly ModelAlarm[] {
  const known = { realized: realizedOf(panel), assets: panel.symbols.length };
  const alarms = horizons.flatMap((horizonDays, horizonAt) => {
    const losses = relativeLosses(
      qlikeLosses(model, { ...known, horizonAt }),
      qlikeLosses(simplest, { ...known, horizonAt }),
    );
    const raisedBy = (detector: Detector): readonly number[] =>
      [...losses.keys()]
        .filter((day) => !Number.isNaN(losses[day] as number))
        .filter((day) => detector.observe(losses[day] as number))
        .map((day) => day + horizonDays);
    const named = (detector: ModelAlarm['detector'], days: readonly number[]): ModelAlarm[] =>
      days.map((day) => ({ day, horizonDays, detector }));
    return [
      ...named('page-hinkley', raisedBy(createPageHinkley())),
      ...named('adaptive-window', raisedBy(createAdaptiveWindow(relativeLossRange))),
    ];
  });
  return alarms.sort((a, b) => a.day - b.day);
}
