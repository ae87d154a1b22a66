/**
 * The forecast of the product, learnt anew at each refit: the mean of the logs of A, B and the networks on B's residual. Without
 * lessons for networks it is that of the linear members.
 */

import { membersOfLessons, type NetworkLesson } from '../network/network-lessons.ts';
import type { OutsideSeries } from '../outside/outside-series.ts';
import { combination } from './combination.ts';
import { ewmaRealized } from './ewma-forecasters.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { pooledHarSpec } from './pooled-har.ts';
import { pooledLinear } from './pooled-linear.ts';
import { pooledRidgeSpec } from './pooled-ridge.ts';

/** The name of what the product uses, among variances and covariances alike. */
export const championName = 'champion';

/** Stands in where the members have no forecast. */
export const championFallback = ewmaRealized(20);

/** Members are not smeared: the combination is. Lessons in the order of their days; B reads what there is from outside as well. */
export function championRecipe({
  lessons,
  outside = [],
}: {
  readonly lessons: readonly NetworkLesson[];
  readonly outside?: readonly OutsideSeries[];
}): ForecasterRecipe {
  return combination({
    name: championName,
    base: pooledLinear(pooledHarSpec),
    others: [pooledLinear({ ...pooledRidgeSpec, outside }), ...membersOfLessons(lessons)],
    fallback: championFallback,
  });
}
