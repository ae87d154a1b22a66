/**
 * Keeps the costs of the markets at the conditions of the day: fees by what was traded in the 30 days before, spreads by
 * volatility, impact by volatility and volume, all of it from closed bars. Live and in a backtest the same.
 */
import type { Reason } from '../base/reasons.ts';
import {
  areCostsConditional,
  dependOnMarket,
  feesAt,
  isKnown,
  spreadFactorOf,
  unitImpactOf,
} from '../cost/conditions.ts';
import { hasSessions, type Panel } from '../market/panel.ts';
import { closesDay } from '../market/panel-steps.ts';
import { createLiquidityTracker, type Liquidity } from '../risk/liquidity-tracker.ts';
import { type PlanMarket, refreshCost } from './markets.ts';
import type { Settings } from './settings.ts';

export type MarketConditions = {
  /** Takes the next closed bar, in order from the first; true when a day has closed with it, and costs are new. */
  observe(panel: Panel, bar: number): boolean;
  /** Takes the notional traded in the 30 days before this one, in the portfolio's quote. */
  useFees(tradedNotional: number): void;
  /** Which costs are not those of the market, and why. */
  reasons(): Reason[];
};

/** Null where costs are the same at all times. */
export function createMarketConditions(
  settings: Settings,
  panel: Panel,
  markets: readonly PlanMarket[],
): MarketConditions | null {
  const { costs } = settings;
  if (!areCostsConditional(costs)) return null;
  const tracker = createLiquidityTracker({
    assets: panel.symbols.length,
    intervalMs: panel.intervalMs,
    sessions: hasSessions(panel),
  });
  const { liquidity } = tracker;

  return {
    observe(from, bar) {
      if (!dependOnMarket(costs)) return closesDay(from, bar);
      if (!tracker.observe(from, bar)) return false;
      for (const market of markets) {
        market.conditions.spreadFactor = spreadFactor(market, liquidity, settings);
        market.conditions.unitImpactBps = unitImpact(market, liquidity, settings);
        refreshCost(market, settings);
      }
      return true;
    },
    useFees(tradedNotional) {
      const fees = feesAt(costs, tradedNotional);
      for (const market of markets) {
        Object.assign(market.conditions, fees);
        refreshCost(market, settings);
      }
    },
    reasons: () => panel.symbols.flatMap((symbol, i) => reasonsOf(symbol, i, liquidity, settings)),
  };
}

/** A direct market has the spread of the wilder of its assets. */
function spreadFactor(
  { base, quote }: PlanMarket,
  { volatilityRatio }: Liquidity,
  { costs }: Settings,
): number {
  const factorOf = (asset: number): number =>
    spreadFactorOf(volatilityRatio[asset] as number, costs.volatilityExponent);
  return quote < 0 ? factorOf(base) : Math.max(factorOf(base), factorOf(quote));
}

/** The candles hold no volume of a direct market; arbitrage ties it to those of both assets, so it bears the impact on both. */
function unitImpact(
  { base, quote }: PlanMarket,
  liquidity: Liquidity,
  { costs }: Settings,
): number {
  const { volDaily, dailyNotional } = liquidity;
  if (costs.impact.model === 'none') return 0;
  const unitOf = (asset: number): number =>
    unitImpactOf(costs.impact, {
      volDaily: volDaily[asset] as number,
      dailyNotional: dailyNotional[asset] as number,
    });
  return unitOf(base) + (quote < 0 ? 0 : unitOf(quote));
}

function reasonsOf(symbol: string, i: number, liquidity: Liquidity, { costs }: Settings): Reason[] {
  const reasons: Reason[] = [];
  if (costs.volatilityExponent !== 0 && !isKnown(liquidity.volatilityRatio[i] as number)) {
    reasons.push({ code: 'COSTS_NEUTRAL', symbol });
  }
  const { model, maximumBps } = costs.impact;
  const cause = model === 'none' ? undefined : unknownOf(i, liquidity);
  if (cause !== undefined) reasons.push({ code: 'IMPACT_UNKNOWN', symbol, maximumBps, cause });
  return reasons;
}

function unknownOf(i: number, { volDaily, dailyNotional }: Liquidity): string | undefined {
  if (Number.isNaN(dailyNotional[i])) return 'no day of it has closed yet';
  if (!isKnown(dailyNotional[i] as number)) return 'nothing of it was traded in 30 days';
  return isKnown(volDaily[i] as number) ? undefined : 'its price has not moved';
}
