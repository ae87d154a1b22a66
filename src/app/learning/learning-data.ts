/** What the learning module learns from: all candle files of a folder, as one panel of days. */

import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../learning/inputs/daily-panel-of.ts';
import type { Candles } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { hasSessions } from '../../market/panel.ts';
import { listSymbols, readFitCandles } from '../candles/candle-files.ts';

export type LearningData = {
  readonly panel: DailyPanel;
  /** The candles that the panel is made of, in the order of its assets. */
  readonly series: readonly Candles[];
};

/** With `dailyBars` shorter bars are joined to days first, as if nothing shorter were known. Errors: DataError. */
export async function readLearningData(options: {
  readonly directory: string;
  readonly dailyBars: boolean;
}): Promise<LearningData> {
  const { directory, dailyBars } = options;
  const recorded = await readFitCandles(directory, await listSymbols(directory));
  return learningDataOf(recorded, { dailyBars });
}

/** The same of candles at hand. */
export function learningDataOf(
  recorded: readonly Candles[],
  { dailyBars }: { readonly dailyBars: boolean },
): LearningData {
  const daily = recorded.map(dailyCandlesOf);
  const sessions = haveSessions(daily);
  // A day that has not ended in the files has not ended in the bars joined from them either.
  const asOf = Math.max(...recorded.map(endOf));
  const series = dailyBars ? daily : recorded;
  return { panel: dailyPanelOf(series, { sessions, asOf }), series };
}

/** Errors: DataError when some assets trade on weekends and others do not, because a class learns for itself. */
function haveSessions(daily: readonly Candles[]): boolean {
  // Too short to have met a weekend says nothing.
  const long = daily.filter(spansWeek);
  const telling = long.length > 0 ? long : daily;
  const closed = telling.find(hasSessions);
  const open = telling.find((candles) => !hasSessions(candles));
  if (closed && open) {
    throw new DataError(
      `the assets must all trade on weekends or none, ${open.symbol} does and ${closed.symbol} does not; the learner keeps them apart`,
    );
  }
  return closed !== undefined;
}

function spansWeek({ openTime }: Candles): boolean {
  return (openTime.at(-1) ?? 0) - (openTime[0] ?? 0) >= 6 * dayMs;
}

/** Close of the last bar. */
function endOf({ openTime, intervalMs }: Candles): number {
  return (openTime.at(-1) ?? 0) + intervalMs;
}
