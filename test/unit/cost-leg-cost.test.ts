/** What a leg costs, by hand. */
import { describe, expect, it } from 'vitest';
import { legCost, restingCostBps } from '../../src/cost/leg-cost.ts';
import { regionRule, settingsWith } from '../support/backtest-worlds.ts';

const { costs } = settingsWith({ targets: { BTC: 0.5 }, rule: regionRule });

describe('the cost of a leg', () => {
  it('is fee, half-spread and slippage; a direct market has a half-spread of its own', () => {
    expect(legCost(costs, { direct: false }).costBps).toBe(15);
    expect(legCost(costs, { direct: true }).costBps).toBe(17);
  });

  it('is expected to be mostly the maker fee for an order that rests first, less so on a direct market', () => {
    expect(restingCostBps(costs, { direct: false })).toBeCloseTo(0.96 * 10 + 0.04 * 15, 12);
    expect(restingCostBps(costs, { direct: true })).toBeCloseTo(0.63 * 10 + 0.37 * 17, 12);
  });
});
