/** The nearest weights within bounds: there whenever there are any, within them, and nearer than any others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightBounds } from '../../src/allocation/allocation.ts';
import { projectWeights } from '../../src/allocation/project-weights.ts';
import { createRandom } from '../../src/base/random.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** Bounds around weights that exist, and weights to be moved. */
function drawn(seed: number, assets: number, withGroups: boolean) {
  const random = createRandom(seed);
  const draw = (): Float64Array => {
    const shares = Float64Array.from({ length: assets }, () => -Math.log(1 - random.uniform()));
    return shares.map((share) => share / sum(shares));
  };
  const inside = draw();
  const lower = inside.map((weight) => weight * random.uniform());
  const upper = inside.map((weight) => weight + 0.3 * random.uniform());
  const group = (members: readonly number[]) => {
    const held = sum(members.map((i) => inside[i] as number));
    return { members, lower: held * random.uniform(), upper: held + 0.1 * random.uniform() };
  };
  const all = Array.from({ length: assets }, (_, i) => i);
  const groups = withGroups
    ? [group(all.filter((i) => i % 2)), group(all.filter((i) => i % 3))]
    : [];
  return { inside, weights: draw(), bounds: { lower, upper, groups } satisfies WeightBounds };
}

describe.each([
  ['per asset', false],
  ['per asset and of groups that overlap', true],
] as const)('bounds %s', (_, withGroups) => {
  it('are met by the nearest weights', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 2, max: 12 }),
        (seed, assets) => {
          const { inside, weights, bounds } = drawn(seed, assets, withGroups);
          const found = projectWeights(weights, bounds) as Float64Array;
          expect(sum(found)).toBeCloseTo(1, 10);
          found.forEach((weight, i) => {
            expect(weight).toBeGreaterThanOrEqual(bounds.lower[i] as number);
            expect(weight).toBeLessThanOrEqual(bounds.upper[i] as number);
          });
          for (const { members, lower, upper } of bounds.groups) {
            const held = sum(members.map((i) => found[i] as number));
            expect(held).toBeGreaterThan(lower - 1e-9);
            expect(held).toBeLessThan(upper + 1e-9);
          }
          // The nearest point of a convex set: no other one lies at an acute angle.
          const angle = sum(
            found.map((x, i) => ((weights[i] as number) - x) * ((inside[i] as number) - x)),
          );
          expect(angle).toBeLessThan(1e-9);
          const again = projectWeights(found, bounds) as Float64Array;
          for (const [i, weight] of again.entries()) {
            expect(weight).toBeCloseTo(found[i] as number, 9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('bounds that nothing meets', () => {
  const bounds = { lower: Float64Array.of(0, 0, 0), upper: Float64Array.of(1, 1, 1), groups: [] };
  const weights = Float64Array.of(0.2, 0.3, 0.5);

  it.each([
    ['floors above 1 in sum', { ...bounds, lower: Float64Array.of(0.5, 0.5, 0.1) }],
    ['caps below 1 in sum', { ...bounds, upper: Float64Array.of(0.3, 0.3, 0.3) }],
    [
      'a floor above its cap',
      { ...bounds, lower: Float64Array.of(0.4, 0, 0), upper: Float64Array.of(0.3, 1, 1) },
    ],
    [
      'a group above its caps',
      {
        ...bounds,
        upper: Float64Array.of(0.2, 1, 1),
        groups: [{ members: [0], lower: 0.4, upper: 1 }],
      },
    ],
    [
      'groups below 1 in sum',
      {
        ...bounds,
        groups: [
          { members: [0], lower: 0, upper: 0.2 },
          { members: [1, 2], lower: 0, upper: 0.6 },
        ],
      },
    ],
    [
      'groups of one that give each weight, below 1 in sum',
      {
        ...bounds,
        groups: [0, 1, 2].map((i) => ({ members: [i], lower: 0.3, upper: 0.3 })),
      },
    ],
    [
      'a group and its complement',
      {
        ...bounds,
        groups: [
          { members: [0, 1], lower: 0.7, upper: 1 },
          { members: [2], lower: 0.4, upper: 1 },
        ],
      },
    ],
  ])('are told: %s', (_, unmet) => {
    expect(projectWeights(weights, unmet)).toBeNull();
  });

  it('are those that no weights meet, not tight ones', () => {
    const caps = { ...bounds, upper: Float64Array.of(0.4, 0.3, 0.3) };
    expect([...(projectWeights(weights, caps) as Float64Array)]).toEqual([0.4, 0.3, 0.3]);
  });

  it('are not groups that leave one way only', () => {
    // Two halves of at least ½ each, with room for twice as much: all alike in the second, the first as they can be.
    const assets = 500;
    const half = Array.from({ length: assets / 2 }, (_, i) => i);
    const other = half.map((i) => i + assets / 2);
    const one = new Float64Array(assets);
    one[0] = 1;
    const found = projectWeights(one, {
      lower: new Float64Array(assets),
      upper: new Float64Array(assets).fill(2 / assets),
      groups: [half, other].map((members) => ({ members, lower: 0.5, upper: 1 })),
    }) as Float64Array;
    expect(found[0]).toBe(2 / assets);
    for (const i of other) expect(found[i]).toBeCloseTo(1 / assets, 12);
    expect(sum(half.map((i) => found[i] as number))).toBeCloseTo(0.5, 12);
  });

  it('move what is above a cap to all others alike', () => {
    const caps = { ...bounds, upper: Float64Array.of(1, 1, 0.4) };
    const found = projectWeights(weights, caps) as Float64Array;
    for (const [i, wanted] of [0.25, 0.35, 0.4].entries()) {
      expect(found[i]).toBeCloseTo(wanted, 12);
    }
  });
});
