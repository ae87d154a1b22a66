/**
 * Keeps what a margined account holds within its leverage: Σ|q p| ≤ L·NAV after the orders. Orders that bring a position nearer to zero
 * stand; those that open more are scaled by one factor. A buffer is left of the leverage as it is of the cash elsewhere.
 */
import type { Margin } from '../policy/margin.ts';
import type { PlanMarket } from './markets.ts';
import type { QuantityInputs } from './order-quantities.ts';

type Positions = Pick<QuantityInputs, 'markets' | 'nav' | 'quantities' | 'prices' | 'offset'>;

/** Whether an order brings a position nearer to zero and not beyond. */
export function isReducing(position: number, order: number): boolean {
  return position * order < 0 && Math.abs(order) <= Math.abs(position);
}

/** Scales the orders that open, in place; answers the factor. */
export function fitLeverage(
  inputs: Positions & { readonly margin: Margin },
  buffer: number,
  out: Float64Array,
): number {
  const { markets, margin, nav } = inputs;
  let kept = 0;
  let opened = 0;
  for (let m = 0; m < markets.length; m++) {
    const { closed, opening } = partsOf(inputs, markets[m] as PlanMarket, out[m] as number);
    kept += closed;
    opened += opening;
  }
  const room = (margin.leverage - buffer) * nav - kept;
  if (opened <= room) return 1;
  const factor = Math.max(0, room / opened);
  for (let m = 0; m < markets.length; m++) {
    const { base } = markets[m] as PlanMarket;
    const order = out[m] as number;
    const position = inputs.quantities[base] as number;
    if (isReducing(position, order)) continue;
    // What closes the position on the other side stands.
    const closing = position * order < 0 ? -position : 0;
    out[m] = closing + factor * (order - closing);
  }
  return factor;
}

/** Σ|w| after the orders, as a fraction of NAV before them. */
export function leverageAfter(inputs: Positions, orders: Float64Array): number {
  let gross = 0;
  for (let m = 0; m < inputs.markets.length; m++) {
    const market = inputs.markets[m] as PlanMarket;
    const { closed, opening } = partsOf(inputs, market, orders[m] as number);
    gross += closed + opening;
  }
  return gross / inputs.nav;
}

/** In the quote: what stays of a position after what closes it, and what an order opens on top. */
function partsOf(
  { quantities, prices, offset }: Positions,
  { base }: PlanMarket,
  order: number,
): { closed: number; opening: number } {
  const price = prices[offset + base] as number;
  const position = quantities[base] as number;
  if (position * order >= 0) {
    return { closed: Math.abs(position) * price, opening: Math.abs(order) * price };
  }
  const rest = Math.abs(position) - Math.abs(order);
  return { closed: Math.max(0, rest) * price, opening: Math.max(0, -rest) * price };
}
