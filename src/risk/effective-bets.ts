/**
 * How many uncorrelated bets of equal risk a portfolio comes to: exp(−Σ p_k ln p_k), p_k the share of variance of the k-th of those
 * uncorrelated factors that are nearest to the assets themselves (minimum torsion). With c = C^½, C the correlations, and s_i = σ_i w_i:
 *   p ∝ (Q c s)², Q orthogonal, the polar factor of diag(d) c with d_i = (Q c)_ii.
 * From 1 to the number of assets; of equal weights, volatilities and correlations it is always that number, whatever the correlation.
 * Source: Meucci, Santangelo and Deguest 2015, "Risk budgeting and diversification based on optimized uncorrelated factors".
 */
import { correlationsOf } from './correlations.ts';
import { dot, multiply } from './matrix.ts';
import { recomposed, type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';

const tolerance = 1e-10;
const maximumRounds = 500;
/** Eigenvalues below this share of the largest are what rounding leaves of zero. */
const smallestShare = 1e-12;

/** Of a row-major n × n covariance; NaN without any risk. Assets without risk are no bets. */
export function effectiveBets(covariance: Float64Array, weights: Float64Array): number {
  const all = weights.length;
  const risky = [...weights.keys()].filter((i) => (covariance[i * (all + 1)] as number) > 0);
  const assets = risky.length;
  if (assets === 0) return Number.NaN;
  const own = Float64Array.from(
    risky.flatMap((i) => risky.map((j) => covariance[i * all + j] as number)),
  );
  const scaled = Float64Array.from(
    risky,
    (i) => Math.sqrt(covariance[i * (all + 1)] as number) * (weights[i] as number),
  );
  const root = powerOf(symmetricEigen(correlationsOf(own, assets), assets), 0.5);
  const exposures = new Float64Array(assets);
  multiply(torsion(root, assets), scaled, exposures);
  const total = dot(exposures, exposures);
  let entropy = 0;
  for (const exposure of exposures) {
    const share = (exposure * exposure) / total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return total > 0 ? Math.exp(entropy) : Number.NaN;
}

/** Q c: how the nearest uncorrelated factors, each of variance 1, go along with the assets. */
function torsion(root: Float64Array, assets: number): Float64Array {
  const scales = new Float64Array(assets).fill(1);
  let turned = root;
  for (let round = 0; round < maximumRounds; round++) {
    const stretched = root.map(
      (value, cell) => value * (scales[Math.floor(cell / assets)] as number),
    );
    const square = product(stretched, transposed(stretched, assets), assets);
    const inverse = powerOf(symmetricEigen(square, assets), -0.5);
    turned = product(product(inverse, stretched, assets), root, assets);
    let change = 0;
    for (let i = 0; i < assets; i++) {
      const scale = turned[i * (assets + 1)] as number;
      change = Math.max(change, Math.abs(scale - (scales[i] as number)));
      scales[i] = scale;
    }
    if (change < tolerance) break;
  }
  return turned;
}

/** Of a matrix without negative eigenvalues; those that are zero stay so. */
function powerOf({ values, vectors }: SymmetricEigen, power: number): Float64Array {
  const least = smallestShare * Math.max(0, values.at(-1) ?? 0);
  const powers = values.map((value) => (value > least ? value ** power : 0));
  return recomposed({ values: powers, vectors });
}

/** A B, row-major n × n. */
function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k] as number;
      for (let j = 0; j < n; j++)
        out[i * n + j] = (out[i * n + j] as number) + value * (b[k * n + j] as number);
    }
  }
  return out;
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((_, cell) => matrix[(cell % n) * n + Math.floor(cell / n)] as number);
}
