/**
 * A forecast tracker that gives what was learned in place of its own covariance, from the close of the day on at which it was
 * known. On days without, and before the first, the other's forecast stays.
 */
import { barsPerDay, type Panel } from '../../market/panel.ts';
import type { ForecastTracker } from '../../risk/forecast-tracker.ts';
import type { LearnedRisk } from './learned-risk.ts';

/** `members` are the assets of the tracker's panel, as positions among those of the learned covariances. */
export function withLearned(
  past: ForecastTracker,
  learned: LearnedRisk,
  { panel, members }: { panel: Panel; members: readonly number[] },
): ForecastTracker {
  const { closeTime, assets } = learned;
  const wanted = members.length;
  const covariance = new Float64Array(wanted * wanted);
  const forecast = { ...past.forecast, covariance };
  const perDay = barsPerDay(panel.intervalMs);
  let day = -1;

  /** Writes the covariance of the last day that has closed; false when it has none. */
  const read = (time: number): boolean => {
    while (day + 1 < closeTime.length && (closeTime[day + 1] as number) <= time) day++;
    if (day < 0) return false;
    const from = day * assets * assets;
    for (let i = 0; i < wanted; i++) {
      for (let j = 0; j < wanted; j++) {
        const cell = from + (members[i] as number) * assets + (members[j] as number);
        const value = learned.covariance[cell] as number;
        if (Number.isNaN(value)) return false;
        covariance[i * wanted + j] = value / perDay;
      }
    }
    return true;
  };

  return {
    forecast,
    observe(from, bar) {
      past.observe(from, bar);
      if (past.forecast.version === forecast.version) return;
      const isLearned = read((from.openTime[bar] as number) + from.intervalMs);
      if (!isLearned) covariance.set(past.forecast.covariance);
      forecast.version = past.forecast.version;
    },
  };
}
