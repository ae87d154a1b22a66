/** How a command runs its backtests beside the policy: as the configuration says, with the rules of the folder if it wants them. */
import { type UniverseKind, universeKinds } from '../app/research/universe-kind.ts';
import type { Conduct } from '../backtest/conduct.ts';
import { ConfigError } from '../base/errors.ts';
import type { Configured } from '../config/settings.ts';
import type { PortfolioSettings } from '../plan/settings.ts';
import type { Call } from './command.ts';

export async function conductOf(
  { conduct, settings }: Configured,
  directory: string,
): Promise<Conduct> {
  const { tradingRules, ...others } = conduct;
  if (tradingRules === 'none') return { ...others, rules: null };
  const { portfolio, directMarkets } = settings;
  // Loaded only here: a backtest without them starts sooner.
  const { recordedMarket } = await import('../compose.ts');
  const market = recordedMarket(directory);
  const { rules } = await market.rules(portfolio.symbols, portfolio.quote, directMarkets);
  return { ...others, rules: new Map(rules.map((rule) => [rule.market, rule])) };
}

/** Errors: ConfigError naming the option and its value. */
export function universeGiven(call: Call, { leverage }: PortfolioSettings): UniverseKind {
  const name = call.text('universe') ?? 'common';
  const kind = universeKinds.find((known) => known === name);
  if (kind === 'listed' && leverage !== undefined) {
    throw new ConfigError(
      '--universe was listed, but on margin it must be common: an asset that ends at nothing would be a gift to who is short of it',
    );
  }
  if (kind !== undefined) return kind;
  throw new ConfigError(`--universe must be ${universeKinds.join(' or ')}, was "${name}"`);
}
