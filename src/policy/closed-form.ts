/**
 * The best band of one asset in closed form. "Trade when |d| > b, to |d| = x" costs a year, in the stationary state,
 *
 *   J(b, x) = (λq/12)(b² + x²) + s² [F + c (b − x)] / (b² − x²)
 *
 * with s = p (1 − p) σ_r the volatility of the drift, (λ/2) q d² the penalty, c the proportional and F the fixed cost. At
 * the optimum b x (b + x) = 3 c s²/(λq) and c (b − x)³ = 4 b x F. With F = 0, b = x = (3 c s²/(2λq))^(1/3), the asymptotic
 * no-trade half-width of Gerhold, Guasoni, Muhle-Karbe and Schachermayer (2013); with c = 0, x = 0 and
 * b = (12 F s²/(λq))^(1/4). In between r = x/b solves F/c = b (1 − r)³/(4 r), b = B (2/(r (1 + r)))^(1/3).
 */

export type BandProblem = {
  /** s: volatility of the drift a year, p (1 − p) σ_r. */
  readonly driftVolAnnual: number;
  /** λ q: the penalty is (λ q/2) d² a year. */
  readonly penalty: number;
  /** c: cost of trading one unit of weight, a fraction. */
  readonly cost: number;
  /** F: cost of one event, a fraction of NAV. */
  readonly eventCost: number;
};

/** Half-widths in weight: trade beyond `trigger`, to `destination`; 0 ≤ destination ≤ trigger. */
export type Band = { readonly trigger: number; readonly destination: number };

const maximumHalvings = 200;

export function bestBand({ driftVolAnnual, penalty, cost, eventCost }: BandProblem): Band {
  const variance = driftVolAnnual * driftVolAnnual;
  if (cost === 0) {
    return { trigger: ((12 * eventCost * variance) / penalty) ** 0.25, destination: 0 };
  }
  const edge = ((3 * cost * variance) / (2 * penalty)) ** (1 / 3);
  if (eventCost === 0) return { trigger: edge, destination: edge };
  const triggerAt = (ratio: number): number => edge * (2 / (ratio * (1 + ratio))) ** (1 / 3);
  // The fixed cost that makes a ratio optimal falls from ∞ at 0 to nothing at 1.
  let low = 0;
  let high = 1;
  for (let k = 0; k < maximumHalvings && high - low > Number.EPSILON * high; k++) {
    const ratio = (low + high) / 2;
    const impliedCost = (cost * triggerAt(ratio) * (1 - ratio) ** 3) / (4 * ratio);
    if (impliedCost > eventCost) low = ratio;
    else high = ratio;
  }
  const ratio = (low + high) / 2;
  const trigger = triggerAt(ratio);
  return { trigger, destination: ratio * trigger };
}

/** What the stationary state of a band costs and does a year. */
export function bandStatistics(
  { driftVolAnnual, penalty, cost, eventCost }: BandProblem,
  { trigger: b, destination: x }: Band,
): {
  /** J: penalty and trading cost. */
  readonly cost: number;
  readonly events: number;
  readonly turnover: number;
  readonly meanSquareDrift: number;
} {
  const variance = driftVolAnnual * driftVolAnnual;
  const events = variance / (b * b - x * x);
  return {
    cost: (penalty / 12) * (b * b + x * x) + events * (eventCost + cost * (b - x)),
    events,
    turnover: variance / (b + x),
    meanSquareDrift: (b * b + x * x) / 6,
  };
}

/** Looks are Δt apart, so the drift overshoots its trigger by 0.5826 s √Δt on average (Broadie, Glasserman and Kou 1997). */
export function lessOvershoot(band: Band, driftVolAnnual: number, lookYears: number): Band {
  const overshoot = 0.5826 * driftVolAnnual * Math.sqrt(lookYears);
  const trigger = Math.max(0, band.trigger - overshoot);
  return { trigger, destination: Math.min(band.destination, trigger) };
}
