/** The price of each asset now: the middle of its book, or the last close where the source has no book. */
import { midPrice } from '../../market/order-book.ts';
import type { MarketData } from '../../ports/market-data.ts';

export type Quotation = {
  readonly price: number;
  /** Epoch ms. */
  readonly at: number;
};

/** Assets without a price are missing from the answer. */
export async function latestPrices(
  market: MarketData,
  symbols: readonly string[],
  moment: { quote: string; now: number },
): Promise<ReadonlyMap<string, Quotation>> {
  const { quote, now } = moment;
  const prices = new Map<string, Quotation>();
  for (const symbol of symbols) {
    const book = await market.book(`${symbol}/${quote}`, now);
    const mid = book === undefined ? undefined : midPrice(book);
    if (book !== undefined && mid !== undefined) prices.set(symbol, { price: mid, at: book.asOf });
  }
  const missing = symbols.filter((symbol) => !prices.has(symbol));
  if (missing.length === 0) return prices;
  const { series } = await market.candles(missing, now);
  for (const { symbol, close, openTime, intervalMs } of series) {
    const price = close.at(-1);
    const opened = openTime.at(-1);
    if (price === undefined || opened === undefined) continue;
    prices.set(symbol, { price, at: opened + intervalMs });
  }
  return prices;
}
