/** The recommendations of an account, one after the other. */
import type { RecommendationState } from '../plan/life-cycle.ts';
import type { RecommendationRecord, Store } from '../ports/store.ts';

const recordsPerPage = 200;

/** Newest first, a page at a time; in any state, or in these. */
export async function* recordsOf(
  { recommendations }: Pick<Store, 'recommendations'>,
  filter: { account: string; states?: readonly RecommendationState[] },
): AsyncGenerator<RecommendationRecord> {
  let before: string | undefined;
  do {
    const page = await recommendations.list({
      ...filter,
      ...(before === undefined ? {} : { before }),
      limit: recordsPerPage,
    });
    yield* page;
    before = page.length === recordsPerPage ? page.at(-1)?.recommendation.id : undefined;
  } while (before !== undefined);
}
