/**
 * Makes a correlation matrix positive definite: eigenvalues below 1e-6 are lifted to it and the diagonal is scaled back to 1.
 * A matrix whose smallest eigenvalue is above (its Cholesky factor less the floor exists) stays as it is.
 */
import { correlationsOf } from './correlations.ts';
import { factorPositiveDefinite } from './matrix.ts';
import { recomposed, symmetricEigen } from './symmetric-eigen.ts';

const smallestEigenvalue = 1e-6;

export type EigenvalueFloor = (correlations: Float64Array) => void;

export function createEigenvalueFloor(assets: number): EigenvalueFloor {
  const work = new Float64Array(assets * assets);
  const lower = new Float64Array(assets * assets);

  return (correlations) => {
    work.set(correlations);
    for (let i = 0; i < assets; i++) work[i * (assets + 1)] = 1 - smallestEigenvalue;
    if (factorPositiveDefinite(work, assets, lower)) return;
    const { values, vectors } = symmetricEigen(correlations, assets);
    const lifted = values.map((value) => Math.max(value, smallestEigenvalue));
    correlations.set(correlationsOf(recomposed({ values: lifted, vectors }), assets));
  };
}
