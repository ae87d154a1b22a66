/** Whether a stablecoin that a portfolio counts in holds its peg, as far as a market against another one tells. */
import { VenueError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { pegMarket } from '../../market/majors.ts';
import { midPrice, type OrderBook } from '../../market/order-book.ts';
import type { Workspace } from '../workspace.ts';

export async function pegProblem(workspace: Workspace): Promise<Reason | undefined> {
  const { rails, settings } = workspace;
  const market = pegMarket(settings.portfolio.quote);
  const book = market === undefined ? undefined : await bookOf(workspace, market);
  const price = book && midPrice(book);
  if (price === undefined || Math.abs(price - 1) <= rails.pegDeviation) return undefined;
  return { code: 'PEG_BROKEN', market: market ?? '', price, limitPct: 100 * rails.pegDeviation };
}

/** A market that the venue does not have, or does not tell, says nothing. */
async function bookOf({ market, clock }: Workspace, name: string): Promise<OrderBook | undefined> {
  try {
    return await market.book(name, clock.now());
  } catch (error) {
    if (error instanceof VenueError) return undefined;
    throw error;
  }
}
