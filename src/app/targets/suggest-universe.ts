/** The assets that suggestions are made of: those of the portfolio, and candidates of the market that can be judged. */
import { DataError } from '../../base/errors.ts';
import { type Candles, closedBy } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { hasSessions } from '../../market/panel.ts';
import { reasonSentence } from '../../report/decision-sentence.ts';
import { plural } from '../../report/format.ts';
import type { Suggestions } from '../../report/suggestions.ts';
import type { Workspace } from '../workspace.ts';

/** Below that many days an asset is not to be bought: its covariance would be that of its class. */
const fewestDays = 60;

type LeftOut = Suggestions['leftOut'][number];

export type SuggestionUniverse = {
  readonly held: readonly Candles[];
  readonly candidates: readonly Candles[];
  readonly leftOut: readonly LeftOut[];
};

/** Errors: DataError when the candles of an asset of the portfolio are unfit. */
export async function suggestionUniverse(
  { settings, market }: Pick<Workspace, 'settings' | 'market'>,
  { at, universe }: { readonly at: number; readonly universe: readonly string[] | null },
): Promise<SuggestionUniverse> {
  const { symbols, quote } = settings.portfolio;
  const { series: held, issues, unfit } = await market.candles(symbols, at);
  if (unfit) throw new DataError(issues.map(reasonSentence).join('; '));
  const first = held[0] as Candles;
  const candidates: Candles[] = [];
  const leftOut = held.flatMap((candles) => tooShort(candles, at));
  for (const symbol of new Set(universe ?? (await market.symbols()))) {
    if (symbols.includes(symbol) || symbol === quote) continue;
    const answer = await market.candles([symbol], at);
    const [candles] = answer.series;
    if (answer.unfit || candles === undefined) {
      leftOut.push({ symbol, cause: answer.issues.map(reasonSentence).join('; ') });
      continue;
    }
    const faults = [...tooShort(candles, at), ...ofOtherClass(candles, first)];
    leftOut.push(...faults.slice(0, 1));
    if (faults.length === 0) candidates.push(candles);
  }
  return { held, candidates, leftOut };
}

export function tooShort(candles: Candles, at: number): LeftOut[] {
  const days = closedBy(dailyCandlesOf(candles), at).openTime.length;
  if (days >= fewestDays) return [];
  const cause = `it has ${plural(days, 'day')} of history, ${fewestDays} are needed`;
  return [{ symbol: candles.symbol, cause }];
}

/** The learner keeps markets with sessions and those that never close apart. */
function ofOtherClass(candles: Candles, first: Candles): LeftOut[] {
  const [own, other] = [candles, first].map((each) => hasSessions(dailyCandlesOf(each)));
  if (own === other) return [];
  const cause = own
    ? 'it does not trade on weekends, and the portfolio does'
    : 'it trades on weekends, and the portfolio does not';
  return [{ symbol: candles.symbol, cause }];
}
