/**
 * Agglomerative clusters of items from the distances between them, as a tree, in O(n²) by chains of nearest neighbours.
 * Distance of the union of x and y, of n_x and n_y items, to a cluster z:
 *   single: min(d_xz, d_yz); complete: max(d_xz, d_yz);
 *   ward: √(((n_x + n_z) d_xz² + (n_y + n_z) d_yz² − n_z d_xy²)/(n_x + n_y + n_z)), SciPy's `ward` and R's `ward.D2`.
 * Of equally near neighbours the one of the lowest index is taken.
 * Source: Müllner 2011, "Modern hierarchical, agglomerative clustering algorithms".
 */

export type LinkageMethod = 'single' | 'complete' | 'ward';

/** A join of two clusters; items are clusters 0 … n − 1, join k makes cluster n + k, and left is the lower of two numbers. */
export type Join = { readonly left: number; readonly right: number; readonly height: number };

/** What is joined lives on at the place of its second part; the first then has no items. */
type Clusters = {
  /** Row-major, symmetric. */
  readonly distances: Float64Array;
  readonly sizes: Int32Array;
};

/** Places of the two parts, the lower first. */
type Pair = { readonly x: number; readonly y: number };

/** The n − 1 joins from the lowest up, of row-major, symmetric n × n distances without NaN. */
export function linkageOf(
  distances: Float64Array,
  { items, method }: { readonly items: number; readonly method: LinkageMethod },
): readonly Join[] {
  const clusters = { distances: distances.slice(), sizes: new Int32Array(items).fill(1) };
  const chain: number[] = [];
  const found: (Pair & { readonly height: number })[] = [];
  while (found.length < items - 1) {
    if (chain.length === 0) chain.push(clusters.sizes.findIndex((size) => size > 0));
    const last = chain.at(-1) as number;
    const next = nearest(clusters, last, chain.at(-2));
    if (next !== chain.at(-2)) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    const pair = { x: Math.min(last, next), y: Math.max(last, next) };
    found.push({ ...pair, height: clusters.distances[pair.x * items + pair.y] as number });
    join(clusters, pair, method);
  }
  return numbered(
    found.toSorted((one, other) => one.height - other.height),
    items,
  );
}

/** The items as they stand in the tree, left before right. */
export function leavesOf(joins: readonly Join[]): Int32Array {
  const items = joins.length + 1;
  const leaves = new Int32Array(items);
  const open = [items + joins.length - 1];
  let filled = 0;
  while (open.length > 0) {
    const cluster = open.pop() as number;
    const made = joins[cluster - items];
    if (made === undefined) leaves[filled++] = cluster;
    else open.push(made.right, made.left);
  }
  return leaves;
}

/** Of the clusters there are; `before` where none is nearer. */
function nearest({ distances, sizes }: Clusters, from: number, before: number | undefined): number {
  const row = from * sizes.length;
  let found = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (distances[row + before] as number);
  for (let other = 0; other < sizes.length; other++) {
    if (sizes[other] === 0 || other === from) continue;
    const distance = distances[row + other] as number;
    if (distance < least || found < 0) {
      found = other;
      least = distance;
    }
  }
  return found;
}

function join({ distances, sizes }: Clusters, { x, y }: Pair, method: LinkageMethod): void {
  const items = sizes.length;
  const [sizeX, sizeY] = [sizes[x] as number, sizes[y] as number];
  const xy = distances[x * items + y] as number;
  sizes[x] = 0;
  sizes[y] = sizeX + sizeY;
  for (let z = 0; z < items; z++) {
    const sizeZ = sizes[z] as number;
    if (sizeZ === 0 || z === y) continue;
    const xz = distances[x * items + z] as number;
    const yz = distances[y * items + z] as number;
    let distance = Math.min(xz, yz);
    if (method === 'complete') distance = Math.max(xz, yz);
    else if (method === 'ward') {
      const sum = (sizeX + sizeZ) * xz * xz + (sizeY + sizeZ) * yz * yz - sizeZ * xy * xy;
      distance = Math.sqrt(sum / (sizeX + sizeY + sizeZ));
    }
    distances[y * items + z] = distance;
    distances[z * items + y] = distance;
  }
}

/** Joins by numbers of clusters instead of places. */
function numbered(
  found: readonly (Pair & { readonly height: number })[],
  items: number,
): readonly Join[] {
  const parents = Int32Array.from({ length: items + found.length }, (_, cluster) => cluster);
  const rootOf = (place: number): number => {
    let root = place;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root] as number] as number;
      root = parents[root] as number;
    }
    return root;
  };
  return found.map(({ x, y, height }, k) => {
    const [one, other] = [rootOf(x), rootOf(y)];
    parents[one] = items + k;
    parents[other] = items + k;
    return { left: Math.min(one, other), right: Math.max(one, other), height };
  });
}
