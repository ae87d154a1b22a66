/** Clusters of correlations, their mean, and the diversification ratio, by hand. */
import { describe, expect, it } from 'vitest';
import { clusterOrder } from '../../src/risk/cluster-order.ts';
import { correlationsOf, meanCorrelation } from '../../src/risk/correlations.ts';
import { diversificationRatio } from '../../src/risk/diversification-ratio.ts';

/** Symmetric, ones on its diagonal, the others by pairs such as '02'. */
function matrixOf(assets: number, pairs: Readonly<Record<string, number>>, rest = 0) {
  return Float64Array.from({ length: assets * assets }, (_, cell) => {
    const [i, j] = [Math.floor(cell / assets), cell % assets];
    return i === j ? 1 : (pairs[`${Math.min(i, j)}${Math.max(i, j)}`] ?? rest);
  });
}

describe('the order of clusters', () => {
  it('puts those that move together side by side, the most alike ends touching', () => {
    // 0 and 3 move as one, 1 and 4 nearly so; 2 stands alone, nearest to 4.
    const correlations = matrixOf(5, { '03': 0.95, '14': 0.85, '24': 0.5, '12': 0.4 }, 0.1);
    const found = clusterOrder(correlations, { assets: 5, leastTogether: 0.8 });
    expect(found.groups).toEqual([
      [0, 3],
      [1, 4],
    ]);
    // Joined last: 0 and 3 with the others, all 0.1 apart; 2 touches 4.
    expect(found.order).toEqual([0, 3, 1, 4, 2]);
  });

  it('calls no group together of which a pair is not', () => {
    // 0–1 and 1–2 are at .85, but 0–2 at .7.
    const correlations = matrixOf(3, { '01': 0.86, '12': 0.85, '02': 0.7 });
    const found = clusterOrder(correlations, { assets: 3, leastTogether: 0.8 });
    expect(found).toEqual({ order: [0, 1, 2], groups: [[0, 1]] });
  });

  it('has one group where all move as one, and none where nothing does', () => {
    const order = (rest: number) =>
      clusterOrder(matrixOf(4, {}, rest), { assets: 4, leastTogether: 0.8 });
    expect(order(0.8).groups).toEqual([[0, 1, 2, 3]]);
    expect(order(0.79)).toEqual({ order: [0, 1, 2, 3], groups: [] });
  });

  it.each([0, 1])('of %d assets is what there is', (assets) => {
    const found = clusterOrder(matrixOf(assets, {}), { assets, leastTogether: 0.8 });
    expect(found).toEqual({ order: assets === 0 ? [] : [0], groups: [] });
  });
});

describe('figures of a covariance', () => {
  // Deviations 2 and 5, covariance 5: ρ = .5.
  const covariance = Float64Array.of(4, 5, 5, 25);

  it('are correlations and their mean over the pairs', () => {
    expect([...correlationsOf(covariance, 2)]).toEqual([1, 0.5, 0.5, 1]);
    expect(meanCorrelation(matrixOf(3, { '01': 0.3, '02': 0.6, '12': 0.9 }), 3)).toBeCloseTo(0.6);
    expect(meanCorrelation(Float64Array.of(1), 1)).toBeNaN();
  });

  it('are how much volatility is avoided', () => {
    // Half and half: apart 3.5, together √(1 + 6.25 + 2.5) = √9.75.
    const ratio = diversificationRatio(covariance, Float64Array.of(0.5, 0.5));
    expect(ratio).toBeCloseTo(3.5 / Math.sqrt(9.75), 12);
    expect(
      diversificationRatio(Float64Array.of(1, 0, 0, 1), Float64Array.of(0.4, 0.4)),
    ).toBeCloseTo(Math.SQRT2, 12);
    expect(diversificationRatio(covariance, Float64Array.of(0, 1))).toBe(1);
    expect(diversificationRatio(covariance, Float64Array.of(0, 0))).toBeNaN();
  });
});
