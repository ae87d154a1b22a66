/**
 * The forecast of the product, learnt anew at each refit: the mean of the logs of A, B and the networks on B's residual. Without
 * lessons for networks it is that of the linear members; assets of closes only have no networks, and D with them.
 */

import { membersOfLessons, type NetworkLesson } from '../network/network-lessons.ts';
import type { OutsideSeries } from '../outside/outside-series.ts';
import { byKind } from './by-kind.ts';
import { combination } from './combination.ts';
import { ewmaRealized } from './ewma-forecasters.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { targetedGarchs } from './garch-forecasters.ts';
import { pooledHar, pooledHarSpec } from './pooled-har.ts';
import { pooledLinear } from './pooled-linear.ts';
import { pooledRidgeSpec } from './pooled-ridge.ts';
import { smeared } from './smearing.ts';

/** The name of what the product uses, among variances and covariances alike. */
export const championName = 'champion';

/** Stands in where the members have no forecast. */
export const championFallback = ewmaRealized(20);

/**
 * Members of the ranged are not smeared: the combination is. Lessons in the order of their days; B reads what there is from outside
 * as well.
 */
export function championRecipe({
  lessons,
  outside = [],
}: {
  readonly lessons: readonly NetworkLesson[];
  readonly outside?: readonly OutsideSeries[];
}): ForecasterRecipe {
  const ranged = combination({
    name: championName,
    base: pooledLinear(pooledHarSpec),
    others: [pooledLinear({ ...pooledRidgeSpec, outside }), ...membersOfLessons(lessons)],
    fallback: championFallback,
  });
  return byKind({ ranged, closesOnly: championOfCloses(outside) });
}

/**
 * Of assets of closes only: A, B and, on markets with sessions, D; on coins GARCH is a loss. D forecasts means of variances and not
 * of their logs, so A and B are smeared before they are averaged with it.
 */
export function championOfCloses(outside: readonly OutsideSeries[] = []): ForecasterRecipe {
  const ridge = smeared(pooledLinear({ ...pooledRidgeSpec, outside }));
  return (panel) => {
    const others = panel.sessions ? [ridge, ...targetedGarchs] : [ridge];
    const members = { base: pooledHar, others };
    return combination({ name: championName, ...members, fallback: championFallback })(panel);
  };
}
