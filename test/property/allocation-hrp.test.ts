/** Hierarchical risk parity, for any covariance: a budget, no dependence on units, and none on the order of assets but within pairs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Covariance } from '../../src/allocation/allocation.ts';
import { hrp } from '../../src/allocation/hrp.ts';
import { correlationsOf } from '../../src/risk/correlations.ts';
import { linkageOf } from '../../src/risk/linkage.ts';
import { randomCovariance, reordered } from '../support/random-covariances.ts';

const problems = fc.record({
  assets: fc.integer({ min: 1, max: 30 }),
  seed: fc.integer({ min: 1, max: 10_000 }),
  linkage: fc.constantFrom('single' as const, 'ward' as const),
});

/** Assets that are joined with each other before all others: of them the first stands first. */
function pairsOf({ assets, values }: Covariance, method: 'single' | 'ward') {
  const distances = correlationsOf(values, assets).map((value) => Math.sqrt((1 - value) / 2));
  return linkageOf(distances, { items: assets, method }).filter(({ right }) => right < assets);
}

it('weights are positive and sum to 1', () => {
  fc.assert(
    fc.property(problems, ({ assets, seed, linkage }) => {
      const { weights, status } = hrp(randomCovariance(assets, seed), { linkage });
      expect(status).toBe('optimal');
      expect(weights.every((weight) => weight > 0)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }),
  );
});

it('weights stay the same in other units', () => {
  fc.assert(
    fc.property(problems, fc.integer({ min: -20, max: 20 }), ({ assets, seed, linkage }, power) => {
      const { values } = randomCovariance(assets, seed);
      const scaled = values.map((value) => value * 4 ** power);
      expect(hrp({ assets, values: scaled }, { linkage })).toEqual(
        hrp({ assets, values }, { linkage }),
      );
    }),
  );
});

it('weights go along with the assets to other places', () => {
  fc.assert(
    fc.property(problems, fc.integer({ min: 0, max: 99 }), ({ assets, seed, linkage }, shift) => {
      const covariance = randomCovariance(assets, seed);
      const stride = [7, 11, 13, 17, 31].find((step) => assets % step !== 0) as number;
      const order = Array.from({ length: assets }, (_, i) => (i * stride + shift) % assets);
      for (const { left, right } of pairsOf(covariance, linkage)) {
        const [one, other] = [order.indexOf(left), order.indexOf(right)];
        order[Math.min(one, other)] = left;
        order[Math.max(one, other)] = right;
      }
      const { weights } = hrp(covariance, { linkage });
      const moved = hrp(reordered(covariance, order), { linkage }).weights;
      order.forEach((asset, place) => {
        expect(moved[place]).toBeCloseTo(weights[asset] as number, 10);
      });
    }),
  );
});

it('duplicates share what one of them would have had, up to where the order is cut', () => {
  const { values } = randomCovariance(2, 3);
  const [a, b, c] = [values[0] as number, values[1] as number, values[3] as number];
  const twins = Float64Array.of(a, b, a, b, b, c, b, c, a, b, a, b, b, c, b, c);
  const { weights } = hrp({ assets: 4, values: twins }, { linkage: 'single' });
  const alone = hrp({ assets: 2, values }, { linkage: 'single' }).weights;
  [0, 1, 0, 1].forEach((asset, i) => {
    expect(weights[i]).toBeCloseTo((alone[asset] as number) / 2, 12);
  });
});
