/**
 * Exponentially weighted covariance of returns, mean taken as zero:
 * Σ_t = Σ_k λ^k r_{t−k} r_{t−k}ᵀ / Σ_k λ^k with λ = 2^(−1/h), h the half-life in bars. Per bar, not annualised.
 * Source: RiskMetrics (1996), with weights normalised so that the first bars are not biased to zero.
 */

export type EwmaCovariance = {
  /** Takes the returns of one bar, from `offset` in a row-major matrix. */
  observe(returns: Float64Array, offset?: number): void;
  /** Number of returns seen. */
  count(): number;
  /** Writes Σ, row-major n × n. */
  covariance(out: Float64Array): void;
};

export function createEwmaCovariance(options: {
  assets: number;
  halfLifeBars: number;
}): EwmaCovariance {
  const { assets } = options;
  const decay = 2 ** (-1 / options.halfLifeBars);
  const sums = new Float64Array((assets * (assets + 1)) / 2);
  let weight = 0;
  let seen = 0;

  const observe = (returns: Float64Array, offset = 0): void => {
    let cell = 0;
    for (let i = 0; i < assets; i++) {
      const ri = returns[offset + i] as number;
      for (let j = 0; j <= i; j++) {
        sums[cell] = decay * (sums[cell] as number) + ri * (returns[offset + j] as number);
        cell++;
      }
    }
    weight = decay * weight + 1;
    seen++;
  };

  const covariance = (out: Float64Array): void => {
    let cell = 0;
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j <= i; j++) {
        const value = weight > 0 ? (sums[cell] as number) / weight : 0;
        out[i * assets + j] = value;
        out[j * assets + i] = value;
        cell++;
      }
    }
  };

  return { observe, count: () => seen, covariance };
}
