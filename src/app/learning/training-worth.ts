/** What the forecasts of a training are worth in trading, on the days that it walked forward over. */
import type { ObjectiveWorth } from '../../backtest/worth.ts';
import { champion } from '../../learning/variance/variance-models.ts';
import type { ForecastTrack } from '../../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { listedThrough, previousOf } from './evaluate-worth.ts';
import { fewestDays, leadMs } from './learned-risk.ts';
import type { LearningData } from './learning-data.ts';
import { walkInSteps } from './walk-in-steps.ts';
import { forecastWorth, type WorthRequest } from './worth.ts';
import { dealtPortfolios } from './worth-portfolios.ts';

/** Errors: AbortError when it is interrupted. */
export async function trainingWorth(
  data: LearningData,
  track: ForecastTrack,
  request: Pick<WorthRequest, 'openPool' | 'signal' | 'onPortfolio'> & {
    /** Rows that were walked forward over, to the end of the panel. */
    readonly from: number;
  },
): Promise<readonly ObjectiveWorth[]> {
  const { panel } = data;
  const { from, signal } = request;
  const { closeTime, days } = panel;
  const period = { from: closeTime[from] as number, to: closeTime[days - 1] as number };
  const lead = Math.max(fewestDays, firstIndexAtOrAfter(closeTime, period.from - leadMs));
  const forecasts = track.forecasts.slice();
  if (lead < from) {
    // Covariances learn from forecasts before the period; those of the linear members serve.
    const steps = { from: lead, to: from, refitEvery: 'month', signal } as const;
    const before = await walkInSteps(panel, champion, steps);
    const width = forecasts.length / days;
    forecasts.set(before.forecasts.subarray(lead * width, from * width), lead * width);
  }
  // A training does not fail for it: without assets nothing is shown, and thresholds do without the model.
  const portfolios = dealtPortfolios(listedThrough(data.series, period));
  return forecastWorth({
    ...{ data, forecasts, portfolios, period, previous: previousOf(period) },
    ...request,
  });
}
