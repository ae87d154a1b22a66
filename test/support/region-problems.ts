/** Random problems of the no-trade region, drawn from a seed: metrics of factor models, costs, targets and weights as they occur. */
import { createRandom } from '../../src/base/random.ts';
import type { FlowMarket } from '../../src/policy/flow-problem.ts';
import { geometryMetric } from '../../src/policy/region-metric.ts';
import type { RegionProblem, RegionStart } from '../../src/policy/region-state.ts';
import { createRegionProblem } from '../../src/policy/region-state.ts';
import { invertPositiveDefinite } from '../../src/risk/matrix.ts';

export type CashKind = 'ample' | 'zero' | 'negative';

export type RegionCase = {
  readonly problem: RegionProblem;
  readonly start: RegionStart;
  readonly targets: Float64Array;
};

export function randomRegionCase(options: {
  seed: number;
  assets: number;
  cash: CashKind;
  direct: boolean;
  /** One cost for all markets, as a maker order has. */
  equalCosts?: boolean;
}): RegionCase {
  const { assets: n, cash: kind } = options;
  const random = createRandom(options.seed);
  const cash = { ample: 0.05 + 0.4 * random.uniform(), zero: 0, negative: -0.002 }[kind];
  const zeroTarget = random.uniform() < 0.3 ? Math.floor(n * random.uniform()) : -1;
  const targets = spread(n, 1 - Math.max(0, cash), (i) =>
    i === zeroTarget ? 0 : 0.2 + random.uniform(),
  );
  const soldOut = random.uniform() < 0.3 ? Math.floor(n * random.uniform()) : -1;
  const turmoil = 0.05 + 0.5 * random.uniform();
  const weights = spread(n, 1 - cash, (i) =>
    i === soldOut ? 0 : ((targets[i] as number) + 0.01) * Math.exp(turmoil * random.normal()),
  );
  const metric = factorMetric(random, targets);
  const tightness = 0.02 * 100 ** random.uniform();
  const curvature = metric.map((value) => tightness * value);
  const inverse = new Float64Array(n * n);
  invertPositiveDefinite(curvature, n, inverse);
  const common = 0.0005 + 0.003 * random.uniform();
  const cost = (): number =>
    options.equalCosts === true ? common : 0.0005 + 0.005 * random.uniform();
  const markets: FlowMarket[] = [];
  for (let base = 0; base < n; base++) markets.push({ base, quote: -1, cost: cost() });
  if (options.direct) {
    for (let base = 1; base < n; base++) markets.push({ base, quote: 0, cost: cost() });
  }
  const driftAbs = weights.map((weight, i) => weight - (targets[i] as number));
  const problem = createRegionProblem({ markets, curvature, inverse });
  return { problem, start: { driftAbs, sellable: weights, spendable: cash }, targets };
}

/** Shares of a total, in proportion to what is drawn for each. */
function spread(assets: number, total: number, draw: (asset: number) => number): Float64Array {
  const shares = Float64Array.from({ length: assets }, (_, i) => draw(i));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => (share / sum) * total);
}

/** (Σ/v̄ + 0.8 G/ḡ)/1.8 with Σ of one common factor and own shocks. */
function factorMetric(
  random: ReturnType<typeof createRandom>,
  targets: Float64Array,
): Float64Array {
  const n = targets.length;
  const loading = Float64Array.from({ length: n }, () => 0.2 + random.uniform());
  const own = Float64Array.from({ length: n }, () => 0.1 + random.uniform());
  const variance = loading.map((value, i) => value * value + (own[i] as number) ** 2);
  const level = variance.reduce((a, b) => a + b, 0) / n;
  return geometryMetric(targets, 0).map((geometry, cell) => {
    const [i, j] = [Math.floor(cell / n), cell % n];
    const covariance =
      i === j ? (variance[i] as number) : (loading[i] as number) * (loading[j] as number);
    return (covariance / level + 0.8 * geometry) / 1.8;
  });
}
