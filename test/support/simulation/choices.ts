/** The choices of a simulated run: all of them come from its seed. */
import { createRandom } from '../../../src/base/random.ts';

export type Choices = {
  /** True with a probability. */
  chance(probability: number): boolean;
  /** Uniform between two numbers. */
  between(least: number, most: number): number;
  /** A whole number from 0 up to, and without, a bound. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
  /** Most often near the least, sometimes up to the most: the cube of a uniform number. */
  mostlyNear(least: number, most: number): number;
};

export function createChoices(seed: number): Choices {
  const { uniform } = createRandom(seed);
  const below = (bound: number): number => Math.floor(uniform() * bound);
  return {
    below,
    chance: (probability) => uniform() < probability,
    between: (least, most) => least + uniform() * (most - least),
    pick: (items) => items[below(items.length)] as never,
    mostlyNear: (least, most) => least + uniform() ** 3 * (most - least),
  };
}
