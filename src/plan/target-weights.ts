/** Target weights by symbol: how those of a portfolio are written down, compared, and put in place of others. */
import { hashOf } from '../base/canonical-json.ts';
import type { PortfolioSettings, Settings } from './settings.ts';

/** Fractions of NAV by symbol, `cash` among them; what is not named has none. */
export type TargetWeights = Readonly<Record<string, number>>;

const cash = 'cash';

/** Those of a portfolio, without assets that are only to be sold. */
export function targetWeightsOf({
  symbols,
  targets,
  cashTarget,
}: PortfolioSettings): TargetWeights {
  const invested = symbols.map((symbol, i): [string, number] => [symbol, targets[i] as number]);
  return heldOnly(Object.fromEntries([...invested, [cash, cashTarget]]));
}

/** Without assets that have no weight: to name them changes no target. */
export function heldOnly(weights: TargetWeights): TargetWeights {
  const held = Object.entries(weights).filter(([symbol, weight]) => weight > 0 || symbol === cash);
  return Object.fromEntries(held);
}

/** The same for the same targets, in whatever order they are named. */
export function targetsHash(weights: TargetWeights): string {
  return hashOf(heldOnly(weights));
}

/** Assets of either, in the order of the first, those that only the second has behind. */
export function assetsOf(before: TargetWeights, after: TargetWeights): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete(cash);
  return [...names];
}

/** Σ|Δ| over the assets without cash, of which half is the turnover. */
export function tradedShare(before: TargetWeights, after: TargetWeights): number {
  const moved = assetsOf(before, after).map((symbol) =>
    Math.abs((after[symbol] ?? 0) - (before[symbol] ?? 0)),
  );
  return Number(moved.reduce((sum, weight) => sum + weight, 0).toFixed(10));
}

/**
 * The settings with other targets. Assets of the file stay, those without weight to be sold; new ones join behind, in the order of their
 * names, and so do `alsoSold`, without weight.
 */
export function withTargets(
  settings: Settings,
  weights: TargetWeights,
  alsoSold: readonly string[] = [],
): Settings {
  const { portfolio } = settings;
  const named = new Set([...Object.keys(weights), ...alsoSold]);
  const joining = [...named].filter((name) => name !== cash && !portfolio.symbols.includes(name));
  const symbols = [...portfolio.symbols, ...joining.sort()];
  const targets = symbols.map((symbol) => weights[symbol] ?? 0);
  return {
    ...settings,
    portfolio: { ...portfolio, symbols, targets, cashTarget: weights[cash] ?? 0 },
  };
}
