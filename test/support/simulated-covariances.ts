/** Returns whose covariances are known: GARCH(1,1) variances and DCC(1,1) correlations of normal shocks, drawn from a seed. */
import { createRandom } from '../../src/base/random.ts';
import { composeCovariance } from '../../src/risk/compose-covariance.ts';
import type { CovarianceForecaster, DailyReturns } from '../../src/risk/covariance-forecaster.ts';
import { createDccState, type DccParameters } from '../../src/risk/dcc.ts';

export type SimulatedReturns = DailyReturns & {
  /** Knows Σ of the day after each. */
  readonly truth: CovarianceForecaster;
};

/** Long-run correlations are `correlation` between all, variances `dailyVariance` times 1, 2, 3, … of the assets. */
export function simulateDcc(options: {
  readonly seed: number;
  readonly days: number;
  readonly assets: number;
  readonly dcc: DccParameters;
  readonly garch?: { readonly alpha: number; readonly beta: number };
  readonly correlation?: number;
}): SimulatedReturns {
  const { seed, days, assets, dcc, correlation = 0.5 } = options;
  const { alpha, beta } = options.garch ?? { alpha: 0.08, beta: 0.88 };
  const random = createRandom(seed);
  const longRun = Float64Array.from({ length: assets }, (_, i) => 1e-4 * (i + 1));
  const target = equalCorrelations(assets, correlation);
  const state = createDccState(assets);
  state.setTarget(target, { restart: true });
  const variances = longRun.slice();
  const values = new Float64Array(days * assets);
  const covariances: Float64Array[] = [];
  for (let day = 0; day < days; day++) {
    const correlations = correlationsOf(state, assets);
    const covariance = new Float64Array(assets * assets);
    composeCovariance({ variances, correlations }, covariance);
    covariances.push(covariance);
    const shocks = correlate(
      correlations,
      Float64Array.from({ length: assets }, () => random.normal()),
    );
    state.step(dcc, shocks, 0);
    for (let i = 0; i < assets; i++) {
      const value = Math.sqrt(variances[i] as number) * (shocks[i] as number);
      values[day * assets + i] = value;
      variances[i] =
        (1 - alpha - beta) * (longRun[i] as number) +
        alpha * value * value +
        beta * (variances[i] as number);
    }
  }
  return { assets, values, truth: createTruth(covariances) };
}

/** 1 on the diagonal, the same beside it. */
export function equalCorrelations(assets: number, correlation: number): Float64Array {
  return Float64Array.from({ length: assets * assets }, (_, cell) =>
    cell % (assets + 1) === 0 ? 1 : correlation,
  );
}

/** Without the returns of the cells for which the condition holds. */
export function withGaps(
  { assets, values }: DailyReturns,
  isMissing: (day: number, asset: number) => boolean,
): DailyReturns {
  const holed = values.map((value, cell) =>
    isMissing(Math.floor(cell / assets), cell % assets) ? Number.NaN : value,
  );
  return { assets, values: holed };
}

function createTruth(covariances: readonly Float64Array[]): CovarianceForecaster {
  let next = 0;
  return {
    name: 'truth',
    observe(day) {
      next = day + 1;
    },
    covariance(out) {
      const known = covariances[next];
      if (known === undefined) return false;
      out.set(known);
      return true;
    },
  };
}

function correlationsOf(state: ReturnType<typeof createDccState>, assets: number): Float64Array {
  const correlations = equalCorrelations(assets, 0);
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      correlations[i * assets + j] = state.correlation(i, j);
      correlations[j * assets + i] = state.correlation(i, j);
    }
  }
  return correlations;
}

/** The Cholesky factor of a correlation matrix times independent shocks. */
function correlate(matrix: Float64Array, shocks: Float64Array): Float64Array {
  const n = shocks.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++)
        sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number);
    }
  }
  return shocks.map((_, i) => {
    let sum = 0;
    for (let k = 0; k <= i; k++) sum += (lower[i * n + k] as number) * (shocks[k] as number);
    return sum;
  });
}
