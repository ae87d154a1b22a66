/** Costs to reckon with: 15 bps a leg against the quote and 17 on a direct market, the same at all times. */
import type { CostSettings, ImpactSettings } from '../../src/cost/settings.ts';

export const noImpact: ImpactSettings = {
  model: 'none',
  coefficient: 1,
  typicalNotional: 1_000,
  maximumBps: 100,
};

export const plainCosts: CostSettings = {
  takerFeeBps: 10,
  makerFeeBps: 10,
  halfSpreadBps: 2,
  slippageBps: 3,
  directHalfSpreadBps: 4,
  assets: {},
  feeTiers: [],
  volatilityExponent: 0,
  impact: noImpact,
  assumed: false,
};
