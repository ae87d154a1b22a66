/** Covariances from deviations and a few correlations, for numbers that are checked by hand. */
import type { Covariance } from '../../src/allocation/allocation.ts';

/** Correlations by pairs such as '02', the lower place first; 0 where none is named. */
export function covarianceOf(
  deviations: readonly number[],
  correlations: Readonly<Record<string, number>>,
): Covariance {
  const assets = deviations.length;
  const values = Float64Array.from({ length: assets * assets }, (_, cell) => {
    const [i, j] = [Math.floor(cell / assets), cell % assets];
    const pair = `${Math.min(i, j)}${Math.max(i, j)}`;
    const correlation = i === j ? 1 : (correlations[pair] ?? 0);
    return correlation * (deviations[i] as number) * (deviations[j] as number);
  });
  return { assets, values };
}
