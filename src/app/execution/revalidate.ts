/** Looks at the account and the market again before an approved plan is executed. */
import { DataError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { priceProblem } from '../../execution/rails.ts';
import { validityProblem } from '../../execution/validity.ts';
import type { OrderBook } from '../../market/order-book.ts';
import { booksOfCosts } from '../../plan/inputs.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { inputsOf } from '../plans/gate.ts';
import { latestPrices } from '../plans/latest-prices.ts';
import { approvedSettings } from '../targets/approved-targets.ts';
import type { Workspace } from '../workspace.ts';

/** Why the plan must not be executed any more, or undefined when it may. Errors: DataError when a price is missing. */
export async function revalidate(
  workspace: Workspace,
  record: RecommendationRecord,
): Promise<Reason | undefined> {
  const { broker, market, clock } = workspace;
  const settings = await approvedSettings(workspace);
  const { recommendation } = record;
  const { quote, assets } = recommendation;
  const now = clock.now();
  const symbols = assets.map(({ symbol }) => symbol);
  const [{ total: balances }, quotations, books] = await Promise.all([
    broker.holdings(),
    latestPrices(market, symbols, { quote, now }),
    walkedBooks(workspace, record),
  ]);
  const prices = new Map<string, number>();
  for (const symbol of symbols) {
    const quotation = quotations.get(symbol);
    if (quotation === undefined) throw new DataError(`there is no price of ${symbol} at ${now}`);
    prices.set(symbol, quotation.price);
  }
  const present = { settings, balances, prices, books };
  return (
    validityProblem(recommendation, inputsOf(record), present) ??
    (await unsurePrice(workspace, prices))
  );
}

/** Of the markets whose costs were walked when the plan was made. */
async function walkedBooks(
  { market, clock }: Workspace,
  record: RecommendationRecord,
): Promise<ReadonlyMap<string, OrderBook>> {
  const books = new Map<string, OrderBook>();
  for (const { market: name } of booksOfCosts(inputsOf(record))) {
    const book = await market.book(name, clock.now());
    if (book !== undefined) books.set(name, book);
  }
  return books;
}

/** Prices come from books; the last candles are another source. */
async function unsurePrice(
  { market, clock, rails }: Workspace,
  prices: ReadonlyMap<string, number>,
): Promise<Reason | undefined> {
  const { series } = await market.candles([...prices.keys()], clock.now());
  for (const { symbol, close } of series) {
    const book = prices.get(symbol);
    const other = close.at(-1);
    if (book === undefined || other === undefined) continue;
    const problem = priceProblem({ symbol, book, source: 'the last candle', other }, rails);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
