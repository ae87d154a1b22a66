/** All forecasts of a panel, made once and played back as often as wanted: the same numbers at the same bars. */
import type { Panel } from '../market/panel.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import {
  assignForecast,
  copyForecast,
  emptyForecast,
  type RiskForecast,
} from '../risk/risk-forecast.ts';

export type ForecastHistory = {
  /** A tracker that gives at each bar what the recorded one gave; it knows nothing of later bars. */
  play(): ForecastTracker;
};

export function recordForecasts(tracker: ForecastTracker, panel: Panel): ForecastHistory {
  const snapshots: { readonly bar: number; readonly forecast: RiskForecast }[] = [];
  let version = tracker.forecast.version;
  for (let bar = 0; bar < panel.bars; bar++) {
    tracker.observe(panel, bar);
    if (tracker.forecast.version === version) continue;
    version = tracker.forecast.version;
    snapshots.push({ bar, forecast: copyForecast(tracker.forecast) });
  }
  return {
    play() {
      const { referenceVariance, periodsPerYear } = tracker.forecast;
      const forecast = emptyForecast(referenceVariance.length, periodsPerYear);
      let next = 0;
      return {
        forecast,
        observe(_, bar) {
          const snapshot = snapshots[next];
          if (snapshot === undefined || snapshot.bar > bar) return;
          next++;
          assignForecast(forecast, snapshot.forecast);
        },
      };
    },
  };
}
