/** The recorded candles of a portfolio up to the end of a period: later bars are not looked at. */
import { intervalsDiffer } from '../../market/candle-merge.ts';
import { type Candles, firstIndexAtOrAfter, head } from '../../market/candles.ts';
import type { Settings } from '../../plan/settings.ts';
import { readFitCandles } from './candle-files.ts';

/** In the order of the portfolio. Errors: DataError when a series is unfit, or intervals differ. */
export async function readPortfolioSeries(request: {
  readonly directory: string;
  readonly settings: Settings;
  readonly to: number;
}): Promise<Candles[]> {
  const { directory, settings, to } = request;
  const series = await readFitCandles(directory, settings.portfolio.symbols, (first, other) =>
    other.intervalMs === first.intervalMs ? undefined : intervalsDiffer(first, other),
  );
  return series.map((candles) => head(candles, firstIndexAtOrAfter(candles.openTime, to)));
}
