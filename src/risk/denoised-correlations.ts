/**
 * Correlations without what chance makes of independent assets: of the m smallest eigenvalues, of mean σ², those of pure noise lie below
 *   σ² (1 + √(m/n))²,
 * n the days. All below are set to their mean, which keeps their sum; m starts at all and falls until the edge holds for the rest.
 * The diagonal is scaled back to 1.
 * Source: Marchenko and Pastur 1967; Laloux, Cizeau, Bouchaud and Potters 1999, "Noise dressing of financial correlation matrices".
 */
import { correlationsOf } from './correlations.ts';
import { recomposed, symmetricEigen } from './symmetric-eigen.ts';

export function denoisedCorrelations(
  correlations: Float64Array,
  { assets, days }: { readonly assets: number; readonly days: number },
): Float64Array {
  const { values, vectors } = symmetricEigen(correlations, assets);
  let noisy = assets + 1;
  let below = assets;
  let mean = 1;
  while (below < noisy) {
    noisy = below;
    mean = values.subarray(0, noisy).reduce((sum, value) => sum + value, 0) / noisy;
    const edge = mean * (1 + Math.sqrt(noisy / days)) ** 2;
    below = values.filter((value) => value <= edge).length;
  }
  const denoised = values.map((value, k) => (k < noisy ? mean : value));
  return correlationsOf(recomposed({ values: denoised, vectors }), assets);
}
