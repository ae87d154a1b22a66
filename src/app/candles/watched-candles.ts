/**
 * The candles that models are watched on: those of `learning.data` while they are kept up to date, because more assets tell more;
 * else those of the portfolio.
 */

import { DataError } from '../../base/errors.ts';
import { sentenceOf } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { closedBy } from '../../market/candles.ts';
import { learningDataOf } from '../learning/learning-data.ts';
import { approvedSettings, type TargetPlace } from '../targets/approved-targets.ts';
import type { Workspace } from '../workspace.ts';
import { listSymbols, readFitCandles } from './candle-files.ts';

/** How far behind the clock the last day of a folder may be. */
const oldestMs = 3 * dayMs;

/** Or why there are none. */
export async function watchedPanel(
  workspace: TargetPlace & Pick<Workspace, 'learning' | 'market' | 'clock'>,
): Promise<DailyPanel | { readonly cause: string }> {
  const { market, clock } = workspace;
  const now = clock.now();
  const ofFolder = await folderPanel(workspace.learning.data, now);
  if (ofFolder !== null) return ofFolder;
  const { symbols } = (await approvedSettings(workspace)).portfolio;
  const { series, issues, unfit } = await market.candles(symbols, now);
  if (unfit) return { cause: issues.map(sentenceOf).join('; ') };
  try {
    return learningDataOf(series, { dailyBars: false }).panel;
  } catch (fault) {
    if (fault instanceof DataError) return { cause: fault.message };
    throw fault;
  }
}

/** Null where the folder has no candles of its own, unfit ones, or none of the last days. */
async function folderPanel(directory: string | null, now: number): Promise<DailyPanel | null> {
  if (directory === null) return null;
  try {
    const recorded = await readFitCandles(directory, await listSymbols(directory));
    const closed = recorded
      .map((candles) => closedBy(candles, now))
      .filter(({ openTime }) => openTime.length > 0);
    if (closed.length === 0) return null;
    const { panel } = learningDataOf(closed, { dailyBars: false });
    const last = panel.closeTime[panel.days - 1] ?? 0;
    return now - last > oldestMs ? null : panel;
  } catch (fault) {
    if (fault instanceof DataError) return null;
    throw fault;
  }
}
