/** Finds a recommendation by its id, or by the first letters of it. */
import { ConfigError } from '../base/errors.ts';
import type { RecommendationRecord, Store } from '../ports/store.ts';

/** Among so many of the newest an abbreviation is looked for. */
const searched = 1_000;
const shortest = 4;
const prefix = 'rec_';

/** Errors: ConfigError when there is none, or the letters fit several. */
export async function findRecommendation(store: Store, id: string): Promise<RecommendationRecord> {
  const exact = await store.recommendations.get(id);
  if (exact !== undefined) return exact;
  const letters = id.startsWith(prefix) ? id : prefix + id;
  if (letters.length < prefix.length + shortest) {
    throw new ConfigError(`ID must have at least ${shortest} letters after ${prefix}, was "${id}"`);
  }
  const newest = await store.recommendations.list({ limit: searched });
  const found = newest.filter(({ recommendation }) => recommendation.id.startsWith(letters));
  const [first, second] = found;
  if (first === undefined) {
    throw new ConfigError(`there is no recommendation ${id} in this state folder`);
  }
  if (second !== undefined) {
    throw new ConfigError(`${id} fits ${found.length} recommendations: give more letters`);
  }
  return first;
}
