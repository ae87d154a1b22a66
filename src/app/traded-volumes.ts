/** What the markets of a plan trade on average, from the candles of the last day; nothing for markets between two assets. */
import { DataError, VenueError } from '../base/errors.ts';
import { dayMs } from '../base/time.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import type { Workspace } from './workspace.ts';

/** Base units per ms by market; without those whose candles cannot be read now. */
export async function volumesOf(
  { market, clock }: Workspace,
  { recommendation: { legs, quote } }: RecommendationRecord,
): Promise<ReadonlyMap<string, number>> {
  const symbols = legs.filter((leg) => leg.quote === quote).map(({ base }) => base);
  const volumes = new Map<string, number>();
  try {
    const { series } = await market.candles(symbols, clock.now());
    for (const { symbol, volume, intervalMs } of series) {
      const bars = Math.min(volume.length, Math.ceil(dayMs / intervalMs));
      const traded = volume.subarray(volume.length - bars).reduce((sum, value) => sum + value, 0);
      // A volume of zero is how sources say that they do not know it.
      if (traded > 0) volumes.set(`${symbol}/${quote}`, traded / (bars * intervalMs));
    }
  } catch (error) {
    if (!(error instanceof VenueError || error instanceof DataError)) throw error;
  }
  return volumes;
}
