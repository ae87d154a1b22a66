/**
 * Hourly log returns of the simulated market, one step after the other from one seed.
 *
 * r_i = V·M·(β_i f + b_i g) + V·√M·s_i e_i + jumps − κ ln(P_i / level_i) with f the market and g the block factor; M is
 * the volatility of a calm or turbulent regime (a two-state Markov chain), V = exp(h) a slow AR(1) in logs. Own shocks
 * feel the regime less than the factors, so correlations rise in turbulence. The last term is weak (half-life of three
 * years): it keeps prices plausible however long the market runs, and drift too small to matter.
 */
import { createRandom } from '../base/random.ts';
import type { SimulatedAsset } from './simulation-assets.ts';

const hoursPerYear = 8_760;

const marketVolAnnual = 0.4;
const blockVolAnnual = 0.25;

/** Volatility of each regime as a multiple of the usual, and how long it lasts on average. */
const regimes = {
  calm: { multiple: 0.75, meanHours: 30 * 24 },
  turbulent: { multiple: 1.7, meanHours: 8 * 24 },
} as const;

/** Standard deviation of h and its half-life. */
const logVolDeviation = 0.3;
const logVolHalfLifeHours = 5 * 24;

/** Jumps of all assets at once, scaled by their market loading. */
const commonJumpsPerYear = 10;
const commonJump = { mean: -0.005, deviation: 0.03 } as const;

const reversionHalfLifeHours = 3 * hoursPerYear;

export type Regime = keyof typeof regimes;

export type ReturnStep = {
  readonly regime: Regime;
  /** Hourly volatility as a multiple of the usual. */
  readonly volRatio: number;
  /** Log returns of the hour, in the order of the assets. */
  readonly returns: Float64Array;
  /** Hourly standard deviation of each, jumps aside. */
  readonly deviations: Float64Array;
};

/** Each call is the next hour; `logPrices` are those before it, relative to the level. */
export type ReturnProcess = (logPrices: Float64Array) => ReturnStep;

export function createReturnProcess(
  seed: number,
  assets: readonly SimulatedAsset[],
): ReturnProcess {
  const random = createRandom(seed);
  const persistence = 0.5 ** (1 / logVolHalfLifeHours);
  const innovation = logVolDeviation * Math.sqrt(1 - persistence ** 2);
  const reversion = 1 - 0.5 ** (1 / reversionHalfLifeHours);
  const hourly = (annual: number): number => annual / Math.sqrt(hoursPerYear);
  const happens = (perYear: number): boolean => random.uniform() < perYear / hoursPerYear;
  let regime: Regime = 'calm';
  let logVol = 0;

  return (logPrices) => {
    if (random.uniform() < 1 / regimes[regime].meanHours) {
      regime = regime === 'calm' ? 'turbulent' : 'calm';
    }
    logVol = persistence * logVol + innovation * random.normal();
    // The second term keeps the mean variance where it was.
    const slow = Math.exp(logVol - logVolDeviation ** 2);
    const multiple = regimes[regime].multiple;
    const marketVol = hourly(marketVolAnnual) * slow * multiple;
    const blockVol = hourly(blockVolAnnual) * slow * multiple;
    const market = marketVol * random.normal();
    const block = blockVol * random.normal();
    const commonShock = happens(commonJumpsPerYear)
      ? commonJump.mean + commonJump.deviation * random.normal()
      : 0;
    const returns = new Float64Array(assets.length);
    const deviations = new Float64Array(assets.length);
    for (const [i, asset] of assets.entries()) {
      const ownVol = hourly(asset.ownVolAnnual) * slow * Math.sqrt(multiple);
      const ownJump = happens(asset.jumpsPerYear) ? asset.jumpSize * random.normal() : 0;
      returns[i] =
        asset.marketBeta * (market + commonShock) +
        asset.blockBeta * block +
        ownVol * random.normal() +
        ownJump -
        reversion * (logPrices[i] as number);
      deviations[i] = Math.hypot(asset.marketBeta * marketVol, asset.blockBeta * blockVol, ownVol);
    }
    return { regime, volRatio: slow * multiple, returns, deviations };
  };
}
