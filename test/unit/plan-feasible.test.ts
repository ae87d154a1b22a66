/** The plan nearest to what was wanted that markets take, on small accounts whose figures can be checked by hand. */
import { describe, expect, it } from 'vitest';
import { automatic, legsIn, missPp, world } from '../support/feasible-plans.ts';

describe('an order below the smallest', () => {
  it('is raised to it from half of it on, and the reason has both figures', () => {
    // NAV 100: 4 of BTC are wanted, the market takes 5.
    const plan = world({ flows: [0.04, 0, 0], held: [0.0005, 0, 0], cash: 50 });
    expect(legsIn(plan)).toEqual(['buy BTC/USDT 0.00005']);
    expect(plan.reasons).toEqual([
      {
        ...{ code: 'NOTIONAL_RAISED', side: 'buy', symbol: 'BTC/USDT' },
        ...{ notional: '4', minimum: '5', raised: '5' },
      },
    ]);
  });

  it('is left out below half of it: 2.5 of 5 would only swap sides', () => {
    for (const wanted of [0.01, 0.025]) {
      const plan = world({ flows: [wanted, 0, 0], held: [0.0005, 0, 0], cash: 50 });
      expect(legsIn(plan)).toEqual([]);
      expect(plan.reasons.map(({ code }) => code)).toEqual(['NOTIONAL_BELOW_MINIMUM']);
    }
  });

  it('is left out where less is held, rather than that everything is sold', () => {
    // 4 of BTC are to be sold, 4.5 are there.
    const plan = world({ flows: [-0.04, 0, 0], held: [0.000045, 0, 0], cash: 95.5 });
    expect(legsIn(plan)).toEqual([]);
  });

  it('is left out where the cash does not pay for it', () => {
    const plan = world({ flows: [0.04, 0, 0], held: [0.00095, 0, 0], cash: 4.9 });
    expect(legsIn(plan)).toEqual([]);
  });

  it('counts by the settings as by the market: the larger of both', () => {
    const scene = { flows: [0.04, 0, 0], held: [0.0005, 0, 0], cash: 50 };
    const seven = world({ ...scene, limits: { 'limits.minimumOrder': 7 } });
    expect(legsIn(seven)).toEqual(['buy BTC/USDT 0.00007']);
    expect(seven.reasons).toMatchObject([{ code: 'NOTIONAL_RAISED', minimum: '7', raised: '7' }]);
    expect(legsIn(world({ ...scene, limits: { 'limits.minimumOrder': 9 } }))).toEqual([]);
  });

  it('is one that a venue takes at the limit price of a sale as well: 5 at 0.5 % less is 4.98', () => {
    const plan = world({
      ...{ flows: [-0.04, 0, 0], held: [0.0005, 0, 0], cash: 50, step: '0.00000001' },
      limits: { 'limits.majorsPriceCapBps': 50, 'limits.priceCapBps': 50 },
    });
    const [sale] = plan.legs;
    expect(Number(sale?.quantity) * Number(sale?.limitPrice)).toBeGreaterThanOrEqual(5);
  });

  it('frees the cash that a buy needs, together with others', () => {
    // Sales of 4 and 3 pay for 7: rounded on their own there is none, raised they bring in 10.
    const plan = world({ flows: [-0.04, -0.03, 0.07], held: [0.0005, 0.025, 0], cash: 0 });
    expect(legsIn(plan)).toEqual([
      'sell BTC/USDT 0.00005',
      'sell ETH/USDT 0.0025',
      'buy SOL/USDT 0.35',
    ]);
    expect(missPp(plan)).toBeCloseTo(Math.hypot(1, 2), 6);
  });
});

describe('coarse lots', () => {
  const step = '0.0001';

  it('are rounded to the nearest: 0.00018 BTC at steps of 0.0001 are 20 and not 10', () => {
    const plan = world({ flows: [0.18, 0, 0], held: [0, 0, 0], cash: 100, step });
    expect(legsIn(plan)).toEqual(['buy BTC/USDT 0.0002']);
    expect(missPp(plan)).toBeCloseTo(2, 6);
    expect(plan.reasons).toEqual([]);
  });

  it('are shared out where the cash pays only for some: the order that misses most goes first', () => {
    // 19 of BTC and 0.16 ETH (16) are wanted from 35.5: 20 and 10 are nearer than 10 and 20, and 40 is too much.
    const steps = { step, ethStep: '0.005' };
    const plan = world({ flows: [0.19, 0.16, 0], held: [0, 0, 3.225], cash: 35.5, ...steps });
    expect(legsIn(plan)).toEqual(['buy BTC/USDT 0.0002', 'buy ETH/USDT 0.005']);
    const most = world({ flows: [0.16, 0.19, 0], held: [0, 0, 3.225], cash: 35.5, ...steps });
    expect(legsIn(most)).toEqual(['buy BTC/USDT 0.0001', 'buy ETH/USDT 0.01']);
  });

  it('that are fine, below 0.1 % of NAV, are rounded down as ever', () => {
    const plan = world({ flows: [0.18009, 0, 0], held: [0, 0, 0], cash: 100, step: '0.000001' });
    expect(legsIn(plan)).toEqual(['buy BTC/USDT 0.00018']);
  });

  it('stay inside the caps of a plan that no person is asked for', () => {
    const scene = { flows: [0.18, 0, 0], held: [0, 0, 0], cash: 100, step };
    expect(legsIn(world({ ...scene, caps: automatic({ order: 0.18 }) }))).toEqual([
      'buy BTC/USDT 0.0001',
    ]);
    expect(legsIn(world({ ...scene, caps: automatic({ order: 0.21 }) }))).toEqual([
      'buy BTC/USDT 0.0002',
    ]);
    expect(legsIn(world({ ...scene, caps: automatic({ buy: 0.18 }) }))).toEqual([
      'buy BTC/USDT 0.0001',
    ]);
  });
});

describe('markets between assets', () => {
  it('are chosen by what both of their assets miss', () => {
    // 0.0015 ETH/BTC (3) is raised to 5: BTC and ETH both miss 2 then, and 3 each without.
    const plan = world({
      ...{ flows: [0, 0, 0, 0.03], held: [0.0005, 0.02, 0], cash: 10 },
      direct: '0.00005',
    });
    expect(legsIn(plan)).toEqual(['buy ETH/BTC 0.0025']);
    expect(missPp(plan)).toBeCloseTo(Math.hypot(2, 2), 6);
  });
});
