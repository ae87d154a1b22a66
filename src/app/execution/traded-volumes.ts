/** What the markets of a plan trade on average, from the last day of the candles that it was made from; nothing for markets between two assets. */
import { dayMs } from '../../base/time.ts';
import type { RecommendationRecord, Store } from '../../ports/store.ts';
import { inputsOf } from '../plans/gate.ts';

/** Base units per ms by market. */
export async function volumesOf(
  store: Store,
  record: RecommendationRecord,
): Promise<ReadonlyMap<string, number>> {
  const { quote, legs } = record.recommendation;
  const traded = new Set(legs.map(({ symbol }) => symbol));
  const volumes = new Map<string, number>();
  for (const reference of inputsOf(record).candles) {
    const market = `${reference.symbol}/${quote}`;
    if (!traded.has(market)) continue;
    const { volume, intervalMs } = await store.candles.read(reference);
    const day = volume.subarray(-Math.ceil(dayMs / intervalMs));
    const units = day.reduce((sum, value) => sum + value, 0);
    // A volume of zero is how sources say that they do not know it.
    if (units > 0) volumes.set(market, units / (day.length * intervalMs));
  }
  return volumes;
}
