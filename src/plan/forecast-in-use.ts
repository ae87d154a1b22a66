/** Which forecast of the chain champion, pooled HAR, ewma60, geometry a recommendation goes by, and why none before it. */
import type { Panel } from '../market/panel.ts';
import { minimumBars } from '../risk/forecast-tracker.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import { modelInUse } from './decision-room.ts';
import type { RecordedInputs, RecordedLearning } from './inputs.ts';

export type ForecastInUse = {
  readonly model: string;
  /** The step down that a person is to know of; null where there was none. */
  readonly fallback: { readonly used: string; readonly cause: string } | null;
};

/** Of the forecast over a panel. */
export function forecastInUse(
  { settings, learned = nothingLearned }: Pick<RecordedInputs, 'settings' | 'learned'>,
  forecast: RiskForecast,
  { bars }: Panel,
): ForecastInUse {
  const own = modelInUse(settings);
  const isThere = forecast.version > 0;
  if (settings.forecast.model !== 'champion') {
    return { model: isThere ? own : 'geometry', fallback: null };
  }
  if (learned.model === undefined) {
    const used = 'closeTime' in learned ? 'champion' : own;
    const fallback = 'closeTime' in learned ? null : { used, cause: learned.cause };
    return { model: isThere ? used : 'geometry', fallback };
  }
  const { model: used, cause } = learned;
  if (isThere) return { model: used, fallback: cause === null ? null : { used, cause } };
  const short = `${own} has ${bars} bars, ${minimumBars} are needed by the end of a day`;
  const causes = cause === null ? [short] : [cause, short];
  return { model: 'geometry', fallback: { used: 'geometry', cause: causes.join('; ') } };
}

const nothingLearned: RecordedLearning = { cause: 'nothing was learned' };
