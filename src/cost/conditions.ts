/**
 * What the cost of a leg depends on at a moment: the fees of the tier that was reached, how volatile the market is against
 * its long run, and how far a notional moves it.
 *
 * Spread and slippage go as (σ/σ_long)^e, within a half and four times: spreads are proportional to volatility (Wyart,
 * Bouchaud, Kockelkoren, Potters and Vettorazzo 2008, per trade). Impact by the square-root law, Y σ_day √(notional/V) with
 * V the notional that the market trades in a day and Y of the order of 1 (Tóth et al. 2011; on Bitcoin Donier and Bonart
 * 2015; Almgren et al. 2005 found an exponent of 3/5 on American shares).
 */
import type { CostSettings, ImpactSettings } from './settings.ts';

/** Of one market; refilled in place once a day. */
export type CostConditions = {
  takerFeeBps: number;
  makerFeeBps: number;
  /** What half-spread and slippage are multiplied by. */
  spreadFactor: number;
  /** Impact of a notional of 1 in the portfolio's quote, in bps; it goes with the root. Infinity where it is not known. */
  unitImpactBps: number;
};

const spreadFactorBounds = { low: 0.5, high: 4 } as const;

/** Before anything is known: nothing traded, volatility as ever, and an impact, where there is to be one, at its maximum. */
export function unknownConditions(costs: CostSettings): CostConditions {
  return {
    ...feesAt(costs, 0),
    spreadFactor: 1,
    unitImpactBps: costs.impact.model === 'none' ? 0 : Number.POSITIVE_INFINITY,
  };
}

/** Whether costs change from day to day. */
export function areCostsConditional(costs: CostSettings): boolean {
  return dependOnMarket(costs) || costs.feeTiers.length > 0;
}

/** Whether they change with volatility or volume. */
export function dependOnMarket({ volatilityExponent, impact }: CostSettings): boolean {
  return volatilityExponent !== 0 || impact.model !== 'none';
}

/** The fees after so much traded notional of the 30 days before. */
export function feesAt(
  costs: CostSettings,
  tradedNotional: number,
): Pick<CostConditions, 'takerFeeBps' | 'makerFeeBps'> {
  let { takerFeeBps, makerFeeBps } = costs;
  for (const tier of costs.feeTiers) {
    if (tier.volume <= tradedNotional) ({ takerFeeBps, makerFeeBps } = tier);
  }
  return { takerFeeBps, makerFeeBps };
}

/** (σ/σ_long)^exponent within its bounds; exactly 1 where the ratio is not known. */
export function spreadFactorOf(volatilityRatio: number, exponent: number): number {
  if (!isKnown(volatilityRatio)) return 1;
  const { low, high } = spreadFactorBounds;
  return Math.min(high, Math.max(low, volatilityRatio ** exponent));
}

/** 10⁴ Y σ_day/√V; Infinity where volatility or volume is not known, or nothing is traded. */
export function unitImpactOf(
  { coefficient }: Pick<ImpactSettings, 'coefficient'>,
  market: { volDaily: number; dailyNotional: number },
): number {
  const { volDaily, dailyNotional } = market;
  if (!isKnown(volDaily) || !isKnown(dailyNotional)) return Number.POSITIVE_INFINITY;
  return (1e4 * coefficient * volDaily) / Math.sqrt(dailyNotional);
}

/** A measure that is there and no sign of missing data; a price that never moves, or a market without volume, is one. */
export function isKnown(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}
