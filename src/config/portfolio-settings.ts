/** The portfolio of a configuration, checked: targets that add up, and on margin to no more than its leverage. */
import { type Decimal, decimalOf } from '../base/decimal.ts';
import { ConfigError } from '../base/errors.ts';
import type { PortfolioSettings } from '../plan/settings.ts';
import { leverageOf } from '../policy/margin.ts';
import type { CompleteConfig } from './complete.ts';
import { type LoadedConfig, placeOf } from './load.ts';
import { futuresVenueIds, isFuturesVenue } from './venue-ids.ts';

/** Positions are as large as the portfolio at most, unless its file says otherwise. */
const usualLeverage = 1;

/** Errors: ConfigError that names the key and its place. */
export function portfolioOf(complete: CompleteConfig, config: LoadedConfig): PortfolioSettings {
  const { name, quote, targets } = complete.portfolio;
  const symbols = Object.keys(targets).filter((symbol) => symbol !== 'cash');
  const where = placeOf(config, 'portfolio.targets');
  if (symbols.length === 0) {
    throw new ConfigError(`${where}: portfolio.targets must name at least one asset beside cash`);
  }
  if (symbols.includes(quote)) {
    throw new ConfigError(
      `${where}: portfolio.targets names ${quote}, the quote currency: write cash`,
    );
  }
  const weights = symbols.map((symbol) => targets[symbol] as number);
  const own = { name, quote, symbols, targets: weights };
  return isFuturesVenue(complete.venue.id)
    ? { ...own, ...marginTerms(complete, weights, config) }
    : { ...own, cashTarget: cashBeside(complete, symbols, config) };
}

/** Nothing is borrowed: no weight is below zero or above one, and with cash they sum to one. */
function cashBeside(
  { portfolio: { targets, leverage }, venue }: CompleteConfig,
  symbols: readonly string[],
  config: LoadedConfig,
): number {
  if (leverage !== undefined) {
    const where = placeOf(config, 'portfolio.leverage');
    throw new ConfigError(
      `${where}: portfolio.leverage was ${leverage}; nothing is borrowed at venue.id ${venue.id}, only at ${futuresVenueIds.join(', ')}`,
    );
  }
  for (const [symbol, weight] of Object.entries(targets)) {
    const bound = weight < 0 ? 'at least 0' : weight > 1 ? 'at most 1' : undefined;
    if (bound === undefined) continue;
    const key = `portfolio.targets.${symbol}`;
    throw new ConfigError(`${placeOf(config, key)}: ${key} was ${weight}: must be ${bound}`);
  }
  const invested = symbols.reduce((sum, symbol) => sum + (targets[symbol] as number), 0);
  const cashTarget = targets.cash ?? Math.max(0, roundOff(1 - invested));
  const total = roundOff(invested + cashTarget);
  if (total !== 1) {
    const where = placeOf(config, 'portfolio.targets');
    throw new ConfigError(
      `${where}: portfolio.targets sum to ${roundOff(100 * total)} %, must be 100 %`,
    );
  }
  return cashTarget;
}

/** Cash is what positions leave: more than all where they are short, less than nothing where more is held than there is. */
function marginTerms(
  { portfolio, markets, venue, policy }: CompleteConfig,
  weights: readonly number[],
  config: LoadedConfig,
): Pick<PortfolioSettings, 'cashTarget' | 'leverage'> {
  const { targets, leverage = usualLeverage } = portfolio;
  const refuse = (key: string, problem: string): never => {
    throw new ConfigError(`${placeOf(config, key)}: ${key} ${problem}`);
  };
  if (targets.cash !== undefined) {
    refuse(
      'portfolio.targets.cash',
      'must be left out on margin: cash is what the positions leave',
    );
  }
  const gross = roundOff(leverageOf(weights));
  if (gross > leverage) {
    const sum = `add up to ${gross} without their signs`;
    refuse('portfolio.targets', `${sum}, must be at most portfolio.leverage, which is ${leverage}`);
  }
  if (config.input.allocation !== undefined) {
    refuse('allocation', 'was given, but allocators know no positions on margin');
  }
  if (markets.direct.length > 0) {
    refuse('markets.direct', 'was given, but futures trade against the quote only');
  }
  if (venue.mode === 'advisory') {
    refuse('venue.mode', 'was advisory, but positions on margin are traded on paper or live');
  }
  const { cashFlow, saleDelay } = policy;
  if (cashFlow === 'first') {
    refuse('policy.cashFlow', 'was first, but on margin a flow cannot be told from funding');
  }
  if (saleDelay !== 'off') {
    refuse('policy.saleDelay', `was ${saleDelay}, but no delay is known for positions on margin`);
  }
  return { cashTarget: roundOff(1 - weights.reduce((sum, weight) => sum + weight, 0)), leverage };
}

/** Sums of percentages carry rounding in their last digits. */
function roundOff(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Units that a paper account starts with. Errors: ConfigError when an asset has no target, or nothing is held. */
export function holdingsOf(
  complete: CompleteConfig,
  portfolio: PortfolioSettings,
  config: LoadedConfig,
): Record<string, Decimal> {
  const { holdings } = complete.portfolio;
  if (holdings === undefined) return { [portfolio.quote]: decimalOf(complete.venue.initialCash) };
  for (const [symbol, held] of Object.entries(holdings)) {
    const key = `portfolio.holdings.${symbol}`;
    const refuse = (problem: string): never => {
      throw new ConfigError(`${placeOf(config, key)}: ${key} ${problem}`);
    };
    if (symbol !== portfolio.quote && !portfolio.symbols.includes(symbol)) {
      refuse('has no target: give it one, 0% to sell it');
    }
    if (Number(held) < 0 && portfolio.leverage === undefined) {
      refuse(`was ${held}: must be at least 0`);
    }
  }
  if (!Object.values(holdings).some((held) => Number(held) > 0)) {
    const where = placeOf(config, 'portfolio.holdings');
    throw new ConfigError(`${where}: portfolio.holdings must hold something, was worth nothing`);
  }
  return Object.fromEntries(
    Object.entries(holdings).map(([symbol, held]) => [
      symbol,
      typeof held === 'number' ? decimalOf(held) : held,
    ]),
  );
}
