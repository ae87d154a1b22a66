/**
 * Assets in an order in which those that move together stand together: agglomerative clusters by complete linkage on the distance
 * 1 − ρ, so that in a cluster of height h every pair has a correlation of at least 1 − h. Where two clusters are joined they are
 * turned so that the most alike of their ends touch.
 * Source: Defays 1977, "An efficient algorithm for a complete link method".
 */

export type ClusterOrder = {
  /** Positions of the assets. */
  readonly order: readonly number[];
  /** Those of at least two assets of which every pair has the wanted correlation, in the order. */
  readonly groups: readonly (readonly number[])[];
};

type Cluster = readonly number[];

/** Of a row-major n × n matrix of correlations. Of joins that are equally near the first is made. */
export function clusterOrder(
  correlations: Float64Array,
  { assets, leastTogether }: { readonly assets: number; readonly leastTogether: number },
): ClusterOrder {
  const between = (i: number, j: number): number => correlations[i * assets + j] as number;
  let clusters: readonly Cluster[] = Array.from({ length: assets }, (_, i) => [i]);
  let together: readonly Cluster[] = [];
  while (clusters.length > 1) {
    const { a, b, least } = nearest(clusters, between);
    const joined = touching(clusters[a] as Cluster, clusters[b] as Cluster, between);
    clusters = clusters.map((cluster, k) => (k === a ? joined : cluster)).filter((_, k) => k !== b);
    if (least >= leastTogether) together = clusters;
  }
  const order = clusters[0] ?? [];
  const sorted = (cluster: Cluster): Cluster => order.filter((i) => cluster.includes(i));
  const groups = together.filter(({ length }) => length > 1).map(sorted);
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

type Between = (i: number, j: number) => number;

/** The two clusters of which the least alike pair is the most alike. */
function nearest(clusters: readonly Cluster[], between: Between) {
  let found = { a: 0, b: 1, least: Number.NEGATIVE_INFINITY };
  for (let a = 0; a < clusters.length; a++) {
    for (let b = a + 1; b < clusters.length; b++) {
      const least = leastBetween(clusters[a] as Cluster, clusters[b] as Cluster, between);
      if (least > found.least) found = { a, b, least };
    }
  }
  return found;
}

function leastBetween(one: Cluster, other: Cluster, between: Between): number {
  let least = Number.POSITIVE_INFINITY;
  for (const i of one) for (const j of other) least = Math.min(least, between(i, j));
  return least;
}

/** The one behind the other, each as it is or turned. */
function touching(one: Cluster, other: Cluster, between: Between): Cluster {
  const ways = [one, one.toReversed()].flatMap((left) =>
    [other, other.toReversed()].map((right) => ({
      cluster: [...left, ...right],
      nearness: between(left.at(-1) as number, first(right)),
    })),
  );
  return ways.reduce((best, way) => (way.nearness > best.nearness ? way : best)).cluster;
}
