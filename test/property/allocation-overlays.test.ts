/** Indices with caps, volatility targets and counts of bets, for any assets: budgets, caps, no dependence on order or units. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marketCap } from '../../src/allocation/market-cap.ts';
import { targetVolatility } from '../../src/allocation/volatility-target.ts';
import { absorptionRatio } from '../../src/risk/absorption-ratio.ts';
import { effectiveBets } from '../../src/risk/effective-bets.ts';
import { quadraticForm } from '../../src/risk/matrix.ts';
import { randomCovariance, reordered } from '../support/random-covariances.ts';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const assets = fc.integer({ min: 1, max: 15 });
const seed = fc.integer({ min: 1, max: 10_000 });
const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

it('an index keeps budget and caps, and the others in proportion', () => {
  const rows = fc.array(fc.tuple(positive, fc.double({ min: 0.01, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(rows, positive, (drawn, unit) => {
      const capitalisations = Float64Array.from(drawn, ([capitalisation]) => capitalisation);
      const caps = Float64Array.from(drawn, ([, cap]) => cap);
      const { weights, status } = marketCap(capitalisations, caps);
      if (sum(caps) < 1 - 1e-12) {
        expect(status).toBe('infeasible');
        return;
      }
      expect(sum(weights)).toBeCloseTo(1, 10);
      // No uncapped asset has less for its capitalisation than a capped one.
      const ratios = weights.map((weight, i) => weight / (capitalisations[i] as number));
      const open = [...weights.keys()].filter((i) => (weights[i] as number) < (caps[i] as number));
      for (const i of open) expect((ratios[i] as number) / Math.max(...ratios)).toBeCloseTo(1, 9);
      expect(weights.every((weight, i) => weight <= (caps[i] as number))).toBe(true);
      const inUnits = marketCap(
        capitalisations.map((one) => one * unit),
        caps,
      ).weights;
      const turned = marketCap(
        capitalisations.toReversed(),
        caps.toReversed(),
      ).weights.toReversed();
      for (const [i, weight] of weights.entries()) {
        expect(inUnits[i]).toBeCloseTo(weight, 9);
        expect(turned[i]).toBeCloseTo(weight, 9);
      }
    }),
  );
});

it('a volatility target is never exceeded where it is reached, nor anything borrowed', () => {
  const volatility = fc.double({ min: 0.001, max: 3, noNaN: true });
  fc.assert(
    fc.property(assets, seed, volatility, fc.boolean(), (count, drawn, volAnnual, hasRefuge) => {
      const covariance = randomCovariance(count, drawn);
      const weights = new Float64Array(count).fill(1 / count);
      const refuge = hasRefuge ? 0 : null;
      const found = targetVolatility(weights, covariance, {
        volAnnual,
        periodsPerYear: 365,
        refuge,
      });
      const own = Math.sqrt(quadraticForm(covariance.values, found.weights) * 365);
      expect(found.volAnnual).toBeCloseTo(own, 10);
      expect(found.scale).toBeGreaterThanOrEqual(0);
      expect(found.scale).toBeLessThanOrEqual(1);
      expect(sum(found.weights)).toBeCloseTo(hasRefuge ? 1 : found.scale, 12);
      if (found.isReached) expect(own).toBeLessThan(volAnnual * (1 + 1e-9));
      else expect(hasRefuge).toBe(true);
    }),
  );
});

it('bets are from 1 to the number of assets, whatever their units and order', () => {
  fc.assert(
    fc.property(assets, seed, (count, drawn) => {
      const covariance = randomCovariance(count, drawn);
      const weights = Float64Array.from({ length: count }, (_, i) => (i + 1) / count);
      const bets = effectiveBets(covariance.values, weights);
      expect(bets).toBeGreaterThan(1 - 1e-9);
      expect(bets).toBeLessThan(count + 1e-9);
      const percent = covariance.values.map((value) => 1e4 * value);
      expect(effectiveBets(percent, weights)).toBeCloseTo(bets, 7);
      const order = Array.from({ length: count }, (_, i) => count - 1 - i);
      const turned = reordered(covariance, order);
      expect(effectiveBets(turned.values, weights.toReversed())).toBeCloseTo(bets, 7);
      const ratio = absorptionRatio(covariance.values, count);
      expect(ratio).toBeLessThan(1 + 1e-12);
      expect(absorptionRatio(turned.values, count)).toBeCloseTo(ratio, 10);
    }),
    { numRuns: 40 },
  );
});
