/** One symbol of the test venue: its rules and status, its price at any time, its book, and the tape of public trades. */
import { type Liquidity, noLiquidity, quotesOf } from './market-maker.ts';
import { type BookEntry, createOrderBook, type OrderBook } from './order-book.ts';
import type { PricePath } from './price-path.ts';
import type { SymbolRules, SymbolStatus } from './symbol-rules.ts';
import { roundDown, times, type Units, unitsNear, unitsOf } from './units.ts';

export type PublicTrade = {
  readonly tradeId: number;
  readonly price: Units;
  readonly quantity: Units;
  readonly quoteQuantity: Units;
  readonly timeMs: number;
  readonly isBuyerMaker: boolean;
};

export type Market = {
  readonly book: OrderBook;
  rules(): SymbolRules;
  changeRules(change: Partial<SymbolRules>): void;
  status(): SymbolStatus;
  setStatus(status: SymbolStatus): void;
  setLiquidity(liquidity: Liquidity): void;
  price(ms: number): number;
  /** The price stands still from that time on; what was before stays. */
  setPrice(price: number, fromMs: number): void;
  /** Mean of the price over the minutes before; the price itself for no minutes. */
  averagePrice(minutes: number, ms: number): Units;
  /** Price of the last public trade, on the tick. */
  lastPrice(): Units;
  /** The last thousand, oldest first. */
  tape(): readonly PublicTrade[];
  print(trade: Omit<PublicTrade, 'tradeId'>): PublicTrade;
  /** Changes with every change of the book. */
  updateId(): number;
  touch(): void;
  /**
   * Withdraws the quotes and shows those of the time; quotes that meet orders of the account trade with them first,
   * each told to `onFill`.
   */
  requote(ms: number, onFill: (entry: BookEntry, quantity: Units, ms: number) => void): void;
};

const longestTape = 1_000;
const averageSamples = 20;

export function createMarket(options: {
  rules: SymbolRules;
  path: PricePath;
  liquidity: Liquidity;
  seed: number;
  startMs: number;
  stepMs: number;
}): Market {
  const { seed, startMs, stepMs } = options;
  let { rules, path, liquidity } = options;
  let status: SymbolStatus = 'TRADING';
  let updateId = 1_000_000;
  const book = createOrderBook();
  const tape: PublicTrade[] = [];

  const print = (trade: Omit<PublicTrade, 'tradeId'>): PublicTrade => {
    const printed = { ...trade, tradeId: (tape.at(-1)?.tradeId ?? 28_000) + 1 };
    tape.push(printed);
    if (tape.length > longestTape) tape.shift();
    return printed;
  };
  const onTick = (price: number): Units => roundDown(unitsNear(price), unitsOf(rules.tickSize));

  return {
    book,
    rules: () => rules,
    changeRules(change) {
      rules = { ...rules, ...change };
    },
    status: () => status,
    setStatus(next) {
      status = next;
      if (next !== 'TRADING') book.removeQuotes();
    },
    setLiquidity(next) {
      liquidity = next;
    },
    price: (ms) => path(ms),
    setPrice(price, fromMs) {
      const before = path;
      path = (ms) => (ms < fromMs ? before(ms) : price);
    },
    averagePrice(minutes, ms) {
      const samples = minutes === 0 ? 1 : averageSamples;
      let sum = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        sum += path(ms - (minutes * 60_000 * sample) / samples);
      }
      return unitsNear(sum / samples);
    },
    lastPrice: () => tape.at(-1)?.price ?? onTick(path(startMs)),
    tape: () => tape,
    print,
    updateId: () => updateId,
    touch() {
      updateId += 1;
    },
    requote(ms, onFill) {
      if (status !== 'TRADING') return;
      const step = Math.floor((ms - startMs) / stepMs);
      const price = path(ms);
      updateId += 1;
      book.removeQuotes();
      const quotes = quotesOf(liquidity, { rules, price, seed: seed + step });
      for (const quote of quotes) {
        const { side, price: limit, remaining: quantity } = quote;
        const left = book.take({ side, limit, quantity }, (entry, filled) =>
          onFill(entry, filled, ms),
        );
        if (left > 0n) book.add({ ...quote, remaining: left });
      }
      if (liquidity === noLiquidity) return;
      const shown = onTick(price);
      const quantity = quotes[0]?.remaining ?? 0n;
      if (shown > 0n && quantity > 0n) {
        print({
          ...{ price: shown, quantity, quoteQuantity: times(shown, quantity), timeMs: ms },
          isBuyerMaker: step % 2 === 0,
        });
      }
    },
  };
}
