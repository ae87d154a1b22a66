/**
 * FORESIGHT: the covariance of the next seven days, known in advance. It uses the future and can be no policy: a yardstick
 * for how much a perfect forecast would be worth. Refreshed with each day like the real one; zero mean, simple returns.
 */
import type { Panel } from '../market/panel.ts';
import { barsPerDay } from '../market/panel.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';

const horizonDays = 7;

/** Wraps a tracker and puts the realised covariance of the bars to come in place of its own. */
export function withForesight(past: ForecastTracker, panel: Panel): ForecastTracker {
  const assets = panel.symbols.length;
  const horizon = Math.round(horizonDays * barsPerDay(panel.intervalMs));
  const covariance = new Float64Array(assets * assets);
  const forecast = { ...past.forecast, covariance };
  const returns = new Float64Array(assets);

  const look = (bar: number): void => {
    const last = Math.min(panel.bars - 1, bar + horizon);
    // At the end of the data there is no future left: the last known one stays.
    if (last - bar < horizon / 2) return;
    covariance.fill(0);
    for (let t = bar + 1; t <= last; t++) {
      for (let i = 0; i < assets; i++) {
        const at = t * assets + i;
        returns[i] = (panel.close[at] as number) / (panel.close[at - assets] as number) - 1;
      }
      for (let i = 0; i < assets; i++) {
        for (let j = 0; j < assets; j++) {
          const cell = i * assets + j;
          const product = (returns[i] as number) * (returns[j] as number);
          covariance[cell] = (covariance[cell] as number) + product / (last - bar);
        }
      }
    }
  };

  return {
    forecast,
    observe(from, bar) {
      past.observe(from, bar);
      if (past.forecast.version === forecast.version) return;
      look(bar);
      forecast.version = past.forecast.version;
    },
  };
}
