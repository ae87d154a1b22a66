/**
 * Exponentially weighted mean of a squared quantity, asset by asset: v_t = Σ_k λ^k x_{t−k} / Σ_k λ^k with
 * λ = 2^(−1/h), h the half-life in bars; the plain mean when it is infinite. Per bar, not annualised.
 */

export type EwmaVariance = {
  /** Takes one squared return (or range variance) per asset. */
  observe(squares: Float64Array): void;
  /** Writes v, one number per asset. */
  variance(out: Float64Array): void;
};

export function createEwmaVariance(options: {
  assets: number;
  halfLifeBars: number;
}): EwmaVariance {
  const { assets } = options;
  const decay = 2 ** (-1 / options.halfLifeBars);
  const sums = new Float64Array(assets);
  let weight = 0;

  const observe = (squares: Float64Array): void => {
    for (let i = 0; i < assets; i++) {
      sums[i] = decay * (sums[i] as number) + (squares[i] as number);
    }
    weight = decay * weight + 1;
  };

  const variance = (out: Float64Array): void => {
    for (let i = 0; i < assets; i++) out[i] = weight > 0 ? (sums[i] as number) / weight : 0;
  };

  return { observe, variance };
}
