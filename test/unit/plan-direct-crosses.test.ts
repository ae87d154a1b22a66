/** Direct markets by hand: a cross stays where both ways walked say that it is cheaper by more than 2 bp, and where no order of it is too small. */
import { describe, expect, it } from 'vitest';
import type { OrderBook } from '../../src/market/order-book.ts';
import { bookAround } from '../../src/market/synthetic-book.ts';
import { keepGoodCrosses } from '../../src/plan/direct-crosses.ts';
import { marketsOf } from '../../src/plan/markets.ts';
import {
  type Changes,
  configuredWith,
  inputsWith,
  legsOf,
  recommendWith,
} from '../support/settings.ts';

/** BTC at 20,000, ETH at 1,000, SOL at 20 USDT: flows on their markets and on ETH/BTC and SOL/BTC, NAV 100,000. */
function kept(
  flows: readonly number[],
  given: { books?: readonly OrderBook[]; limits?: Changes; nav?: number } = {},
): number[] {
  const changes = { 'markets.direct': ['ETH/BTC', 'SOL/BTC'], ...given.limits };
  const { settings } = configuredWith(changes);
  const out = Float64Array.from(flows);
  const inputs = {
    ...{ plan: settings.plan, markets: marketsOf(settings), nav: given.nav ?? 100_000 },
    prices: Float64Array.of(20_000, 1_000, 20),
    rules: new Map(inputsWith(changes).rules.map((rule) => [rule.market, rule])),
    books: new Map((given.books ?? []).map((book) => [book.market, book])),
  };
  keepGoodCrosses(inputs, out);
  return [...out].map((flow) => Number(flow.toFixed(12)));
}

/** One deep level on both sides. */
function book(market: string, mid: number, halfSpreadBps: number): OrderBook {
  const shape = { levelStepBps: 1, levels: 1, quantityPerLevel: 1e6 };
  return bookAround({ market, mid, asOf: 0, halfSpreadBps, ...shape });
}

const onCash = [book('BTC/USDT', 20_000, 1), book('ETH/USDT', 1_000, 2)];
/** 10 ETH/BTC for 10,000 USDT. */
const cross = [0, 0, 0, 0.1, 0];
const overCash = [-0.1, 0.1, 0, 0, 0];

describe('by the books', () => {
  it('a cross stays when it is cheaper by more than 2 bp: fees of 10 and half-spreads of 1 and 2 are 23', () => {
    expect(kept(cross, { books: [...onCash, book('ETH/BTC', 0.05, 10.9)] })).toEqual(cross);
    expect(kept(cross, { books: [...onCash, book('ETH/BTC', 0.05, 11.1)] })).toEqual(overCash);
  });

  it('it is walked for what it is: a thin book sends it over cash, and what is little stays', () => {
    // 2 ETH a level, of which 1 counts, 10 bp apart: 10 ETH go 45 bp beyond the touch on average.
    const thin = bookAround({
      ...{ market: 'ETH/BTC', mid: 0.05, asOf: 0 },
      ...{ halfSpreadBps: 1, levelStepBps: 10, levels: 20, quantityPerLevel: 2 },
    });
    expect(kept(cross, { books: [...onCash, thin] })).toEqual(overCash);
    const little = [0, 0, 0, 0.01, 0];
    expect(kept(little, { books: [...onCash, thin] })).toEqual(little);
  });

  it('a sale is walked on the other side', () => {
    const sale = cross.map((flow) => -flow);
    const given = book('ETH/BTC', 0.05, 1);
    expect(kept(sale, { books: [...onCash, { ...given, asks: [] }] })).not.toEqual(sale);
    expect(kept(sale, { books: [...onCash, given] })).toEqual(sale.map((flow) => flow + 0));
  });

  it('nothing is said where one of the three is missing, and it goes over cash', () => {
    expect(kept(cross, { books: onCash })).toEqual(overCash);
    expect(kept(cross, { books: [onCash[0] as OrderBook, book('ETH/BTC', 0.05, 1)] })).toEqual(
      overCash,
    );
  });

  it('the choice of the policy stands where there are none', () => {
    expect(kept(cross)).toEqual(cross);
  });
});

describe('orders that are too small', () => {
  it('on the cross itself go over cash: 80 where 100 are the least', () => {
    expect(kept([0, 0, 0, 0.0008, 0])).toEqual([-0.0008, 0.0008, 0, 0, 0]);
  });

  it('on the second leg of a route take the first with them', () => {
    // SOL for BTC, and of that BTC for 80 sold: nothing would be left of the route if that sale fell out.
    expect(kept([-0.0008, 0, 0, 0, -0.1])).toEqual([0.0992, 0, -0.1, 0, 0]);
    // SOL for BTC, and that for ETH.
    expect(kept([0, 0, 0, 0.0008, -0.1])).toEqual([0.0992, 0.0008, -0.1, 0, 0]);
  });

  it('beside a cross are no second leg: a sale of BTC of which most is for ETH', () => {
    const split = [-0.0008, 0, 0, 0.1, 0];
    expect(kept(split)).toEqual(split);
  });

  it('that are rounding of flows are none', () => {
    expect(kept([-1e-17, 0, 0, 0, -0.1])[4]).toBe(-0.1);
  });
});

describe('a recommendation', () => {
  const changes = { 'markets.direct': ['ETH/BTC', 'SOL/BTC'] };

  it('trades over cash what its books say is no cheaper directly', () => {
    const books = [
      ...onCash,
      book('SOL/USDT', 20, 2),
      book('ETH/BTC', 0.05, 1),
      book('SOL/BTC', 0.001, 20),
    ];
    expect(legsOf(recommendWith(changes, { books }))).toEqual([
      'sell BTC/USDT 0.3',
      'buy SOL/USDT 150',
      'buy ETH/BTC 4',
    ]);
  });

  it('reckons legs on its books only where that is how impact is reckoned', () => {
    const books = [...onCash, book('SOL/USDT', 20, 2)];
    const costs = (model: string) =>
      recommendWith({ 'costs.impact.model': model }, { books }).legs.map(({ costBps }) =>
        Number(costBps.toFixed(6)),
      );
    expect(costs('none')).toEqual([15, 15, 15]);
    expect(costs('depth')).toEqual([11, 12, 12]);
  });
});
