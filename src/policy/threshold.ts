/**
 * The classic thresholds. When any asset is further than its band from its target: absolute |w − p| > b, relative
 * |w − p| > r |p| (Daryanani 2008), 5/25 whichever of 5 pp and a quarter of the target is smaller. Then all assets go to
 * target, or only those that left their bands, half-way back or to the edge.
 */
import type { BandWidths } from './band-widths.ts';
import { bandReason, isAnyBreached } from './bands.ts';
import { tradeToBands, tradeToTargets } from './destination.ts';
import { readQuoteCosts } from './flow-problem.ts';
import { creditOf } from './margin.ts';
import { euclideanDistance, type Policy, type PolicyContext } from './policy.ts';
import { createRouter } from './route.ts';
import type { Destination } from './settings.ts';

export type ThresholdRule = {
  readonly widths: BandWidths;
  /** Also as the share of their band at which breached assets stop. */
  readonly destination: Destination | number;
};

/** Where the breached assets stop, as a share of their band; null: all assets go to target. */
const shares: Readonly<Record<Destination, number | null>> = { target: null, half: 0.5, edge: 1 };

export function createThreshold(
  context: PolicyContext,
  { widths, destination }: ThresholdRule,
): Policy {
  const { symbols, targets, markets, margin } = context;
  const router = createRouter(markets, targets.length);
  const costs = new Float64Array(targets.length);
  const trades = new Float64Array(targets.length);
  const { values: triggers } = widths;
  const destinations = new Float64Array(targets.length);
  const share = typeof destination === 'number' ? destination : shares[destination];

  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe: (forecast) => widths.observe(forecast),
    decide({ weights, cash }, flows) {
      widths.follow(weights);
      if (!isAnyBreached({ weights, targets, triggers })) return false;
      if (share === null) {
        tradeToTargets({ weights, targets }, trades);
      } else {
        readQuoteCosts(markets, costs);
        for (let i = 0; i < targets.length; i++) destinations[i] = share * (triggers[i] as number);
        const spendable = cash + creditOf(margin);
        const bands = { triggers, destinations };
        tradeToBands({ weights, targets, spendable, bands, costs }, trades);
      }
      router.route(trades, flows);
      return true;
    },
    explain({ weights }) {
      widths.follow(weights);
      return [bandReason({ weights, targets, triggers }, symbols), ...widths.reasons()];
    },
  };
}

/** 5 pp or a quarter of the target, whichever is smaller (Swedroe's 5/25 rule). */
export function fiveTwentyFive(target: number): number {
  return Math.min(0.05, 0.25 * Math.abs(target));
}
