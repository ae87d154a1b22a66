/** Weights of one method, for a covariance at hand or for what the learner forecasts of recorded candles. */
import { type AllocateOptions, allocate } from '../allocation/allocate.ts';
import { DataError } from '../base/errors.ts';
import type { Candles } from '../market/candles.ts';
import type { AllocationView } from '../report/allocation-view.ts';
import { reasonSentence } from '../report/decision-sentence.ts';
import { diversificationRatio } from '../risk/diversification-ratio.ts';
import { quadraticForm } from '../risk/matrix.ts';
import type { NamedCovariance } from './covariance-file.ts';
import { tooShort } from './suggest-universe.ts';
import type { Workspace } from './workspace.ts';

export type Forecast = NamedCovariance & Pick<AllocationView, 'forecast' | 'leftOut'>;

/**
 * For all assets that the market has candles of, and enough of them. Per day, mean over the days of the horizon. Errors: DataError when
 * there is no asset, or no forecast of those that there are.
 */
export async function forecastCovariance(
  { settings, market, learner }: Pick<Workspace, 'settings' | 'market' | 'learner'>,
  at: number,
): Promise<Forecast> {
  const series: Candles[] = [];
  const leftOut: { readonly symbol: string; readonly cause: string }[] = [];
  for (const symbol of await market.symbols()) {
    const answer = await market.candles([symbol], at);
    const [candles] = answer.series;
    if (answer.unfit || candles === undefined) {
      leftOut.push({ symbol, cause: answer.issues.map(reasonSentence).join('; ') });
      continue;
    }
    const short = tooShort(candles, at);
    leftOut.push(...short);
    if (short.length === 0) series.push(candles);
  }
  if (series.length === 0) {
    const causes = leftOut.map(({ symbol, cause }) => `${symbol}: ${cause}`).join('\n');
    throw new DataError(`no asset can be weighed\n${causes}`);
  }
  const learned = await learner.learn(settings, series);
  if (!('model' in learned)) throw new DataError(`there is no forecast: ${learned.cause}`);
  const { model, name, cause, risk, data } = learned;
  const { assets } = risk;
  const values = risk.covariance.slice(-(assets ** 2));
  const asOf = data.panel.closeTime.at(-1) as number;
  const { horizonDays } = settings.forecast;
  return {
    symbols: series.map(({ symbol }) => symbol),
    covariance: { assets, values },
    forecast: { model, name, cause, asOf, horizonDays },
    leftOut,
  };
}

export function allocationView(
  { symbols, covariance, ...told }: NamedCovariance & Partial<Forecast>,
  options: AllocateOptions,
): AllocationView {
  const allocation = allocate(covariance, options);
  const { weights } = allocation;
  const isEmpty = weights.length === 0;
  const volatility = isEmpty
    ? null
    : Math.sqrt(Math.max(0, quadraticForm(covariance.values, weights)));
  const ratio = volatility ? diversificationRatio(covariance.values, weights) : null;
  return {
    forecast: null,
    leftOut: [],
    ...told,
    ...{ symbols, allocation, volatility },
    method: options.method,
    diversificationRatio: ratio,
    bounds: options.bounds,
  };
}
