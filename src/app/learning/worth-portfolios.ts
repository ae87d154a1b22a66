/** Portfolios that a forecast is tried on where none are named: assets dealt like cards, six to a portfolio, in equal parts. */
import { parseConfig } from '../../config/load.ts';
import { settingsOf } from '../../config/settings.ts';
import type { Settings } from '../../plan/settings.ts';

const portfolios = 5;
const mostAssets = 6;
const invested = 0.9;

/**
 * In the order of the symbols, beginning again after the last; all of them in one portfolio where there are no more than six, and none of none.
 * Costs are 15 bp of what is traded, as in the backtests of the documentation.
 */
export function dealtPortfolios(symbols: readonly string[]): readonly Settings[] {
  const assets = Math.min(mostAssets, symbols.length);
  if (symbols.length === 0) return [];
  const hands = symbols.length <= mostAssets ? 1 : portfolios;
  return Array.from({ length: hands }, (_, hand) =>
    settingsFor(
      `portfolio-${hand + 1}`,
      Array.from(
        { length: assets },
        (_, k) => symbols[(hand * assets + k) % symbols.length] as string,
      ),
    ),
  );
}

function settingsFor(name: string, symbols: readonly string[]): Settings {
  const target = invested / symbols.length;
  const targets = Object.fromEntries(symbols.map((symbol) => [symbol, target]));
  const config = {
    portfolio: { name, quote: 'QUOTE', targets: { ...targets, cash: 1 - invested } },
    policy: { kind: 'risk-aware' },
    costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 },
  };
  // JSON is YAML.
  return settingsOf(parseConfig(JSON.stringify(config), { file: name }), 'backtest').settings;
}
