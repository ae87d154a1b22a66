/** Looks at the account and the market again before an approved plan is executed. */
import { DataError } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { validityProblem } from '../execution/validity.ts';
import { midPrice } from '../market/order-book.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { inputsOf } from './gate.ts';
import type { Workspace } from './workspace.ts';

/** Why the plan must not be executed any more, or undefined when it may. Errors: DataError when a price is missing. */
export async function revalidate(
  workspace: Workspace,
  record: RecommendationRecord,
): Promise<Reason | undefined> {
  const { settings, broker } = workspace;
  const { recommendation } = record;
  const symbols = recommendation.assets.map((asset) => asset.symbol);
  const [balances, prices] = await Promise.all([
    broker.balances(),
    pricesNow(workspace, symbols, recommendation.quote),
  ]);
  return validityProblem(recommendation, inputsOf(record), { settings, balances, prices });
}

/** The middle of each book, or the last close where the source has no book. */
async function pricesNow(
  { market, clock }: Workspace,
  symbols: readonly string[],
  quote: string,
): Promise<ReadonlyMap<string, number>> {
  const now = clock.now();
  const prices = new Map<string, number>();
  for (const symbol of symbols) {
    const book = await market.book(`${symbol}/${quote}`, now);
    const price = (book && midPrice(book)) ?? (await lastClose(market, symbol, now));
    if (price === undefined) throw new DataError(`there is no price of ${symbol} at ${now}`);
    prices.set(symbol, price);
  }
  return prices;
}

async function lastClose(
  market: Workspace['market'],
  symbol: string,
  now: number,
): Promise<number | undefined> {
  const { series } = await market.candles([symbol], now);
  return series[0]?.close.at(-1);
}
