/**
 * Assets in an order in which those that move together stand together: clusters by complete linkage on the distance 1 − ρ, so that
 * in a cluster of height h every pair has a correlation of at least 1 − h. Where two clusters are joined they are turned so that the
 * most alike of their ends touch.
 */
import { linkageOf } from './linkage.ts';

export type ClusterOrder = {
  /** Positions of the assets. */
  readonly order: readonly number[];
  /** Those of at least two assets of which every pair has the wanted correlation, in the order. */
  readonly groups: readonly (readonly number[])[];
};

type Cluster = readonly number[];

/** Of a row-major n × n matrix of correlations. */
export function clusterOrder(
  correlations: Float64Array,
  { assets, leastTogether }: { readonly assets: number; readonly leastTogether: number },
): ClusterOrder {
  const distances = correlations.map((correlation) => 1 - correlation);
  const joins = linkageOf(distances, { items: assets, method: 'complete' });
  const between = (i: number, j: number): number => correlations[i * assets + j] as number;
  const clusters: Cluster[] = Array.from({ length: assets }, (_, i) => [i]);
  const together = new Set<Cluster>();
  for (const { left, right, height } of joins) {
    const parts = [clusters[left] as Cluster, clusters[right] as Cluster];
    const joined = touching(
      parts.toSorted((a, b) => Math.min(...a) - Math.min(...b)),
      between,
    );
    clusters.push(joined);
    if (height > 1 - leastTogether) continue;
    for (const part of parts) together.delete(part);
    together.add(joined);
  }
  const order = clusters.at(-1) ?? [];
  const groups = [...together].map((cluster) => order.filter((i) => cluster.includes(i)));
  return {
    order,
    groups: groups.toSorted(
      (one, other) => order.indexOf(first(one)) - order.indexOf(first(other)),
    ),
  };
}

function first(cluster: Cluster): number {
  return cluster[0] as number;
}

/** The one behind the other, each as it is or turned. */
function touching(
  [one = [], other = []]: readonly Cluster[],
  between: (i: number, j: number) => number,
): Cluster {
  const ways = [one, one.toReversed()].flatMap((left) =>
    [other, other.toReversed()].map((right) => ({
      cluster: [...left, ...right],
      nearness: between(left.at(-1) as number, first(right)),
    })),
  );
  return ways.reduce((best, way) => (way.nearness > best.nearness ? way : best)).cluster;
}
