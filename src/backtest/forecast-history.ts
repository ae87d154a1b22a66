/** All forecasts of a panel, made once and played back as often as wanted: the same numbers at the same bars. */
import type { Panel } from '../market/panel.ts';
import type { ForecastTracker, RiskForecast } from '../risk/forecast-tracker.ts';

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
    snapshots.push({ bar, forecast: copyOf(tracker.forecast) });
  }
  return {
    play() {
      const forecast = emptyOf(tracker.forecast);
      let next = 0;
      return {
        forecast,
        observe(_, bar) {
          const snapshot = snapshots[next];
          if (snapshot === undefined || snapshot.bar > bar) return;
          next++;
          forecast.version = snapshot.forecast.version;
          forecast.covariance.set(snapshot.forecast.covariance);
          forecast.referenceVariance.set(snapshot.forecast.referenceVariance);
          forecast.rangeVariance.set(snapshot.forecast.rangeVariance);
        },
      };
    },
  };
}

function copyOf(forecast: RiskForecast): RiskForecast {
  return {
    ...forecast,
    covariance: forecast.covariance.slice(),
    referenceVariance: forecast.referenceVariance.slice(),
    rangeVariance: forecast.rangeVariance.slice(),
  };
}

function emptyOf(forecast: RiskForecast): RiskForecast {
  const { covariance, referenceVariance, rangeVariance } = forecast;
  return {
    ...forecast,
    version: 0,
    covariance: new Float64Array(covariance.length),
    referenceVariance: new Float64Array(referenceVariance.length),
    rangeVariance: new Float64Array(rangeVariance.length),
  };
}
