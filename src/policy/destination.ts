/** Where a classic rule trades to: the flows over quote markets that bring assets to their targets. */
import type { FlowMarket } from './flow-problem.ts';

/** All assets to target, or only those further from it than a tolerance. Cash takes the other side. */
export function tradeToTargets(
  markets: readonly FlowMarket[],
  state: { weights: Float64Array; targets: Float64Array; tolerance?: number },
  flows: Float64Array,
): void {
  const tolerance = state.tolerance ?? -1;
  for (let m = 0; m < markets.length; m++) {
    const { base, quote } = markets[m] as FlowMarket;
    const gap = (state.targets[base] as number) - (state.weights[base] as number);
    flows[m] = quote < 0 && Math.abs(gap) > tolerance ? gap : 0;
  }
}
