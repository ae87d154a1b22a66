/** The covariance and the returns of which test/golden/allocation.json has the weights that others computed. */
import { readFileSync } from 'node:fs';
import type { Covariance } from '../../src/allocation/allocation.ts';

export const goldenAssets = 20;

export function goldenCovariance(): Covariance {
  return { assets: goldenAssets, values: numbersOf('allocation_covariance.csv') };
}

/** Days × assets, row-major. */
export function goldenReturns(): Float64Array {
  return numbersOf('allocation_returns.csv');
}

function numbersOf(name: string): Float64Array {
  const text = readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8');
  const [, ...rows] = text.trim().split('\n');
  return Float64Array.from(rows.flatMap((row) => row.split(',').map(Number)));
}
