/**
 * By how much the NAV has changed over the last seven days, in %: against the last look that is at least as old, and at most a
 * day older. What flowed in or out counts as change.
 */

import { type Decimal, toNumber } from '../../base/decimal.ts';
import { dayMs } from '../../base/time.ts';
import type { Store } from '../../ports/store.ts';

const weekMs = 7 * dayMs;
/** Of looks at unfit data no NAV is known; after so many of them the search ends. */
const looksTried = 5;

/** Null where no NAV of then is recorded. */
export async function weekChangePct(
  { recommendations }: Pick<Store, 'recommendations'>,
  { account, nav, now }: { account: string; nav: Decimal; now: number },
): Promise<number | null> {
  const until = now - weekMs;
  const looks = await recommendations.list({ account, until, limit: looksTried });
  const then = looks.find(({ recommendation }) => toNumber(recommendation.nav) > 0)?.recommendation;
  if (then === undefined || then.asOf <= until - dayMs) return null;
  return 100 * (toNumber(nav) / toNumber(then.nav) - 1);
}
