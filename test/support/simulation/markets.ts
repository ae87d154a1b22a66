/** The markets of simulated runs: what they trade by, where their prices go, and the books that they show. */
import { createRandom } from '../../../src/base/random.ts';
import type { BookLevel, OrderBook, Side } from '../../../src/market/order-book.ts';
import type { TradingRules } from '../../../src/market/trading-rules.ts';

export type MarketSketch = TradingRules & {
  /** In USDT, at the start. */
  readonly price: number;
};

function sketch(base: string, price: number, stepSize: string, tickSize: string): MarketSketch {
  const rules = { stepSize, tickSize, minNotional: '5' };
  return { market: `${base}/USDT`, base, quote: 'USDT', ...rules, price };
}

export const markets: readonly MarketSketch[] = [
  sketch('BTC', 20_000, '0.00001', '0.01'),
  sketch('ETH', 1_000, '0.0001', '0.01'),
  sketch('LINK', 10, '0.01', '0.001'),
];

/** Prices and moods of books change so often. */
const slotMs = 10_000;
const levels = 5;

type Slot = {
  readonly mid: number;
  readonly mood: 'plain' | 'thin' | 'empty' | 'crossed' | 'old' | 'wide';
  /** In quote units, of each level. */
  readonly levelNotional: number;
};

export type Prices = {
  /** The best price that an order of a side meets. */
  best(market: MarketSketch, side: Side, at: number): number;
  /** What the venue shows, which is not always what there is. */
  book(market: MarketSketch, at: number): OrderBook;
};

/** A walk of prices from a seed: at a time it is the same whoever asks, and how often. */
export function createPrices(
  seed: number,
  { start, hasOddBooks }: { start: number; hasOddBooks: boolean },
): Prices {
  const walks = new Map<string, { slots: Slot[]; next: () => Slot }>();
  const slotOf = (market: MarketSketch, at: number): Slot => {
    const walk = walks.get(market.base) ?? newWalk(market, { seed, hasOddBooks });
    walks.set(market.base, walk);
    const index = Math.max(0, Math.floor((at - start) / slotMs));
    while (walk.slots.length <= index) walk.slots.push(walk.next());
    return walk.slots[index] as Slot;
  };
  return {
    best: (market, side, at) => {
      const { mid } = slotOf(market, at);
      return mid * (side === 'buy' ? 1.0002 : 0.9998);
    },
    book(market, at) {
      const { mid, mood, levelNotional } = slotOf(market, at);
      const ladder = (sign: number): BookLevel[] =>
        Array.from({ length: levels }, (_, level) => {
          const awayBps =
            2 * (level + 1) * (mood === 'crossed' ? -1 : 1) + (mood === 'wide' ? 75 : 0);
          return levelAt(market, mid * (1 + (sign * awayBps) / 10_000), levelNotional);
        });
      const asOf = mood === 'old' ? at - 120_000 : at;
      return {
        ...{ market: market.market, asOf, bids: ladder(-1) },
        asks: mood === 'empty' ? [] : ladder(1),
      };
    },
  };
}

function newWalk(
  { base, price }: MarketSketch,
  { seed, hasOddBooks }: { seed: number; hasOddBooks: boolean },
) {
  const random = createRandom((seed * 31 + base.charCodeAt(0)) >>> 0);
  let mid = price;
  const next = (): Slot => {
    const isOdd = hasOddBooks && random.uniform() < 0.4;
    const odd = ['thin', 'empty', 'crossed', 'old', 'wide'] as const;
    const mood = isOdd ? (odd[Math.floor(random.uniform() * odd.length)] as Slot['mood']) : 'plain';
    const levelNotional = (mood === 'thin' ? 50 : 5_000) * (0.5 + random.uniform());
    const slot = { mid, mood, levelNotional };
    mid = price * Math.min(1.015, Math.max(0.985, mid / price + 0.001 * random.normal()));
    return slot;
  };
  return { slots: [] as Slot[], next };
}

function levelAt({ tickSize }: MarketSketch, price: number, notional: number): BookLevel {
  const onTick = Number(price.toFixed(tickSize.length - 2));
  return { price: onTick, quantity: notional / onTick };
}
