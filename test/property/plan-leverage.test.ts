/** Plans on margin, drawn at random: what closes never opens, the leverage holds after rounding, and the legs are what was wanted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLegs } from '../../src/plan/build-legs.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import { configuredWith, inputsWith } from '../support/settings.ts';

const prices = [20_000, 1_000, 20];
const steps = [0.001, 0.01, 0.1];
/** Integers, because doubles are drawn by their bits, and nearly all of those are next to nothing. */
const weight = fc.integer({ min: -800, max: 800 }).map((thousandths) => thousandths / 1_000);
const three = fc.tuple(weight, weight, weight);

const anyCase = fc.record({
  weights: three,
  flows: three,
  leverage: fc.integer({ min: 50, max: 300 }).map((hundredths) => hundredths / 100),
  buffer: fc.constantFrom(0, 0.005, 0.1),
});

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

const nav = 100_000;

const changes = {
  'venue.id': 'binanceusdm',
  'portfolio.targets': { BTC: '20%', ETH: '-20%', SOL: '10%' },
  'portfolio.holdings': { USDT: nav },
};
const configured = configuredWith(changes);
const { rules } = inputsWith(changes);

function built({ weights, flows, leverage, buffer }: Case) {
  const plan = { ...configured.settings.plan, cashBuffer: buffer };
  const settings = { ...configured.settings, plan };
  // Positions are in whole steps, as a venue has them.
  const units = weights.map((value, i) => {
    const step = steps[i] as number;
    return Math.round((value * nav) / (prices[i] as number) / step) * step;
  });
  const values = units.map((quantity, i) => quantity * (prices[i] as number));
  const cash = nav - values.reduce((sum, value) => sum + value, 0);
  const snapshot = {
    ...{ quantities: Float64Array.from(units), cash, prices: Float64Array.from(prices), nav },
    weights: Float64Array.from(values, (value) => value / nav),
    ...{ cashWeight: cash / nav, navText: String(nav) },
  };
  const { legs } = buildLegs({
    ...{ settings, snapshot, books: new Map(), markets: marketsOf(settings) },
    rules: new Map(rules.map((rule) => [rule.market, rule])),
    flows: Float64Array.from(flows),
    margin: { leverage },
  });
  return { legs, units, gross: values.reduce((sum, value) => sum + Math.abs(value), 0) / nav };
}

function signed({ side, quantity }: { side: string; quantity: string }): number {
  return side === 'buy' ? Number(quantity) : -Number(quantity);
}

describe('a plan on margin', () => {
  it('keeps its leverage, or brings it down where it was passed already', () => {
    const check = (given: Case): void => {
      const { legs, units, gross } = built(given);
      const after = units.slice();
      for (const leg of legs) {
        const asset = ['BTC', 'ETH', 'SOL'].indexOf(leg.base);
        after[asset] = (after[asset] as number) + signed(leg);
      }
      const grossAfter =
        after.reduce((sum, each, i) => sum + Math.abs(each) * (prices[i] as number), 0) / nav;
      expect(grossAfter).toBeLessThanOrEqual(Math.max(given.leverage - given.buffer, gross) + 1e-9);
    };
    fc.assert(fc.property(anyCase, check), { seed: 21, numRuns: 2_000 });
  });

  it('never opens by a leg that is to close, and closes a side before it opens the other', () => {
    let through = 0;
    const check = (given: Case): void => {
      const { legs, units } = built(given);
      const left = units.slice();
      for (const leg of legs) {
        const asset = ['BTC', 'ETH', 'SOL'].indexOf(leg.base);
        const before = left[asset] as number;
        const order = signed(leg);
        if (leg.reduceOnly) {
          expect(before * order).toBeLessThan(0);
          expect(Math.abs(order)).toBeLessThanOrEqual(Math.abs(before) + 1e-9);
        } else {
          expect(before * order).toBeGreaterThanOrEqual(-1e-9);
          if (before === 0 && units[asset] !== 0) through += 1;
        }
        left[asset] = Math.abs(before + order) < 1e-9 ? 0 : before + order;
      }
    };
    fc.assert(fc.property(anyCase, check), { seed: 22, numRuns: 2_000 });
    expect(through).toBeGreaterThan(200);
  });
});
