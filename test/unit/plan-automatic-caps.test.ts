/** A plan that no person is asked for is cut to what may be traded without one: the worst drift first, the rest stated. */
import { describe, expect, it } from 'vitest';
import { type AutomaticCaps, cutFlows } from '../../src/plan/automatic-caps.ts';
import { codesOf, legsOf, recommendWith } from '../support/settings.ts';

const roomy: AutomaticCaps = { order: 1, sell: 1, buy: 1, orders: 100 };

/** Assets 0, 1, 2 against cash, and a market of 1 in 0. */
const markets = [
  { base: 0, quote: -1, cost: 0 },
  { base: 1, quote: -1, cost: 0 },
  { base: 2, quote: -1, cost: 0 },
  { base: 1, quote: 0, cost: 0 },
];

function cut(flows: readonly number[], caps: Partial<AutomaticCaps>, driftAbs = [0.3, -0.2, -0.1]) {
  const left = Float64Array.from(flows);
  const figures = cutFlows(left, { markets, driftAbs, caps: { ...roomy, ...caps } });
  return { flows: [...left].map((flow) => Math.round(flow * 1e9) / 1e9 + 0), ...figures };
}

describe('flows', () => {
  it('inside the caps are left as they are', () => {
    const { flows, wanted, traded } = cut([-0.3, 0.2, 0.1, 0], {});
    expect(flows).toEqual([-0.3, 0.2, 0.1, 0]);
    expect([wanted, traded]).toEqual([expect.closeTo(0.3), expect.closeTo(0.3)]);
  });

  it('are each at most the largest order', () => {
    const { flows, wanted, traded } = cut([-0.3, 0.2, 0.1, 0], { order: 0.1 });
    expect(flows).toEqual([-0.1, 0.1, 0.1, 0]);
    expect([wanted, traded]).toEqual([expect.closeTo(0.3), expect.closeTo(0.2)]);
  });

  it('of the worst drift go first, the last one in part', () => {
    expect(cut([0, 0.2, 0.1, 0], { buy: 0.25 }).flows).toEqual([0, 0.2, 0.05, 0]);
    const otherDrift = [0.3, -0.1, -0.2];
    expect(cut([0, 0.2, 0.1, 0], { buy: 0.25 }, otherDrift).flows).toEqual([0, 0.15, 0.1, 0]);
  });

  it('of sells and buys have caps of their own', () => {
    expect(cut([-0.3, 0.2, 0.1, 0], { sell: 0.1 }).flows).toEqual([-0.1, 0.2, 0.1, 0]);
    expect(cut([-0.3, 0.2, 0.1, 0], { buy: 0 }).flows).toEqual([-0.3, 0, 0, 0]);
  });

  it('between two assets use both caps', () => {
    expect(cut([0, 0, 0, 0.2], { sell: 0.15 }).flows).toEqual([0, 0, 0, 0.15]);
    expect(cut([0, 0, 0, 0.2], { buy: 0.05 }).flows).toEqual([0, 0, 0, 0.05]);
  });

  it('are at most so many orders', () => {
    expect(cut([-0.3, 0.2, 0.1, 0], { orders: 2 }).flows).toEqual([-0.3, 0.2, 0, 0]);
  });
});

describe('a plan', () => {
  it('is cut to the caps that were recorded, and says so; without caps it is whole', () => {
    const whole = recommendWith();
    expect(legsOf(whole)).toEqual(['sell BTC/USDT 0.5', 'buy ETH/USDT 4', 'buy SOL/USDT 150']);
    const caps = { order: 0.05, sell: 0.2, buy: 0.06, orders: 9 };
    const plan = recommendWith({}, { caps });
    // 5 % of 100,000 is 0.25 BTC; ETH is 4 pp below its target and SOL 3 pp: 4 % and then 2 %.
    expect(legsOf(plan)).toEqual(['sell BTC/USDT 0.25', 'buy ETH/USDT 4', 'buy SOL/USDT 100']);
    const said = plan.reasons.find(({ code }) => code === 'PLAN_CUT');
    expect(said?.wantedPct).toBeCloseTo(10, 9);
    expect(said?.tradedPct).toBeCloseTo(6, 9);
    expect(codesOf(whole)).not.toContain('PLAN_CUT');
    expect(plan.planHash).not.toBe(whole.planHash);
  });
});
