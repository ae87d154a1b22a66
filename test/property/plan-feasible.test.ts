/** The feasible plan against brute force: no other plan of lots around the wanted one that is paid for comes nearer to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestChoice } from '../../src/plan/nearest-choice.ts';
import { legsIn, missPp, type SmallPlan, smallPrices, world } from '../support/feasible-plans.ts';

const symbols = ['BTC', 'ETH', 'SOL'];
const share = fc.integer({ min: -60, max: 60 }).map((value) => value / 400);

/** Accounts of about 60 to 300 USDT; lots of 2 to 10 USDT, and the market takes orders from 5 or 10. */
const account = fc.record({
  flows: fc.tuple(share, share, share),
  values: fc.tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
  ),
  cash: fc.integer({ min: 60, max: 120 }),
  lots: fc.tuple(fc.constantFrom(2, 5, 10), fc.constantFrom(2, 6), fc.constantFrom(2, 4, 8)),
  minNotional: fc.constantFrom(5, 10),
});

type Account = typeof account extends fc.Arbitrary<infer A> ? A : never;

function planOf({ flows, values, cash, lots, minNotional }: Account): SmallPlan {
  const [btc, eth, sol] = lots.map((lot, i) => String(lot / (smallPrices[i] as number)));
  return world({
    ...{ flows, cash, minNotional: String(minNotional) },
    held: values.map((value, i) => value / (smallPrices[i] as number)),
    ...{ step: btc as string, ethStep: eth as string, solStep: sol as string },
  });
}

/** Every order that a market takes, in USDT, from a sale of all to a lot and a smallest order more than was wanted. */
function takeable(given: Account, asset: number, nav: number): number[] {
  const lot = given.lots[asset] as number;
  const wanted = (given.flows[asset] as number) * nav;
  const held = given.values[asset] as number;
  const orders = [0];
  for (let value = lot; value <= Math.abs(wanted) + lot + given.minNotional; value += lot) {
    if (value < given.minNotional || (wanted < 0 && value > held)) continue;
    orders.push(Math.sign(wanted) * value);
  }
  return orders;
}

function leastMiss(given: Account, nav: number): number {
  const [first = [], second = [], third = []] = [0, 1, 2].map((i) => takeable(given, i, nav));
  let least = Number.POSITIVE_INFINITY;
  for (const a of first) {
    for (const b of second) {
      for (const c of third) {
        const off = [a, b, c].map((value, i) => value / nav - (given.flows[i] as number));
        least = Math.min(least, 100 * Math.hypot(...off));
      }
    }
  }
  return least;
}

describe('with cash for all of it', () => {
  it('is as near as the nearest of all plans that the markets take', () => {
    let worked = 0;
    const check = (given: Account): void => {
      const rich = { ...given, cash: given.cash + 300 };
      const plan = planOf(rich);
      // What is wanted beyond what is held cannot be sold, and counts in neither.
      fc.pre(given.flows.every((flow, i) => -flow * plan.nav <= (given.values[i] as number)));
      if (plan.legs.length > 0) worked++;
      expect(missPp(plan)).toBeCloseTo(leastMiss(rich, plan.nav), 6);
    };
    fc.assert(fc.property(account, check), { seed: 51, numRuns: 300 });
    expect(worked).toBeGreaterThan(200);
  });
});

describe('with little cash', () => {
  const cashAfter = (given: Account, plan: SmallPlan): { cash: number; cost: number } => {
    let cash = given.cash;
    let cost = 0;
    for (const leg of plan.legs) {
      const value = Number(leg.quantity) * (smallPrices[symbols.indexOf(leg.base)] as number);
      cash += leg.side === 'sell' ? value : -value;
      cost += (value * leg.costBps) / 1e4;
    }
    return { cash, cost };
  };

  it('is paid for, sells no more than is held, and is the same each time', () => {
    const check = (given: Account): void => {
      const poor = { ...given, cash: given.cash % 12 };
      fc.pre(poor.values.some((value) => value > 0));
      const plan = planOf(poor);
      const { cash, cost } = cashAfter(poor, plan);
      const sells = plan.legs.filter(({ side }) => side === 'sell');
      expect(cash).toBeGreaterThanOrEqual(-cost - 1e-6);
      for (const leg of sells) {
        const asset = symbols.indexOf(leg.base);
        const value = Number(leg.quantity) * (smallPrices[asset] as number);
        expect(value).toBeLessThanOrEqual((poor.values[asset] as number) + 1e-6);
      }
      expect(legsIn(planOf(poor))).toEqual(legsIn(plan));
    };
    fc.assert(fc.property(account, check), { seed: 52, numRuns: 300 });
  });
});

describe('a search over choices', () => {
  /** Σ over rows of (offset + Σ chosen)²: choices that share assets and cash, as orders do. */
  const scoreOf =
    (rows: readonly (readonly number[])[], offsets: readonly number[]) => (choice: Uint8Array) =>
      rows.reduce((sum, row, r) => {
        const off = row.reduce(
          (total, value, k) => total + value * (choice[k] as number),
          offsets[r] as number,
        );
        return sum + off * off;
      }, 0);
  const problem = (places: number) =>
    fc.tuple(
      fc.array(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: places, maxLength: places }),
        { minLength: 3, maxLength: 3 },
      ),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
    );

  it.each([1, 4, 8])('of %s finds the least of all', (places) => {
    const check = ([rows, offsets]: readonly [number[][], number[]]): void => {
      const score = scoreOf(rows, offsets);
      const all = Array.from({ length: 2 ** places }, (_, mask) =>
        score(Uint8Array.from({ length: places }, (_value, k) => (mask >> k) & 1)),
      );
      const choice = new Uint8Array(places);
      const found = nearestChoice(choice, [...choice.keys()], () => score(choice));
      expect(found).toBe(Math.min(...all));
      expect(score(choice)).toBe(found);
    };
    fc.assert(fc.property(problem(places), check), { seed: 53, numRuns: 60 });
  });

  it('of more finds what no change of one or two makes lower', () => {
    const places = 12;
    const check = ([rows, offsets]: readonly [number[][], number[]]): void => {
      const score = scoreOf(rows, offsets);
      const choice = new Uint8Array(places);
      const found = nearestChoice(choice, [...choice.keys()], () => score(choice));
      for (let a = 0; a < places; a++) {
        for (let b = a; b < places; b++) {
          const other = choice.slice();
          other[a] = 1 - (other[a] as number);
          if (b !== a) other[b] = 1 - (other[b] as number);
          expect(score(other)).toBeGreaterThanOrEqual(found * (1 - 1e-9));
        }
      }
    };
    fc.assert(fc.property(problem(places), check), { seed: 54, numRuns: 60 });
  });
});
