/** How far from the price of the plan an order may go. */
import { isMajor } from '../market/majors.ts';
import type { PlanMarket } from './markets.ts';
import type { PlanSettings } from './settings.ts';

/** The worst price of an order as a factor of the price of the plan. */
export function worstPriceFactor(
  { baseSymbol }: PlanMarket,
  side: 'buy' | 'sell',
  { majorsPriceCapBps, priceCapBps }: PlanSettings,
): number {
  const capBps = isMajor(baseSymbol) ? majorsPriceCapBps : priceCapBps;
  return 1 + ((side === 'buy' ? 1 : -1) * capBps) / 1e4;
}
