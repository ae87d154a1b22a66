/** The quotes that the test venue's market maker shows at a time: scripted levels, or seeded ones around the price. */
import { createRandom } from '../../../src/base/random.ts';
import type { BookEntry } from './order-book.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { roundDown, roundUp, type Units, unitsNear, unitsOf } from './units.ts';

export type Liquidity =
  /** Levels around the price: the best is half a spread away, each next one a gap further and deeper. */
  | {
      readonly kind: 'seeded';
      readonly levels: number;
      readonly spreadBps: number;
      readonly gapBps: number;
      /** Mean notional of the best level, in quote units. */
      readonly notional: number;
    }
  /** These very levels, price and quantity, again at each step of the venue. */
  | {
      readonly kind: 'scripted';
      readonly bids: readonly (readonly [price: string, quantity: string])[];
      readonly asks: readonly (readonly [price: string, quantity: string])[];
    };

export const usualLiquidity: Liquidity = {
  kind: 'seeded',
  levels: 20,
  spreadBps: 2,
  gapBps: 1.5,
  notional: 20_000,
};

export const noLiquidity: Liquidity = { kind: 'scripted', bids: [], asks: [] };

/** Best first on either side. The same seed and price give the same quotes. */
export function quotesOf(
  liquidity: Liquidity,
  market: { rules: SymbolRules; price: number; seed: number },
): readonly BookEntry[] {
  if (liquidity.kind === 'seeded') return seededQuotes(liquidity, market);
  const entry = (side: 'BUY' | 'SELL') => (level: readonly [string, string]) =>
    ({ orderId: null, side, price: unitsOf(level[0]), remaining: unitsOf(level[1]) }) as const;
  return [...liquidity.bids.map(entry('BUY')), ...liquidity.asks.map(entry('SELL'))];
}

function seededQuotes(
  { levels, spreadBps, gapBps, notional }: Extract<Liquidity, { kind: 'seeded' }>,
  { rules, price, seed }: { rules: SymbolRules; price: number; seed: number },
): readonly BookEntry[] {
  const random = createRandom(seed);
  const tick = unitsOf(rules.tickSize);
  const step = unitsOf(rules.stepSize);
  const quotes: BookEntry[] = [];
  let bid: Units | undefined;
  let ask: Units | undefined;
  for (let level = 0; level < levels; level += 1) {
    const distance = (spreadBps / 2 + level * gapBps) / 10_000;
    const mean = (notional * (1 + level / 2)) / price;
    const wantedBid = roundDown(unitsNear(price * (1 - distance)), tick);
    const wantedAsk = roundUp(unitsNear(price * (1 + distance)), tick);
    bid = bid !== undefined && wantedBid >= bid ? bid - tick : wantedBid;
    ask = ask === undefined ? above(wantedAsk, bid, tick) : above(wantedAsk, ask, tick);
    for (const [side, at] of [
      ['BUY', bid],
      ['SELL', ask],
    ] as const) {
      const quantity = roundDown(unitsNear(mean * (0.5 + random.uniform())), step);
      if (at > 0n && quantity > 0n)
        quotes.push({ orderId: null, side, price: at, remaining: quantity });
    }
  }
  return quotes;
}

function above(wanted: Units, last: Units, tick: Units): Units {
  return wanted > last ? wanted : last + tick;
}
