/**
 * The metric of the no-trade region: M = (Σ̂/v̄ + ρ G/ḡ)/(1 + ρ), and what each objective makes of it.
 * G = diag(1/max(|p_i|, .02)) + 11ᵀ/max(p_cash, .3) is the geometry of weights, a chi-square distance from the targets,
 * cash included; ḡ and v̄ are mean diagonals. Matrices are row-major n × n.
 */
import type { RiskForecast } from '../risk/risk-forecast.ts';
import type { Objective } from './settings.ts';

const smallestTarget = 0.02;
const smallestCash = 0.3;

/** G/ḡ: needs no forecast. */
export function geometryMetric(targets: Float64Array, cashTarget: number): Float64Array {
  const n = targets.length;
  const common = 1 / Math.max(cashTarget, smallestCash);
  const matrix = new Float64Array(n * n).fill(common);
  let trace = 0;
  for (let i = 0; i < n; i++) {
    const own = 1 / Math.max(Math.abs(targets[i] as number), smallestTarget);
    matrix[i * n + i] = common + own;
    trace += common + own;
  }
  const mean = trace / n;
  return matrix.map((value) => value / mean);
}

export type MetricOptions = {
  objective: Objective;
  /** ρ. */
  rho: number;
  /** Bounds of the width multiplier 1/T². */
  multiplier: readonly [number, number];
  geometry: Float64Array;
};

/**
 * Writes M into `out` and each asset's width multiplier into `multipliers`. Answers false, and writes the geometry with
 * multipliers of exactly 1, when the forecast cannot be used: none yet, a variance that is not positive, a number that
 * is not finite.
 *
 * `balanced`: M as above from Σ̂. `adaptive`: T (D R̂ D/v̄_ref + ρ G/ḡ) T/(1 + ρ) with D the reference volatilities and
 * T_i² = clamp((σ̂_i/σ_ref,i)^(−2/3)), so that a threshold widens with its asset's volatility^(2/3). `cost-budget` and
 * `tracking-target`: the metric of `balanced`, its level moved by `levelFactor`.
 */
export function regionMetric(
  forecast: RiskForecast,
  options: MetricOptions,
  out: Float64Array,
  multipliers: Float64Array,
): boolean {
  const n = multipliers.length;
  multipliers.fill(1);
  if (!isUsable(forecast, n)) {
    out.set(options.geometry);
    return false;
  }
  const scale = new Float64Array(n).fill(1);
  const deviation = new Float64Array(n);
  let level = 0;
  for (let i = 0; i < n; i++) {
    const variance = forecast.covariance[i * n + i] as number;
    const reference = forecast.referenceVariance[i] as number;
    if (options.objective === 'adaptive') {
      const width = clamp((variance / reference) ** (1 / 3), options.multiplier);
      multipliers[i] = width;
      scale[i] = 1 / Math.sqrt(width);
      deviation[i] = Math.sqrt(reference / variance);
      level += reference / n;
    } else {
      deviation[i] = 1;
      level += variance / n;
    }
  }
  const factor = levelFactor(forecast, options);
  if (factor !== 1) multipliers.fill(1 / factor);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const cell = i * n + j;
      const risk =
        ((forecast.covariance[cell] as number) *
          (deviation[i] as number) *
          (deviation[j] as number)) /
        level;
      const blended = (risk + options.rho * (options.geometry[cell] as number)) / (1 + options.rho);
      out[cell] = factor * blended * (scale[i] as number) * (scale[j] as number);
    }
  }
  return true;
}

/**
 * By what κ is multiplied: (σ̂/σ_ref)^(−2) for a cost budget, wide in storms and tight in calm; σ̂/σ_long for a tracking
 * target, narrower in storms; 1 otherwise. σ̂, σ_ref and σ_long, which is that of all history, are root mean squares over the
 * assets: tracking error goes as σ̂/κ, so that with σ_ref in place of σ_long it would follow σ_ref. The factor is bounded by
 * the inverse of the width multiplier's bounds.
 */
function levelFactor(
  forecast: RiskForecast,
  { objective, multiplier }: Pick<MetricOptions, 'objective' | 'multiplier'>,
): number {
  if (objective !== 'cost-budget' && objective !== 'tracking-target') return 1;
  const normal =
    objective === 'cost-budget' ? forecast.referenceVariance : forecast.longRunVariance;
  const n = normal.length;
  let variance = 0;
  let reference = 0;
  for (let i = 0; i < n; i++) {
    variance += forecast.covariance[i * n + i] as number;
    reference += normal[i] as number;
  }
  const ratio = Math.sqrt(variance / reference);
  const [low, high] = multiplier;
  return clamp(objective === 'cost-budget' ? ratio ** -2 : ratio, [1 / high, 1 / low]);
}

function isUsable(forecast: RiskForecast, n: number): boolean {
  if (forecast.version === 0) return false;
  for (let i = 0; i < n; i++) {
    if (!((forecast.covariance[i * n + i] as number) > 0)) return false;
    if (!((forecast.referenceVariance[i] as number) > 0)) return false;
    if (!((forecast.longRunVariance[i] as number) > 0)) return false;
  }
  return (
    isAllFinite(forecast.covariance) &&
    isAllFinite(forecast.referenceVariance) &&
    isAllFinite(forecast.longRunVariance)
  );
}

/** A loop, because a call for each number costs more than the number. */
function isAllFinite(values: Float64Array): boolean {
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) return false;
  return true;
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
