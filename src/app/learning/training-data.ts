/** What a model is trained on: the candles of a folder that had closed by a time, as a panel, with the hash of each series. */
import { hashOf } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../learning/inputs/daily-panel-of.ts';
import { closesOnlyOf } from '../../learning/inputs/kinds.ts';
import { blockHashes } from '../../market/candle-hash.ts';
import { type Candles, closedBy } from '../../market/candles.ts';
import { isoTime } from '../../report/format.ts';
import type { CardFile } from '../../report/model-card.ts';
import { readLearningData } from './learning-data.ts';

export type TrainingData = {
  /** Of what had closed by the end of the training. */
  readonly panel: DailyPanel;
  /** The candles that it is made of. */
  readonly series: readonly Candles[];
  /** Symbols that nothing is learnt from, because their bars tell closes only. */
  readonly leftOut: readonly string[];
  readonly manifest: { readonly sha256: string; readonly files: readonly CardFile[] };
  /** Of what had closed by the end of the days to try the model on; null without them. */
  readonly later: DailyPanel | null;
};

/**
 * Times are epoch ms; without an end all candles count. Errors: DataError when no day had closed by then, or all assets have closes
 * only.
 */
export async function readTrainingData(options: {
  readonly directory: string;
  readonly to: number | null;
  readonly testTo: number | null;
}): Promise<TrainingData> {
  const { directory, testTo } = options;
  const { panel: whole, series: all } = await readLearningData({ directory, dailyBars: false });
  const series = all.filter((_, asset) => whole.closesOnly[asset] === false);
  if (series.length === 0) {
    throw new DataError(
      `a model learns from the ranges or hours of days, and ${directory} has closes only; such assets need no model, they are learnt from the candles at hand`,
    );
  }
  const to = options.to ?? (whole.closeTime.at(-1) as number);
  const panelBy = (time: number): DailyPanel =>
    dailyPanelOf(knownBy(series, time), { sessions: whole.sessions, asOf: time });
  const panel = panelBy(to);
  if (panel.days === 0) throw new DataError(`no day of ${directory} had closed by ${isoTime(to)}`);
  const later = testTo === null ? null : panelBy(testTo);
  if (later?.days === panel.days) {
    throw new DataError(`no day of ${directory} closes after ${isoTime(to)} to try the model on`);
  }
  const known = knownBy(series, to);
  const files = known.map(fileOf);
  const leftOut = closesOnlyOf(whole);
  return { panel, series: known, leftOut, manifest: { sha256: hashOf(files), files }, later };
}

/** The series that had bars by then, cut. */
function knownBy(series: readonly Candles[], time: number): readonly Candles[] {
  return series
    .map((candles) => closedBy(candles, time))
    .filter(({ openTime }) => openTime.length > 0);
}

function fileOf(candles: Candles): CardFile {
  const { symbol, intervalMs, openTime } = candles;
  const bars = openTime.length;
  return {
    ...{ symbol, intervalMs, bars },
    from: isoTime(openTime[0] as number),
    to: isoTime((openTime[bars - 1] as number) + intervalMs),
    sha256: blockHashes(candles).at(-1) as string,
  };
}
