/** What an order gets where the source of prices has no books: the last close, worse by half-spread and slippage. */
import { ratesOf } from '../../cost/leg-cost.ts';
import type { CostSettings } from '../../cost/settings.ts';
import type { OrderRequest } from '../../execution/order.ts';
import type { MarketData } from '../../ports/market-data.ts';

/** As fine as any tick, and short as text. */
const significantDigits = 10;

/** In quote units; undefined when the asset has no candles. A market between two assets has the ratio of their closes. */
export async function priceWithoutBook(
  market: MarketData,
  { base, quote, side }: OrderRequest,
  { at, costs }: { at: number; costs: CostSettings },
): Promise<number | undefined> {
  const { series } = await market.candles([base, quote], at);
  const closeOf = (asset: string): number | undefined =>
    series.find(({ symbol }) => symbol === asset)?.close.at(-1);
  const price = closeOf(base);
  // The quote currency of the portfolio has no candles of its own.
  const unit = closeOf(quote) ?? 1;
  const direct = closeOf(quote) !== undefined;
  const rates = ratesOf(costs, { name: direct ? `${base}/${quote}` : base, direct });
  const worse = (rates.halfSpreadBps + rates.slippageBps) / 10_000;
  if (price === undefined) return undefined;
  const exact = (price / unit) * (side === 'buy' ? 1 + worse : 1 - worse);
  return Number(exact.toPrecision(significantDigits));
}
