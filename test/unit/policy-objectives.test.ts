/** The objectives do what their names say when volatility doubles. */
import { describe, expect, it } from 'vitest';
import type { Look } from '../../src/policy/policy.ts';
import { createRegion } from '../../src/policy/region.ts';
import type { Objective } from '../../src/policy/settings.ts';
import { thresholdSlices } from '../../src/policy/threshold-slice.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';
import { regionRule } from '../support/backtest-worlds.ts';

const targets = Float64Array.of(0.4, 0.3, 0.2);
const context = {
  symbols: ['BTC', 'ETH', 'PAXG'],
  targets,
  cashTarget: 0.1,
  markets: [0, 1, 2].map((base) => ({ base, quote: -1, cost: 0.0015 })),
  spreadBps: () => 4,
};
const reference = [0.006, 0.008, 0.003];

/** All forecast volatilities are a multiple of their references; correlations are .5. */
function forecastAt(multiple: number): RiskForecast {
  const covariance = Float64Array.from({ length: 9 }, (_, cell) => {
    const [i, j] = [Math.floor(cell / 3), cell % 3];
    const correlation = i === j ? 1 : 0.5;
    return multiple ** 2 * correlation * (reference[i] as number) * (reference[j] as number);
  });
  return {
    version: 1,
    covariance,
    referenceVariance: Float64Array.from(reference, (value) => value ** 2),
    longRunVariance: Float64Array.from(reference, (value) => value ** 2),
    rangeVariance: new Float64Array(3),
    periodsPerYear: 8_760,
  };
}

/** Width of each asset's threshold around the targets. */
function widths(
  objective: Objective,
  multiple: number,
  multiplier: [number, number] = [0.25, 4],
): number[] {
  const region = createRegion(context, {
    ...regionRule,
    objective,
    eventCostBps: 0,
    multiplier,
    usesForecast: true,
  });
  region.observe(forecastAt(multiple));
  const look: Look = {
    ...{ time: 0, previousTime: 0, lastRebalanceTime: 0, nav: 1 },
    weights: targets,
    cash: 0.1,
  };
  return thresholdSlices(region, look, 3).map(({ lower, upper }) => upper - lower);
}

function changes(objective: Objective, from: number, to: number): number[] {
  const before = widths(objective, from);
  return widths(objective, to).map((width, i) => width / (before[i] as number));
}

describe('when all volatilities double', () => {
  it('setting: policy.objective adaptive widens each threshold by 2^(2/3)', () => {
    for (const change of changes('adaptive', 1, 2)) expect(change).toBeCloseTo(2 ** (2 / 3), 3);
  });

  it('balanced leaves all as they are', () => {
    for (const change of changes('balanced', 1, 2)) expect(change).toBeCloseTo(1, 5);
  });

  it('cost-budget widens all by the square', () => {
    for (const change of changes('cost-budget', 1, 2)) expect(change).toBeCloseTo(4, 2);
  });

  it('tracking-target narrows all in proportion', () => {
    for (const change of changes('tracking-target', 1, 2)) expect(change).toBeCloseTo(0.5, 3);
  });

  it('none moves beyond the bounds of the multiplier', () => {
    const base = widths('cost-budget', 1, [0.5, 2]);
    widths('cost-budget', 10, [0.5, 2]).forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(2, 3);
    });
    const narrow = widths('tracking-target', 10, [0.5, 2]);
    narrow.forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(0.5, 3);
    });
  });

  it('the multiplier that a person sees is by how much the thresholds widened', () => {
    const region = createRegion(context, {
      ...regionRule,
      objective: 'tracking-target',
      usesForecast: true,
    });
    region.observe(forecastAt(1.6));
    for (const multiplier of region.multipliers) expect(multiplier).toBeCloseTo(1 / 1.6, 9);
  });
});
