/**
 * Certifies a solution of the no-trade region without looking at how it was found: the objective in plain sums, what the
 * constraints leave, and a lower bound of every feasible objective from weak duality.
 */
import type { RegionCase } from './region-problems.ts';

export type Certificate = {
  readonly objective: number;
  /** Below the objective of all feasible flows. */
  readonly bound: number;
  /** Smallest weight after the flows. */
  readonly leastWeight: number;
  /** Cash after the flows and the costs of markets against cash. */
  readonly cashAfter: number;
};

/** ½ (d + B f)ᵀ A (d + B f) + Σ c |f|. */
export function objectiveOf({ problem, start }: RegionCase, flows: ArrayLike<number>): number {
  const position = moved(problem.markets, flows, start.driftAbs);
  const cost = problem.markets.reduce(
    (sum, { cost: c }, m) => sum + c * Math.abs(flows[m] ?? 0),
    0,
  );
  const gradient = times(problem.curvature, position);
  return position.reduce((sum, x, i) => sum + (x * (gradient[i] as number)) / 2, 0) + cost;
}

export function weightsAfter(given: RegionCase, flows: ArrayLike<number>): number[] {
  return moved(given.problem.markets, flows, given.start.sellable);
}

export function cashAfter({ problem, start }: RegionCase, flows: ArrayLike<number>): number {
  return problem.markets.reduce((cash, { quote, cost }, m) => {
    const flow = flows[m] ?? 0;
    return quote < 0 ? cash - flow - cost * Math.abs(flow) : cash;
  }, start.spendable);
}

export function isFeasible(given: RegionCase, flows: ArrayLike<number>): boolean {
  return weightsAfter(given, flows).every((w) => w >= -1e-12) && cashAfter(given, flows) >= -1e-12;
}

/**
 * For z with |z_b − z_q| ≤ c and |z_b| ≤ c (1 + ν), and μ ≥ 0: yᵀd − ½ yᵀA⁻¹y − ν cash − μᵀw0 with y = z + μ − ν bounds
 * the objective from below. z is the gradient + ν brought within those distances (Floyd and Warshall); where an asset is
 * sold out, μ takes the difference. That z keeps its bounds is checked, so the certificate trusts nothing.
 */
export function certify(given: RegionCase, flows: Float64Array, multiplier: number): Certificate {
  const { problem, start } = given;
  const after = weightsAfter(given, flows);
  const gradient = times(problem.curvature, moved(problem.markets, flows, start.driftAbs));
  const apart = distances(given, multiplier);
  const onCash = apart.length - 1;
  const clipped = gradient.map((g, i) => {
    const most = apart[i]?.[onCash] as number;
    return Math.min(most, Math.max(-most, g + multiplier));
  });
  const z = clipped.map((_, i) =>
    Math.min(...clipped.map((value, j) => value + (apart[i]?.[j] as number))),
  );
  for (const { base, quote, cost } of problem.markets) {
    const other = quote < 0 ? 0 : (z[quote] as number);
    const most = quote < 0 ? cost * (1 + multiplier) : cost;
    if (Math.abs((z[base] as number) - other) > most + 1e-15) return nothing;
  }
  const released = z.map((value, i) =>
    (after[i] as number) < 1e-11 ? Math.max(0, (gradient[i] as number) + multiplier - value) : 0,
  );
  const y = z.map((value, i) => value + (released[i] as number) - multiplier);
  const preimage = times(problem.inverse, y);
  let bound = -multiplier * start.spendable;
  y.forEach((value, i) => {
    bound += value * ((start.driftAbs[i] as number) - (preimage[i] as number) / 2);
    bound -= (released[i] as number) * (start.sellable[i] as number);
  });
  return {
    objective: objectiveOf(given, flows),
    bound,
    leastWeight: Math.min(...after),
    cashAfter: cashAfter(given, flows),
  };
}

const nothing: Certificate = {
  objective: Number.NaN,
  bound: Number.NEGATIVE_INFINITY,
  leastWeight: Number.NaN,
  cashAfter: Number.NaN,
};

/** Cheapest way between any two assets; cash is the last row and column. */
function distances({ problem, targets }: RegionCase, multiplier: number): number[][] {
  const nodes = targets.length + 1;
  const apart = Array.from({ length: nodes }, (_, i) =>
    Array.from({ length: nodes }, (_, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
  );
  for (const { base, quote, cost } of problem.markets) {
    const other = quote < 0 ? nodes - 1 : quote;
    const length = quote < 0 ? cost * (1 + multiplier) : cost;
    (apart[base] as number[])[other] = length;
    (apart[other] as number[])[base] = length;
  }
  for (let k = 0; k < nodes; k++) {
    for (const row of apart) {
      for (let j = 0; j < nodes; j++) {
        row[j] = Math.min(row[j] as number, (row[k] as number) + (apart[k]?.[j] as number));
      }
    }
  }
  return apart;
}

function moved(
  markets: RegionCase['problem']['markets'],
  flows: ArrayLike<number>,
  from: Float64Array,
): number[] {
  const to = Array.from(from);
  markets.forEach(({ base, quote }, m) => {
    to[base] = (to[base] as number) + (flows[m] ?? 0);
    if (quote >= 0) to[quote] = (to[quote] as number) - (flows[m] ?? 0);
  });
  return to;
}

function times(matrix: Float64Array, vector: readonly number[]): number[] {
  const n = vector.length;
  return vector.map((_, i) =>
    vector.reduce((sum, x, j) => sum + (matrix[i * n + j] as number) * x, 0),
  );
}
