/** Walks the champion forward over a folder of candles and tries what its forecasts are worth in trading. */

import type { Range } from '../../backtest/universe.ts';
import type { ObjectiveWorth } from '../../backtest/worth.ts';
import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { championRecipe } from '../../learning/variance/champion.ts';
import { type Candles, firstIndexAtOrAfter } from '../../market/candles.ts';
import type { Settings } from '../../plan/settings.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';
import { championLessons } from './champion-lessons.ts';
import { fewestDays, leadMs } from './learned-risk.ts';
import { readLearningData } from './learning-data.ts';
import { walkInSteps } from './walk-in-steps.ts';
import { forecastWorth, type WorthRequest } from './worth.ts';
import { dealtPortfolios } from './worth-portfolios.ts';

export type EvaluateWorthRequest = Pick<WorthRequest, 'period' | 'openPool' | 'signal'> & {
  readonly directory: string;
  /** Null deals the assets of the folder that were there before the period into portfolios. */
  readonly portfolios: readonly Settings[] | null;
  readonly models: ModelStore;
  /** Null trains no networks. */
  readonly trainer: NetworkTrainer | null;
  readonly onProgress: (words: string) => void;
};

/** Errors: DataError when candles are unfit or missing; AbortError when it is interrupted. */
export async function evaluateWorth(
  request: EvaluateWorthRequest,
): Promise<readonly ObjectiveWorth[]> {
  const { directory, period, models, trainer, signal, onProgress } = request;
  const data = await readLearningData({ directory, dailyBars: false });
  const { panel } = data;
  const portfolios = request.portfolios ?? dealtOf(data.series, period);
  const first = Math.max(fewestDays, firstIndexAtOrAfter(panel.closeTime, period.from - leadMs));
  const to = firstIndexAtOrAfter(panel.closeTime, period.to);
  if (first >= to) {
    throw new DataError(
      `a forecast needs ${fewestDays} days of history before the end of the period, there are ${to}`,
    );
  }
  const rows = { from: first, to };
  const lessons = await championLessons(panel, { ...rows, models, trainer, signal, onProgress });
  const steps = { ...rows, refitEvery: 'month', signal } as const;
  const { forecasts } = await walkInSteps(panel, championRecipe({ lessons }), steps);
  return forecastWorth({
    ...{ data, forecasts, portfolios, period, signal },
    previous: previousOf(period),
    openPool: request.openPool,
    onPortfolio: (name) => onProgress(`${name} tried`),
  });
}

/** Errors: DataError when no asset has candles for all of the time. */
function dealtOf(series: readonly Candles[], period: Range): readonly Settings[] {
  const listed = listedThrough(series, period);
  if (listed.length > 0) return dealtPortfolios(listed);
  const [from, to] = [period.from, period.to].map((at) => new Date(at).toISOString());
  throw new DataError(`no asset has candles from ${from} to ${to}`);
}

/** The assets with candles from the beginning of a time to its end. */
export function listedThrough(series: readonly Candles[], { from, to }: Range): readonly string[] {
  return series
    .filter(({ openTime }) => (openTime[0] as number) <= from && (openTime.at(-1) as number) > from)
    .filter(({ openTime, intervalMs }) => (openTime.at(-1) as number) + 2 * dayMs + intervalMs > to)
    .map(({ symbol }) => symbol);
}

/** As long, right before it. */
export function previousOf({ from, to }: Range): Range {
  return { from: from - (to - from), to: from };
}
