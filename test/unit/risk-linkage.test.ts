/** Trees of clusters, by hand. */
import { describe, expect, it } from 'vitest';
import { leavesOf, linkageOf } from '../../src/risk/linkage.ts';

/** Distances of points on a line. */
function onLine(...points: readonly number[]): Float64Array {
  return Float64Array.from(points.flatMap((a) => points.map((b) => Math.abs(a - b))));
}

describe('joins of points on a line at 0, 1, 3 and 7', () => {
  const distances = onLine(0, 1, 3, 7);

  it('are as far as the nearest pair by single linkage', () => {
    expect(linkageOf(distances, { items: 4, method: 'single' })).toEqual([
      { left: 0, right: 1, height: 1 },
      { left: 2, right: 4, height: 2 },
      { left: 3, right: 5, height: 4 },
    ]);
  });

  it('are as far as the farthest pair by complete linkage', () => {
    const heights = linkageOf(distances, { items: 4, method: 'complete' }).map((j) => j.height);
    expect(heights).toEqual([1, 3, 7]);
  });

  it('are by Ward √(2 n_x n_y/(n_x + n_y)) times the distance of their means', () => {
    // Means ½ and 3 of 2 and 1 points, then 4/3 and 7 of 3 and 1.
    const heights = linkageOf(distances, { items: 4, method: 'ward' }).map((j) => j.height);
    expect(heights[1]).toBeCloseTo(Math.sqrt(4 / 3) * 2.5, 12);
    expect(heights[2]).toBeCloseTo(Math.sqrt(6 / 4) * (17 / 3), 12);
  });

  it('give the leaves in the order of the tree, the earlier cluster left', () => {
    const leaves = leavesOf(linkageOf(distances, { items: 4, method: 'single' }));
    expect([...leaves]).toEqual([3, 2, 0, 1]);
  });
});

describe('joins of items', () => {
  it('that are equally far go by index', () => {
    const distances = Float64Array.from({ length: 9 }, (_, cell) => (cell % 4 === 0 ? 0 : 1));
    expect(linkageOf(distances, { items: 3, method: 'single' })).toEqual([
      { left: 0, right: 1, height: 1 },
      { left: 2, right: 3, height: 1 },
    ]);
  });

  it('come from the lowest up, wherever the items stand', () => {
    // 0–3 at distance 2, 1–2 at distance 1.
    const heights = linkageOf(onLine(0, 10, 11, 2), { items: 4, method: 'single' });
    expect(heights).toEqual([
      { left: 1, right: 2, height: 1 },
      { left: 0, right: 3, height: 2 },
      { left: 4, right: 5, height: 8 },
    ]);
  });

  it('are none of a single item', () => {
    expect(linkageOf(Float64Array.of(0), { items: 1, method: 'ward' })).toEqual([]);
    expect([...leavesOf([])]).toEqual([0]);
  });
});
