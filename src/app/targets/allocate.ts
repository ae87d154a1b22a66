/** Weights of one method, for a covariance at hand or for what the learner forecasts of recorded candles. */
import { type AllocateOptions, allocate } from '../../allocation/allocate.ts';
import type { Allocation } from '../../allocation/allocation.ts';
import { DataError } from '../../base/errors.ts';
import { dailyReturnsOf } from '../../learning/covariance/covariance-models.ts';
import type { Candles } from '../../market/candles.ts';
import type { AllocationView } from '../../report/allocation-view.ts';
import { reasonSentence } from '../../report/decision-sentence.ts';
import { carefulCovariance } from '../../risk/careful-covariance.ts';
import type { CovarianceCare } from '../../risk/covariance-cares.ts';
import { diversificationRatio } from '../../risk/diversification-ratio.ts';
import { quadraticForm } from '../../risk/matrix.ts';
import { mendedCovariance } from '../../risk/mended-covariance.ts';
import { learningDataOf } from '../learning/learning-data.ts';
import type { Workspace } from '../workspace.ts';
import type { NamedCovariance } from './covariance-file.ts';
import { tooShort } from './suggest-universe.ts';

export type CovarianceOfCandles = NamedCovariance &
  Pick<AllocationView, 'forecast' | 'past' | 'leftOut'>;

/**
 * For all assets that the market has candles of, and enough of them. Per day, mean over the days of the horizon. Errors: DataError when
 * there is no asset, or no forecast of those that there are.
 */
export async function forecastCovariance(
  { settings, market, learner }: Pick<Workspace, 'settings' | 'market' | 'learner'>,
  at: number,
): Promise<CovarianceOfCandles> {
  const { series, leftOut } = await weighed(market, at);
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
    past: null,
    leftOut,
  };
}

/** For the same assets, per day, of their returns on the last days. Errors: DataError when there is none. */
export async function pastCovariance(
  market: Workspace['market'],
  at: number,
  { care, days }: { readonly care: CovarianceCare; readonly days: number },
): Promise<CovarianceOfCandles> {
  const { series, leftOut } = await weighed(market, at);
  const { panel } = learningDataOf(series, { dailyBars: false });
  const { assets, values } = dailyReturnsOf(panel);
  const found = carefulCovariance({ assets, values: values.slice(-days * assets) }, care);
  if (found === null) throw new DataError(`no asset has returned in the last ${days} days`);
  const asOf = panel.closeTime.at(-1) as number;
  return {
    symbols: series.map(({ symbol }) => symbol),
    covariance: { assets, values: found },
    forecast: null,
    past: { care, days: Math.min(days, panel.days), asOf },
    leftOut,
  };
}

/** The assets with enough candles, and why the others are left out. Errors: DataError when there is none. */
async function weighed(market: Workspace['market'], at: number) {
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
  return { series, leftOut };
}

/** A covariance that no returns have is mended first; what is weighed by it is inexact. */
export function allocationView(
  { symbols, covariance: given, ...told }: NamedCovariance & Partial<CovarianceOfCandles>,
  options: AllocateOptions,
): AllocationView {
  const { assets } = given;
  const { values, ...spectrum } = mendedCovariance(given.values, assets) ?? {
    values: given.values,
  };
  const mended = 'smallestEigenvalue' in spectrum ? spectrum : null;
  const found = allocate({ assets, values }, options);
  const { weights } = found;
  const isEmpty = weights.length === 0;
  const allocation: Allocation = isEmpty || !mended ? found : { ...found, status: 'inexact' };
  const volatility = isEmpty ? null : Math.sqrt(Math.max(0, quadraticForm(values, weights)));
  const ratio = volatility ? diversificationRatio(values, weights) : null;
  return {
    ...{ forecast: null, past: null, leftOut: [] },
    ...told,
    ...{ symbols, allocation, volatility, mended },
    method: options.method,
    diversificationRatio: ratio,
    bounds: options.bounds,
  };
}
