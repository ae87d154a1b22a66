/** Routing over direct markets: the trades come out, at the least cost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfFlows, type FlowMarket } from '../../src/policy/flow-problem.ts';
import { createRouter } from '../../src/policy/route.ts';

const cash: readonly FlowMarket[] = [0, 1, 2, 3].map((base) => ({ base, quote: -1, cost: 0.0015 }));
const direct: readonly FlowMarket[] = [
  { base: 1, quote: 0, cost: 0.0017 },
  { base: 2, quote: 0, cost: 0.0017 },
  { base: 3, quote: 1, cost: 0.0031 },
];

function routed(markets: readonly FlowMarket[], trades: readonly number[]): Float64Array {
  const flows = new Float64Array(markets.length);
  createRouter(markets, trades.length).route(Float64Array.from(trades), flows);
  return flows;
}

/** Weight changes that flows make. */
function changesOf(markets: readonly FlowMarket[], flows: Float64Array): number[] {
  const changes = [0, 0, 0, 0];
  markets.forEach(({ base, quote }, m) => {
    changes[base] = (changes[base] as number) + (flows[m] as number);
    if (quote >= 0) changes[quote] = (changes[quote] as number) - (flows[m] as number);
  });
  return changes;
}

describe('routing trades', () => {
  it('without direct markets trades each asset against cash', () => {
    expect([...routed(cash, [0.1, -0.2, 0, 0.05])]).toEqual([0.1, -0.2, 0, 0.05]);
  });

  it('swaps over a direct market that is cheaper than two legs, and trades the rest against cash', () => {
    // ETH is sold for BTC as far as BTC is wanted: 17 bps in place of 30.
    const flows = routed([...cash, ...direct], [0.02, -0.05, 0, 0]);
    expect(flows[4]).toBeCloseTo(-0.02, 12);
    expect(flows[1]).toBeCloseTo(-0.03, 12);
    expect(flows[0]).toBe(0);
  });

  it('leaves a direct market that costs as much as two legs alone', () => {
    const tied = [...cash, { base: 1, quote: 0, cost: 0.003 }];
    expect([...routed(tied, [0.02, -0.02, 0, 0])]).toEqual([0.02, -0.02, 0, 0, 0]);
  });

  it('never chains two direct markets where cash is cheaper', () => {
    const flows = routed([...cash, ...direct], [0, 0.02, -0.02, 0]);
    expect([...flows]).toEqual([0, 0.02, -0.02, 0, 0, 0, 0]);
  });

  it('makes exactly the trades, and no other routing found at random is cheaper', () => {
    const markets = [...cash, ...direct];
    const trade = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const detour = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(trade, trade, trade, trade),
        fc.tuple(detour, detour, detour),
        (trades, detours) => {
          const flows = routed(markets, trades);
          changesOf(markets, flows).forEach((change, i) => {
            expect(change).toBeCloseTo(trades[i] as number, 12);
          });
          // Any other routing differs by flows around the cycles that the direct markets close.
          const other = flows.slice();
          detours.forEach((quantity, k) => {
            const { base, quote } = direct[k] as FlowMarket;
            other[cash.length + k] = (other[cash.length + k] as number) + quantity;
            other[base] = (other[base] as number) - quantity;
            other[quote] = (other[quote] as number) + quantity;
          });
          expect(costOfFlows(markets, other)).toBeGreaterThanOrEqual(
            costOfFlows(markets, flows) - 1e-12,
          );
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });
});
