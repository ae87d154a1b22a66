/**
 * A band for each asset by the closed form of one asset against the rest: q = σ_r², so that its width does not depend on
 * volatility but for the overshoot between looks, which is taken off. Assets that left their bands go to their
 * destinations. λ sets the level.
 */
import type { RiskForecast } from '../risk/risk-forecast.ts';
import { bandReason, isAnyBreached } from './bands.ts';
import { type Band, bestBand, lessOvershoot } from './closed-form.ts';
import { tradeToBands } from './destination.ts';
import { readQuoteCosts } from './flow-problem.ts';
import { creditOf } from './margin.ts';
import { euclideanDistance, type Policy, type PolicyContext } from './policy.ts';
import { createRouter } from './route.ts';

export type AssetBandRule = {
  /** λ. */
  readonly riskAversion: number;
  readonly eventCostBps: number;
};

export function createAssetBand(context: PolicyContext, rule: AssetBandRule): Policy {
  const { symbols, targets, markets, margin } = context;
  const assets = targets.length;
  const router = createRouter(markets, assets);
  const costs = new Float64Array(assets);
  const trades = new Float64Array(assets);
  const driftVol = new Float64Array(assets);
  const triggers = new Float64Array(assets);
  const destinations = new Float64Array(assets);
  const bands = { triggers, destinations };
  let base: readonly Band[] = [];

  const place = (): void => {
    base.forEach((wide, i) => {
      const band = lessOvershoot(wide, driftVol[i] as number, 1);
      triggers[i] = band.trigger;
      destinations[i] = band.destination;
    });
  };

  /** The bands are those of the costs of now. */
  const keepUp = (): void => {
    if (!readQuoteCosts(markets, costs) && base.length > 0) return;
    base = Array.from(targets, (target, i) =>
      // q = σ_r² cancels against the variance of the drift: any volatility gives the same band.
      bestBand({
        driftVolAnnual: Math.abs(target * (1 - target)),
        penalty: rule.riskAversion,
        cost: costs[i] as number,
        eventCost: rule.eventCostBps / 1e4,
      }),
    );
    place();
  };

  keepUp();
  return {
    multipliers: new Float64Array(assets).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe(forecast) {
      for (let i = 0; i < assets; i++) {
        const target = targets[i] as number;
        driftVol[i] =
          Math.abs(target * (1 - target)) * Math.sqrt(varianceAgainstRest(forecast, targets, i));
      }
      place();
    },
    decide({ weights, cash }, flows) {
      keepUp();
      if (!isAnyBreached({ weights, targets, triggers })) return false;
      const spendable = cash + creditOf(margin);
      tradeToBands({ weights, targets, spendable, bands, costs }, trades);
      router.route(trades, flows);
      return true;
    },
    explain({ weights }) {
      keepUp();
      return [bandReason({ weights, targets, triggers }, symbols)];
    },
  };
}

/** σ_r² a bar: variance of an asset's return over that of the rest of the target portfolio; 0 without a forecast. */
function varianceAgainstRest(forecast: RiskForecast, targets: Float64Array, asset: number): number {
  const n = targets.length;
  const rest = 1 - (targets[asset] as number);
  if (forecast.version === 0 || rest <= 0) return 0;
  const exposure = (i: number): number => (i === asset ? 1 : -(targets[i] as number) / rest);
  let variance = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      variance += exposure(i) * exposure(j) * (forecast.covariance[i * n + j] as number);
    }
  }
  return Math.max(0, variance);
}
