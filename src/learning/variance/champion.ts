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
import { pooledHarSpec } from './pooled-har.ts';
import { pooledLinear } from './pooled-linear.ts';
import { pooledRidgeSpec } from './pooled-ridge.ts';
import { smeared } from './smearing.ts';
import type { Teaching } from './teaching.ts';

/** The name of what the product uses, among variances and covariances alike. */
export const championName = 'champion';

/** Stands in where the members have no forecast. */
export const championFallback = ewmaRealized(20);

/** What the linear members read and whom they learn from. */
type LinearTeaching = Teaching & {
  /** B reads it as well; none where it is left out. */
  readonly outside?: readonly OutsideSeries[];
};

/** Members of the ranged are not smeared: the combination is. Lessons in the order of their days. */
export function championRecipe({
  lessons,
  ...teaching
}: LinearTeaching & { readonly lessons: readonly NetworkLesson[] }): ForecasterRecipe {
  const { har, ridge } = linearMembers(teaching);
  const ranged = combination({
    name: championName,
    base: har,
    others: [ridge, ...membersOfLessons(lessons)],
    fallback: championFallback,
    ...teaching,
  });
  return byKind({ ranged, closesOnly: championOfCloses(teaching) });
}

/**
 * Of assets of closes only: A, B and, on markets with sessions, D; on coins GARCH is a loss. D forecasts means of variances and not
 * of their logs, so A and B are smeared before they are averaged with it.
 */
export function championOfCloses(teaching: LinearTeaching = {}): ForecasterRecipe {
  const { har, ridge } = linearMembers(teaching);
  const [base, second] = [smeared(har, teaching), smeared(ridge, teaching)];
  return (panel) =>
    combination({
      name: championName,
      base,
      others: panel.sessions ? [second, ...targetedGarchs] : [second],
      fallback: championFallback,
      ...teaching,
    })(panel);
}

/** A and B, not smeared. */
function linearMembers({ without = [], outside = [] }: LinearTeaching) {
  return {
    har: pooledLinear({ ...pooledHarSpec, without }),
    ridge: pooledLinear({ ...pooledRidgeSpec, without, outside }),
  };
}
