/** Finds a recommendation by its id, or by the first letters of it. */
import type { RecommendationRecord, Store } from '../../ports/store.ts';
import { findByLetters } from '../find-by-letters.ts';

/** Errors: ConfigError when there is none, or the letters fit several. */
export function findRecommendation(
  { recommendations }: Store,
  id: string,
): Promise<RecommendationRecord> {
  return findByLetters(
    {
      ...{ prefix: 'rec_', what: 'recommendation', get: recommendations.get },
      newest: (limit) => recommendations.list({ limit }),
      idOf: ({ recommendation }) => recommendation.id,
    },
    id,
  );
}
