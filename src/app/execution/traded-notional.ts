/** What an account has traded lately, which its fee tier goes by. */

import { multiply, toNumber } from '../../base/decimal.ts';
import { dayMs } from '../../base/time.ts';
import { feeWindow } from '../../cost/traded-window.ts';
import type { RecommendationState } from '../../plan/life-cycle.ts';
import { priceInPlan } from '../../plan/price-in-plan.ts';
import type { Store } from '../../ports/store.ts';
import { recordsOf } from '../records.ts';

/** Plans in which something may have been filled. */
const traded: readonly RecommendationState[] = [
  'executing',
  'settled',
  'partial',
  'halted',
  'failed',
];
/** A plan may be filled for some time after it was made: longer than any setting allows it to be valid. */
const longestMs = 14 * dayMs;

/** Sum of the fills of the 30 days before that of the time; in the portfolio's quote, others at the prices of their plans. */
export async function tradedNotional(
  store: Pick<Store, 'recommendations' | 'executions'>,
  { account, time }: { account: string; time: number },
): Promise<number> {
  const { from, to } = feeWindow(time);
  let sum = 0;
  for await (const { recommendation } of recordsOf(store, { account, states: traded })) {
    if (recommendation.asOf < from - longestMs) break;
    const execution = await store.executions.ofRecommendation(recommendation.id);
    if (execution === undefined) continue;
    for (const { market, quantity, price, at } of await store.executions.fills(execution.id)) {
      if (at < from || at >= to) continue;
      const [, quote = ''] = market.split('/');
      sum += toNumber(multiply(quantity, price)) * priceInPlan(recommendation, quote);
    }
  }
  return sum;
}
