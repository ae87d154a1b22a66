/**
 * Correlations of assets with unequal histories, from pairwise estimates ρ̂_ij over the n_ij days that a pair has in common:
 *   ρ_ij = u_ij ρ̂_ij + (1 − u_ij) ℓ_i ℓ_j,  u_ij = min(1, n_ij/60),
 * ℓ_i the correlation with the index of the class, which is the shrunk beta of the asset times the index's volatility over its
 * own: ℓ_i = c_i/√c̄, c_i = mean over j of u_ij ρ̂_ij + (1 − u_ij) ρ̄, c̄ their mean, ρ̄ the mean of ρ̂ weighted by u.
 * One factor: ρ_ij = ℓ_i ℓ_j makes c_i about ℓ_i times the mean of ℓ. So a new asset starts like the usual one of its class,
 * and from 60 days on with all others the estimates stay as they are. What is not positive definite then is made so.
 */
import { createEigenvalueFloor } from './eigenvalue-floor.ts';

const knownDays = 60;
const largestLoading = 0.99;

/** In place, on row-major n × n; the days likewise, symmetric. */
export type CompleteCorrelations = (correlations: Float64Array, days: Float64Array) => void;

export function createCompleteCorrelations(assets: number): CompleteCorrelations {
  const floor = createEigenvalueFloor(assets);
  const loadings = new Float64Array(assets);

  return (correlations, days) => {
    const share = (cell: number): number => Math.min(1, (days[cell] as number) / knownDays);
    const mean = meanCorrelation(correlations, assets, share);
    if (mean !== null) {
      fillLoadings(correlations, loadings, { share, mean });
      for (let i = 0; i < assets; i++) {
        for (let j = 0; j < assets; j++) {
          const cell = i * assets + j;
          const own = share(cell);
          if (i === j || own === 1) continue;
          const byIndex = (loadings[i] as number) * (loadings[j] as number);
          correlations[cell] = own * (correlations[cell] as number) + (1 - own) * byIndex;
        }
      }
    }
    floor(correlations);
  };
}

/** Weighted by the share of days known; null when all pairs are known whole. */
function meanCorrelation(
  correlations: Float64Array,
  assets: number,
  share: (cell: number) => number,
): number | null {
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const own = share(i * assets + j);
      sum += own * (correlations[i * assets + j] as number);
      weight += own;
    }
  }
  if (weight === (assets * (assets - 1)) / 2) return null;
  return weight > 0 ? sum / weight : 0;
}

function fillLoadings(
  correlations: Float64Array,
  loadings: Float64Array,
  { share, mean }: { share: (cell: number) => number; mean: number },
): void {
  const assets = loadings.length;
  let total = 0;
  for (let i = 0; i < assets; i++) {
    let sum = 0;
    for (let j = 0; j < assets; j++) {
      const cell = i * assets + j;
      if (i !== j) sum += mean + share(cell) * ((correlations[cell] as number) - mean);
    }
    loadings[i] = sum / (assets - 1);
    total += loadings[i] as number;
  }
  const scale = total > 0 ? 1 / Math.sqrt(total / assets) : 0;
  for (let i = 0; i < assets; i++) {
    const loading = (loadings[i] as number) * scale;
    loadings[i] = Math.min(largestLoading, Math.max(-largestLoading, loading));
  }
}
