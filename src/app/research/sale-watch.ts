/** The watch over a backtest's sales, with breakouts learnt as its forecast is, or from the portfolio's own candles. */

import { createSaleWatch, type SaleWatch } from '../../backtest/sale-watch.ts';
import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { type Breakouts, createBreakouts } from '../../learning/regime/breakouts.ts';
import type { Candles } from '../../market/candles.ts';
import type { SaleDelay } from '../../policy/settings.ts';
import { plural } from '../../report/format.ts';
import { standIn } from '../learning/chain-forecasts.ts';
import { fewestDays, type LearnedFolder } from '../learning/learned-risk.ts';
import { type LearningData, learningDataOf } from '../learning/learning-data.ts';
import { walkInSteps } from '../learning/walk-in-steps.ts';

/** No market is closed for longer. */
const longestDayMs = 14 * dayMs;

type Source = {
  /** What the champion learnt; without it a pooled HAR learns from the series. */
  readonly folder: LearnedFolder | undefined;
  /** Of the portfolio, in its order. */
  readonly series: readonly Candles[];
  /** Of the first bar that is run, epoch ms. */
  readonly from: number;
  readonly signal: AbortSignal;
};

/** Null where it is switched off, a cause where nothing can be learnt. Errors: AbortError when it is interrupted. */
export async function openSaleWatch(
  mode: SaleDelay,
  source: Source,
): Promise<SaleWatch | { readonly cause: string } | null> {
  if (mode === 'off') return null;
  const breakouts = await breakoutsOf(source);
  return 'cause' in breakouts ? breakouts : createSaleWatch({ mode, breakouts });
}

async function breakoutsOf({
  folder,
  series,
  from,
  signal,
}: Source): Promise<Breakouts | { readonly cause: string }> {
  // The last day that had closed when the run begins counts too.
  const lead = from - longestDayMs;
  if (folder !== undefined) {
    return createBreakouts(folder.panel, folder.forecasts, { members: folder.members, from: lead });
  }
  const data = dataOf(series);
  if ('cause' in data) return data;
  const { panel } = data;
  const { days } = panel;
  if (days <= fewestDays) {
    return { cause: `there are ${plural(days, 'day')}, more than ${fewestDays} are needed` };
  }
  // Three coefficients for all assets hardly move within a year.
  const steps = { from: fewestDays, to: days, refitEvery: 'year', signal } as const;
  const { forecasts } = await walkInSteps(panel, standIn, steps);
  return createBreakouts(panel, forecasts, { members: series.map((_, i) => i), from: lead });
}

function dataOf(series: readonly Candles[]): LearningData | { readonly cause: string } {
  try {
    return learningDataOf(series, { dailyBars: false });
  } catch (fault) {
    if (fault instanceof DataError) return { cause: fault.message };
    throw fault;
  }
}
