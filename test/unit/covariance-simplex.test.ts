/** The maximum of concave functions on the simplex: by hand, at corners, and with its certificate. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import {
  type ConcaveFunction,
  maximiseOnSimplex,
} from '../../src/learning/covariance/simplex-maximum.ts';

/** −½ (x − c)ᵀ(x − c), of which the maximum on the simplex is the projection of c. */
function nearnessTo(...centre: number[]): ConcaveFunction {
  const n = centre.length;
  return {
    weights: n,
    evaluate(point, gradient, curvature) {
      curvature.fill(0);
      let value = 0;
      centre.forEach((wanted, k) => {
        const apart = wanted - (point[k] as number);
        gradient[k] = apart;
        curvature[k * (n + 1)] = 1;
        value -= apart ** 2 / 2;
      });
      return value;
    },
  };
}

/** Σ_t ln a_tᵀx: growth of a mix of assets with these gross returns. */
function logGrowth(rows: readonly (readonly number[])[]): ConcaveFunction {
  const n = rows[0]?.length ?? 0;
  return {
    weights: n,
    evaluate(point, gradient, curvature) {
      gradient.fill(0);
      curvature.fill(0);
      let value = 0;
      for (const row of rows) {
        const mixed = row.reduce((sum, a, k) => sum + a * (point[k] as number), 0);
        value += Math.log(mixed);
        row.forEach((a, k) => {
          gradient[k] = (gradient[k] as number) + a / mixed;
          row.forEach((b, l) => {
            const cell = k * n + l;
            curvature[cell] = (curvature[cell] as number) + (a * b) / mixed ** 2;
          });
        });
      }
      return value;
    },
  };
}

const even = (n: number): Float64Array => new Float64Array(n).fill(1 / n);

function solve(concave: ConcaveFunction, start = even(concave.weights)) {
  return maximiseOnSimplex(concave, { start, tolerance: 1e-9, maximumSteps: 60 });
}

describe('the nearest point of the simplex', () => {
  it.each([
    { centre: [0.2, 0.3, 0.5], nearest: [0.2, 0.3, 0.5] },
    { centre: [0.5, 0.6, 0.7], nearest: [7 / 30, 1 / 3, 13 / 30] },
    { centre: [1, 0.5, -3], nearest: [0.75, 0.25, 0] },
    { centre: [9, 0, 0], nearest: [1, 0, 0] },
  ])('to $centre is $nearest', ({ centre, nearest }) => {
    const { weights, gap } = solve(nearnessTo(...centre));
    nearest.forEach((weight, k) => {
      expect(weights[k]).toBeCloseTo(weight, 6);
    });
    expect(gap).toBeLessThanOrEqual(1e-9);
  });

  it('is found from a corner too', () => {
    const { weights } = solve(nearnessTo(0.2, 0.3, 0.5), Float64Array.of(0, 1, 0));
    expect(weights[0]).toBeCloseTo(0.2, 6);
  });
});

describe('the mix that grows most', () => {
  it('of a coin that doubles or halves, and cash, is half and half', () => {
    // ln(½x·… ): with x in the coin, (1 + x)(1 − x/2) is greatest at x = ½ (Kelly).
    const { weights } = solve(
      logGrowth([
        [2, 1],
        [0.5, 1],
      ]),
    );
    expect(weights[0]).toBeCloseTo(0.5, 6);
  });

  it('leaves no more than its gap, and no point does better', () => {
    const random = createRandom(4);
    for (let n = 2; n <= 9; n++) {
      const rows = Array.from({ length: 60 }, () =>
        Array.from({ length: n }, () => Math.exp(random.normal())),
      );
      const concave = logGrowth(rows);
      const { weights, value, gap } = solve(concave);
      expect(gap).toBeLessThanOrEqual(1e-9);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      for (let trial = 0; trial < 20; trial++) {
        const draws = Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
        const total = draws.reduce((sum, draw) => sum + draw, 0);
        const point = Float64Array.from(draws, (draw) => draw / total);
        const other = concave.evaluate(point, new Float64Array(n), new Float64Array(n * n));
        expect(other).toBeLessThanOrEqual(value + gap);
      }
    }
  });

  it('is settled by its certificate where two assets are the same', () => {
    const { gap, value } = solve(
      logGrowth([
        [2, 2, 1],
        [0.5, 0.5, 1],
      ]),
    );
    expect(gap).toBeLessThanOrEqual(1e-9);
    expect(value).toBeCloseTo(Math.log(1.5 * 0.75), 9);
  });
});
