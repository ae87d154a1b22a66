/**
 * Solves on a covariance that may have no inverse: as it is, and where that fails with ever more added to its diagonal. What was solved
 * with an addition is inexact, because among weights of equal risk the addition chose.
 */
import type { Allocation, Covariance } from './allocation.ts';
import { type Attempt, allocationOf, optimalResidual } from './attempt.ts';

/** Of the mean variance. */
const shares = [0, 1e-8, 1e-6, 1e-4] as const;

export type Solved = { readonly weights: Float64Array; readonly residual: number };

/** `solve` gives null where it fails with this much on the diagonal. */
export function solveOnRidges(
  { assets, values }: Covariance,
  solve: (ridge: number) => Solved | null,
): Attempt {
  let best: Allocation | undefined;
  let mean = 0;
  for (let i = 0; i < assets; i++) mean += (values[i * (assets + 1)] as number) / assets;
  if (!(mean > 0)) return { cause: 'no asset has any variance' };
  for (const share of shares) {
    const solved = solve(share * mean);
    if (solved === null) continue;
    const { weights, residual } = solved;
    const isExact = share === 0 && residual <= optimalResidual;
    const found = allocationOf(weights, { status: isExact ? 'optimal' : 'inexact', residual });
    if (residual <= optimalResidual) return found;
    if (best === undefined || residual < best.residual) best = found;
  }
  return best ?? { cause: 'the covariance is not positive semi-definite' };
}
