/** What an asset was worth when a plan was made. */
import { toNumber } from '../base/decimal.ts';
import type { Recommendation } from './plan.ts';

/** In the portfolio's quote; NaN when the plan has no price of the asset. */
export function priceInPlan({ quote, assets }: Recommendation, asset: string): number {
  if (asset === quote) return 1;
  const view = assets.find(({ symbol }) => symbol === asset);
  return view === undefined ? Number.NaN : toNumber(view.price);
}
