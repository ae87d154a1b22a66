/** The forecast that a stage of a backtest goes by: that of the settings, what was learned, or what was still to come. */
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import { withLearned } from '../learning/covariance/learned-tracker.ts';
import type { Panel } from '../market/panel.ts';
import { trackerFor } from '../plan/decision-room.ts';
import type { Settings } from '../plan/settings.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import { withForesight } from './foresight.ts';

export type ForecastSource = {
  /** Of all assets of the portfolio; without it another model stands in for the champion. */
  readonly learned?: LearnedRisk | undefined;
  /** Puts the future in place of the forecast: a yardstick, never a policy. */
  readonly foresight?: boolean | undefined;
};

/** `members` are the assets of the panel as positions in the portfolio. Null for the model `geometry`, which needs none. */
export function stageForecast(
  settings: Settings,
  { panel, members }: { readonly panel: Panel; readonly members: readonly number[] },
  { learned, foresight }: ForecastSource,
): ForecastTracker | null {
  const tracker = trackerFor(settings, panel, { trackRanges: false });
  if (tracker === null) return null;
  if (foresight === true) return withForesight(tracker, panel);
  return learned !== undefined && settings.forecast.model === 'champion'
    ? withLearned(tracker, learned, { panel, members })
    : tracker;
}
