/** Minima within bounds of functions whose minima are known. */
import { describe, expect, it } from 'vitest';
import { minimiseInBox, type Objective } from '../../src/risk/minimise.ts';

type Point = readonly [x: number, y: number];

/** (1 − x)² + 100 (y − x²)² of Rosenbrock (1960): a curved valley with its minimum of 0 at (1, 1). */
const valley = {
  value: ([x, y]: Point) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  slopes: ([x, y]: Point): Point => [2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)],
};

/** (x − 2)² + (y + 3)² + (x − 2)(y + 3), lowest at (2, −3). */
const bowl = {
  value: ([x, y]: Point) => (x - 2) ** 2 + (y + 3) ** 2 + (x - 2) * (y + 3),
  slopes: ([x, y]: Point): Point => [2 * (x - 2) + y + 3, 2 * (y + 3) + x - 2],
};

function objectiveOf({ value, slopes }: typeof valley): Objective {
  let at: Point = [0, 0];
  return {
    value(point) {
      at = [...point] as unknown as Point;
      return value(at);
    },
    gradient: (out) => out.set(slopes(at)),
  };
}

function minimumOf(
  of: typeof valley,
  given: { start?: Point; lower?: Point; upper?: Point; maximumSteps?: number } = {},
) {
  return minimiseInBox(objectiveOf(of), {
    start: Float64Array.from(given.start ?? [-1.2, 1]),
    lower: Float64Array.from(given.lower ?? [-10, -10]),
    upper: Float64Array.from(given.upper ?? [10, 10]),
    scales: Float64Array.of(1, 1),
    tolerance: 1e-12,
    maximumSteps: given.maximumSteps ?? 100,
  });
}

function expectPoint({ point }: { point: Float64Array }, [x, y]: Point): void {
  expect(point[0]).toBeCloseTo(x, 5);
  expect(point[1]).toBeCloseTo(y, 5);
}

describe('a minimum within bounds', () => {
  it('lies at the end of the valley, wherever the search begins', () => {
    for (const start of [
      [-1.2, 1],
      [8, -8],
      [1, 1],
      [-10, 10],
    ] as const) {
      const found = minimumOf(valley, { start });
      expect(found.isConverged).toBe(true);
      expect(found.value).toBeLessThan(1e-10);
      expectPoint(found, [1, 1]);
    }
  });

  it('takes no step from where it is', () => {
    expect(minimumOf(bowl, { start: [2, -3] })).toMatchObject({ steps: 0, isConverged: true });
  });

  // With x = 0 the slope in y is 2(y + 3) − 2: zero at y = −2. With y = 0 as well, both slopes push outwards.
  it('stays at the bounds that it is pushed against', () => {
    expectPoint(minimumOf(bowl, { start: [-5, 5], upper: [0, 10] }), [0, -2]);
    const corner = minimumOf(bowl, { start: [-5, 5], upper: [0, 10], lower: [-10, 0] });
    expectPoint(corner, [0, 0]);
    expect(corner.value).toBe(7);
  });

  it('leaves a bound where that goes downwards', () => {
    expectPoint(minimumOf(bowl, { start: [-10, 10] }), [2, -3]);
  });

  it('moves no variable whose bounds are equal', () => {
    expectPoint(minimumOf(valley, { lower: [0.5, -10], upper: [0.5, 10] }), [0.5, 0.25]);
  });

  it('brings a start from outside within the bounds', () => {
    expectPoint(minimumOf(bowl, { start: [1e6, -1e6] }), [2, -3]);
  });

  it('says when the steps ran out, and is lower than the start all the same', () => {
    const found = minimumOf(valley, { maximumSteps: 3 });
    expect(found).toMatchObject({ steps: 3, isConverged: false });
    expect(found.value).toBeLessThan(valley.value([-1.2, 1]));
  });

  it('shortens steps into where the function is not a number', () => {
    const found = minimumOf(
      {
        value: ([x, y]) => x - Math.log(x) + y * y,
        slopes: ([x, y]) => [1 - 1 / x, 2 * y],
      },
      { start: [5, 4] },
    );
    expect(found.isConverged).toBe(true);
    expectPoint(found, [1, 0]);
  });

  it('ends where no step goes down although the slope says so', () => {
    const found = minimumOf({ value: () => 1, slopes: () => [1, 1] });
    expect(found).toMatchObject({ steps: 0, isConverged: false, value: 1 });
  });
});
