/**
 * Selling everything to buy it anew. Every market against the quote stands twice, for the sale of all that is held and for the
 * purchase of the targets, so that both are filled, and paid, in one bar.
 */
import type { PlanMarket } from '../plan/markets.ts';
import { bandReason, isAnyBreached } from '../policy/bands.ts';
import { euclideanDistance, type Policy, type PolicyContext } from '../policy/policy.ts';

export function marketsTwice(markets: readonly PlanMarket[]): readonly PlanMarket[] {
  const onCash = markets.filter(({ quote }) => quote < 0);
  return [...onCash, ...onCash];
}

/** On those markets, when any asset is further from its target than the band (weight). */
export function createSaleOfAll({ symbols, targets }: PolicyContext, band: number): Policy {
  const triggers = targets.map(() => band);
  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe() {},
    decide({ weights }, flows) {
      if (!isAnyBreached({ weights, targets, triggers })) return false;
      for (let i = 0; i < targets.length; i++) {
        flows[i] = -(weights[i] as number);
        flows[targets.length + i] = targets[i] as number;
      }
      return true;
    },
    explain: ({ weights }) => [bandReason({ weights, targets, triggers }, symbols)],
  };
}
