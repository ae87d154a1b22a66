/**
 * What speaks against the model in use: alarms of the detectors since it was promoted, and that it fell behind what would stand in for
 * it. Alarms 30 days ahead do not count: losses there overlap for 29 days and stay high or low for months; a model that was 5 %
 * better than the simplest from 2020 to 2023 had nine of them, and two at shorter horizons.
 */
import type { Reason } from '../../base/reasons.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { hasFallenBehind, lastBlockOf, mostErrors } from '../stored/rollback.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { modelAlarms } from './model-alarms.ts';

export type ChampionInUse = {
  /** NaN before the first row that counts. */
  readonly track: ForecastTrack;
  /** A pooled HAR that goes on learning. */
  readonly simple: ForecastTrack;
  /** What a rollback would bring back. */
  readonly before: ForecastTrack;
  /** The first row at whose close it was in use. */
  readonly since: number;
};

const longestHorizon = horizons[2];
const detectorNames = { 'page-hinkley': 'Page–Hinkley', 'adaptive-window': 'ADWIN' } as const;

/** Raised at closes after a time, epoch ms. */
export function alarmReasons(
  panel: DailyPanel,
  { track, simple, since }: ChampionInUse,
  after: number,
): readonly Reason[] {
  const model = { ...track, forecasts: track.forecasts.slice() };
  model.forecasts.fill(Number.NaN, 0, (since * track.forecasts.length) / panel.days);
  const alarms = modelAlarms(panel, { model, simplest: simple });
  return alarms
    .filter(({ horizonDays }) => horizonDays < longestHorizon)
    .map((alarm) => ({ ...alarm, closeTime: panel.closeTime[alarm.day] as number }))
    .filter(({ closeTime }) => closeTime > after)
    .map(({ horizonDays, detector, closeTime }) => ({
      code: 'MODEL_DRIFTED',
      ...{ model: track.name, opponent: simple.name, horizonDays },
      detector: detectorNames[detector],
      day: new Date(closeTime - 1).toISOString().slice(0, 10),
    }));
}

/** Beside what a rollback would bring back, and beside a pooled HAR; null while it keeps up with both. */
export function behindReason(
  panel: DailyPanel,
  { track, simple, before, since }: ChampionInUse,
): Reason | null {
  for (const other of new Set([before, simple])) {
    const found = lastBlockOf(panel, { champion: track, other, since });
    if (found === null || found.test === null || !hasFallenBehind(found)) continue;
    return {
      code: 'MODEL_FELL_BEHIND',
      ...{ model: track.name, opponent: other.name, days: found.test.days, mostErrors },
      changePct: Math.round(1_000 * found.changeShare) / 10,
      errors: Math.round(10 * found.test.t) / 10,
    };
  }
  return null;
}
