/** Covariances with care, for any returns: positive semidefinite, in the units of the returns, and the same in another order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carefulCovariance } from '../../src/risk/careful-covariance.ts';
import { covarianceCares } from '../../src/risk/covariance-cares.ts';
import { mendedCovariance } from '../../src/risk/mended-covariance.ts';
import { nearestCorrelation } from '../../src/risk/nearest-correlation.ts';
import { symmetricEigen } from '../../src/risk/symmetric-eigen.ts';
import { randomCovariance } from '../support/random-covariances.ts';
import { simulateDcc, withGaps } from '../support/simulated-covariances.ts';

/** Some with an asset that is listed late, at least five days before the end. */
const panels = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000 }),
    assets: fc.integer({ min: 1, max: 8 }),
    days: fc.integer({ min: 2, max: 90 }),
    listed: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ seed, assets, days, listed }) => {
    const panel = simulateDcc({ seed, days, assets, dcc: { a: 0, b: 0 } });
    return withGaps(panel, (day, asset) => asset === 1 && day < Math.min(listed, days - 5));
  });

const careOf = (
  panel: Parameters<typeof carefulCovariance>[0],
  care: (typeof covarianceCares)[number],
) => carefulCovariance(panel, care) as Float64Array;

describe.each(covarianceCares)('care %s', (care) => {
  it('gives what has no negative eigenvalue', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const { values } = symmetricEigen(careOf(panel, care), panel.assets);
        expect(values[0]).toBeGreaterThanOrEqual(-1e-12 * (values.at(-1) as number));
      }),
      { numRuns: 60 },
    );
  });

  it('goes with the square of the units', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const percent = { ...panel, values: panel.values.map((value) => 128 * value) };
        const wanted = careOf(panel, care);
        for (const [cell, value] of careOf(percent, care).entries()) {
          expect(value / 128 ** 2).toBeCloseTo(wanted[cell] as number, 12);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('goes along with the assets to other places', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const { assets, values } = panel;
        const turned = values.map(
          (_, cell) => values[cell + assets - 1 - 2 * (cell % assets)] as number,
        );
        const wanted = careOf(panel, care).toReversed();
        for (const [cell, value] of careOf({ assets, values: turned }, care).entries()) {
          expect(value).toBeCloseTo(wanted[cell] as number, 12);
        }
      }),
      { numRuns: 40 },
    );
  });
});

it('the nearest correlation matrix of any symmetric one is one, and nearer than any other', () => {
  const problems = fc.record({
    assets: fc.integer({ min: 2, max: 6 }),
    seed: fc.integer({ min: 1, max: 999 }),
  });
  fc.assert(
    fc.property(problems, ({ assets, seed }) => {
      const matrix = randomCovariance(assets, seed).values.map((value) => 2e3 * value);
      const shifted = matrix.map((value, cell) => (cell % (assets + 1) === 0 ? 1 : value - 0.5));
      const nearest = nearestCorrelation(shifted, assets);
      expect(symmetricEigen(nearest, assets).values[0]).toBeGreaterThan(-1e-9);
      const distance = (other: Float64Array): number =>
        other.reduce((sum, value, cell) => sum + (value - (shifted[cell] as number)) ** 2, 0);
      // Towards no correlation at all, which is a correlation matrix too, it gets no nearer.
      const aside = nearest.map((value, cell) => (cell % (assets + 1) === 0 ? 1 : 0.99 * value));
      expect(distance(nearest)).toBeLessThanOrEqual(distance(aside) + 1e-9);
    }),
    { numRuns: 60 },
  );
});

it('what is put together pair by pair is mended: no negative eigenvalue, the same variances, no second time', () => {
  const problems = fc.record({
    assets: fc.integer({ min: 2, max: 8 }),
    seed: fc.integer({ min: 1, max: 999 }),
  });
  fc.assert(
    fc.property(problems, ({ assets, seed }) => {
      const { values } = randomCovariance(assets, seed);
      const deviation = (i: number): number => Math.sqrt(values[i * (assets + 1)] as number);
      // The correlation of each pair by itself, with its sign turned where the pair is odd.
      const given = values.map((value, cell) => {
        const [i, j] = [Math.floor(cell / assets), cell % assets];
        const strong = Math.sign(value) * Math.sqrt(Math.abs(value) * deviation(i) * deviation(j));
        return i === j ? value : strong * ((i + j) % 2 === 0 ? 1 : -1);
      });
      const mended = mendedCovariance(given, assets);
      if (mended === null) {
        const { values: spectrum } = symmetricEigen(given, assets);
        expect(spectrum[0]).toBeGreaterThanOrEqual(-1e-12 * (spectrum.at(-1) as number));
        return;
      }
      expect(mended.smallestEigenvalue).toBeLessThan(0);
      const { values: spectrum } = symmetricEigen(mended.values, assets);
      expect(spectrum[0]).toBeGreaterThanOrEqual(-1e-12 * (spectrum.at(-1) as number));
      for (let i = 0; i < assets; i++) {
        const [own, before] = [mended.values, given].map((of) => of[i * (assets + 1)] as number);
        expect(Math.abs((own as number) / (before as number) - 1)).toBeLessThan(1e-12);
      }
      expect(mendedCovariance(mended.values, assets)).toBeNull();
    }),
    { numRuns: 60 },
  );
});
