/** Targets by an allocator: the order of the assets does not matter, limits and step hold for every outcome, and risk meets its target. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationMethods } from '../../src/allocation/allocate.ts';
import { createRandom } from '../../src/base/random.ts';
import { type AllocatedSettings, allocateTargets } from '../../src/plan/allocated-targets.ts';
import type { AllocationSettings } from '../../src/plan/allocation-settings.ts';
import { quadraticForm } from '../../src/risk/matrix.ts';
import { allocationOf, known } from '../support/allocated.ts';
import { randomCovariance, reordered } from '../support/random-covariances.ts';
import { configuredWith } from '../support/settings.ts';

const { settings: base } = configuredWith();

/** Unequal targets beside 20 % cash. */
function settingsOf(weights: readonly number[], change: Partial<AllocationSettings>) {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const portfolio = {
    ...base.portfolio,
    symbols: weights.map((_, i) => `A${i}`),
    targets: weights.map((weight) => (0.8 * weight) / sum),
    cashTarget: 0.2,
  };
  return { ...base, portfolio, allocation: allocationOf(weights.length, change) };
}

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  assets: fc.integer({ min: 2, max: 9 }),
  method: fc.constantFrom(...allocationMethods),
});

function drawn(seed: number, assets: number) {
  const random = createRandom(seed);
  const shares = Array.from({ length: assets }, () => 0.1 + random.uniform());
  const previous = Array.from({ length: assets }, () => random.uniform());
  const held = previous.reduce((sum, value) => sum + value, 0);
  return { random, shares, previous: Float64Array.from(previous, (value) => value / held) };
}

describe('targets by an allocator', () => {
  it('do not depend on the order of the assets', () => {
    fc.assert(
      fc.property(cases, ({ seed, assets, method }) => {
        const { shares } = drawn(seed, assets);
        const order = shares.map((_, i) => i).reverse();
        const covariance = randomCovariance(assets, seed);
        const caps = shares.map((_, i) => (i === 0 ? 0.5 : 1));
        const targetsOf = (settings: AllocatedSettings, values: Float64Array) =>
          allocateTargets(settings, {
            ...{ at: 0, previous: null, covariance: known(values) },
            costs: new Float64Array(assets),
          }).targets;
        const straight = targetsOf(settingsOf(shares, { method, caps }), covariance.values);
        const turned = targetsOf(
          settingsOf(
            order.map((i) => shares[i] as number),
            { method, caps: order.map((i) => caps[i] as number) },
          ),
          reordered(covariance, order).values,
        );
        order.forEach((i, k) => {
          // hrp halves the leaves in the order of its tree, which may be walked from either end.
          if (method !== 'hrp') expect(turned[k]).toBeCloseTo(straight[i] as number, 6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('stay within limits and step, and sum to what is invested, whoever answers', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ seed, assets, method }, isKnown) => {
        const { shares, previous, random } = drawn(seed, assets);
        const maximumStep = 0.02 + 0.1 * random.uniform();
        const change = { method, maximumStep, turnoverPenalty: seed % 2 };
        const found = allocateTargets(settingsOf(shares, change), {
          ...{ at: 0, previous, costs: new Float64Array(assets).fill(0.002) },
          covariance: isKnown
            ? known(randomCovariance(assets, seed).values)
            : { cause: 'there is none' },
        });
        found.targets.forEach((target, i) => {
          const before = 0.8 * (previous[i] as number);
          expect(target).toBeGreaterThan(-1e-12);
          expect(Math.abs(target - before)).toBeLessThan(maximumStep + 1e-9);
        });
        const invested = found.targets.reduce((sum, target) => sum + target, 0);
        expect(invested + found.cashTarget).toBeCloseTo(1, 9);
        if (isKnown) return;
        expect(found.used).toBe(method === 'equal' && seed % 2 === 0 ? 'equal' : 'fixed');
      }),
      { numRuns: 100 },
    );
  });

  it('have the volatility that was asked for where they had more', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.01, max: 2, noNaN: true }), (drawnCase, limit) => {
        const { seed, assets, method } = drawnCase;
        const { shares } = drawn(seed, assets);
        const { values } = randomCovariance(assets, seed);
        const found = allocateTargets(settingsOf(shares, { method, volatilityTarget: limit }), {
          ...{ at: 0, previous: null, covariance: known(values) },
          costs: new Float64Array(assets),
        });
        const volatility = Math.sqrt(365 * quadraticForm(values, Float64Array.from(found.targets)));
        const whole = found.volAnnual ?? Number.NaN;
        expect(volatility).toBeCloseTo(Math.min(limit, whole), 9);
        expect(found.scale).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
