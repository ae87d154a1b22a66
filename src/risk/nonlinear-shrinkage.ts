/**
 * A sample covariance with each eigenvalue moved by its own share, as the optimum for many assets and days asks, in closed form. Of p
 * eigenvalues λ from n days, with f the density of the sample's eigenvalues and H f its Hilbert transform by Epanechnikov kernels of
 * bandwidth λ n^(−1/3):
 *   d_i = λ_i/((π (p/n) λ_i f(λ_i))² + (1 − p/n − π (p/n) λ_i H f(λ_i))²);
 * with more assets than days d = 1/(π ((p − n)/n) H f(0)) for those that must be zero, and λ_i/((πλ_i f)² + (πλ_i H f)²) for the others.
 * Source: Ledoit and Wolf 2020, "Analytical nonlinear shrinkage of large-dimensional covariance matrices".
 */
import { recomposed, symmetricEigen } from './symmetric-eigen.ts';

/** The bandwidth at 0 needs n^(−1/3) √5 < 1. */
export const fewestNonlinearDays = 12;

/** As a share of the largest eigenvalue: below it is what rounding leaves of zero, as duplicate assets have. */
const smallestShare = 1e-12;
/** From so many bandwidths on a kernel acts as a point, and its closed form cancels. */
const pointDistance = 1e3;

const root5 = Math.sqrt(5);

/** Of row-major n × n; the days less one where means were removed, at least `fewestNonlinearDays`. */
export function shrinkNonlinearly(
  covariance: Float64Array,
  { assets, days }: { readonly assets: number; readonly days: number },
): Float64Array {
  const { values, vectors } = symmetricEigen(covariance, assets);
  const nulls = Math.max(0, assets - Math.floor(days));
  const least = smallestShare * (values.at(-1) as number);
  const known = values.subarray(nulls).map((value) => Math.max(value, least));
  const shrunk = new Float64Array(assets);
  const width = widthOf(days);
  shrunk.fill(nulls > 0 ? shrunkNull(known, { assets, days }) : 0, 0, nulls);
  const ratio = assets / days;
  for (const [k, value] of known.entries()) {
    const { density, hilbert } = kernels(known, value, width);
    const real =
      nulls > 0 ? Math.PI * value * hilbert : 1 - ratio - Math.PI * ratio * value * hilbert;
    const imaginary = Math.PI * value * density * (nulls > 0 ? 1 : ratio);
    shrunk[nulls + k] = value / (imaginary * imaginary + real * real);
  }
  return recomposed({ values: shrunk, vectors });
}

/** Of a kernel, as a share of its eigenvalue. */
function widthOf(days: number): number {
  return days ** (-1 / 3);
}

/** f and H f at a point. */
function kernels(values: Float64Array, at: number, width: number) {
  let density = 0;
  let hilbert = 0;
  for (const value of values) {
    const bandwidth = value * width;
    const x = (at - value) / bandwidth;
    const inside = 1 - (x * x) / 5;
    density += ((3 / (4 * root5)) * Math.max(0, inside)) / bandwidth;
    hilbert += hilbertOf(x, inside) / bandwidth;
  }
  return { density: density / values.length, hilbert: hilbert / values.length };
}

/** The Hilbert transform of the kernel. */
function hilbertOf(x: number, inside: number): number {
  if (Math.abs(x) > pointDistance) return -1 / (Math.PI * x);
  // At |x| = √5 the logarithm is infinite and its factor zero.
  const edge = Math.log(Math.abs((root5 - x) / (root5 + x)));
  const curved = Number.isFinite(edge) ? (3 / (4 * root5 * Math.PI)) * inside * edge : 0;
  return (-3 / (10 * Math.PI)) * x + curved;
}

/** Of the eigenvalues that are zero because there are too few days. */
function shrunkNull(
  values: Float64Array,
  { assets, days }: { readonly assets: number; readonly days: number },
): number {
  const width = widthOf(days);
  const edge = Math.log((1 + root5 * width) / (1 - root5 * width));
  const curved = (3 / (4 * root5 * width)) * (1 - 1 / (5 * width * width)) * edge;
  const inverse = values.reduce((sum, value) => sum + 1 / value, 0) / values.length;
  const hilbert = ((3 / (10 * width * width) + curved) / Math.PI) * inverse;
  return 1 / (((Math.PI * (assets - days)) / days) * hilbert);
}
