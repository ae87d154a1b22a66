/** Looks at the account and the market again before an approved plan is executed. */
import { DataError } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { validityProblem } from '../execution/validity.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { approvedSettings } from './approved-targets.ts';
import { inputsOf } from './gate.ts';
import { latestPrices } from './latest-prices.ts';
import type { Workspace } from './workspace.ts';

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
  const [{ total: balances }, quotations] = await Promise.all([
    broker.holdings(),
    latestPrices(market, symbols, { quote, now }),
  ]);
  const prices = new Map<string, number>();
  for (const symbol of symbols) {
    const quotation = quotations.get(symbol);
    if (quotation === undefined) throw new DataError(`there is no price of ${symbol} at ${now}`);
    prices.set(symbol, quotation.price);
  }
  return validityProblem(recommendation, inputsOf(record), { settings, balances, prices });
}
