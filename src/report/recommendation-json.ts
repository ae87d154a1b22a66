/**
 * A recommendation as JSON: times as ISO 8601 UTC, money as decimal text, each reason with its sentence. Every key is put in
 * its place by name, so that a recommendation just made and the same read back from a store give the same bytes.
 */
import type { Reason } from '../base/reasons.ts';
import type { AssetView, ForecastView, Leg, Recommendation } from '../plan/plan.ts';
import type { ThresholdChange } from '../plan/threshold-change.ts';
import { reasonSentence } from './decision-sentence.ts';
import { isoTime } from './format.ts';

export function recommendationJson(recommendation: Recommendation) {
  const { id, outcome, planHash, nav, turnover, costBps } = recommendation;
  const { portfolio, quote, policy, cashWeight, cashTarget } = recommendation;
  const { residualPp, snapshotHash } = recommendation;
  return {
    schemaVersion: 1 as const,
    id,
    asOf: isoTime(recommendation.asOf),
    outcome,
    planHash,
    nav,
    assets: recommendation.assets.map(assetJson),
    reasons: recommendation.reasons.map(reasonJson),
    legs: recommendation.legs.map(legJson),
    turnover,
    costBps,
    ...marginJson(recommendation),
    expiresAt: timeOrNull(recommendation.expiresAt),
    ...{ portfolio, quote, cashWeight, cashTarget, policy },
    forecast: forecastJson(recommendation.forecast),
    ...{ residualPp, snapshotHash },
  };
}

/** Nothing where nothing is borrowed. */
function marginJson({ funding, leverage }: Recommendation) {
  return {
    ...(funding === undefined
      ? {}
      : { funding: { beforeBps: funding.beforeBps, afterBps: funding.afterBps } }),
    ...(leverage === undefined
      ? {}
      : { leverage: { before: leverage.before, after: leverage.after, most: leverage.most } }),
  };
}

/** The code first, its details by name, then the sentence. */
export function reasonJson({ code, ...details }: Reason) {
  const names = Object.keys(details).sort();
  const sorted = Object.fromEntries(names.map((name) => [name, details[name] ?? '']));
  const reason = { code, ...sorted } as Reason;
  return { ...reason, sentence: reasonSentence(reason) };
}

/** An instant, or nothing. */
export function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

function assetJson(asset: AssetView) {
  const { symbol, weight, target, lower, upper, weightAfter } = asset;
  const { volAnnual, rangeVolAnnual, price, quantity } = asset;
  const thresholdChange = thresholdChangeJson(asset.thresholdChange);
  return {
    ...{ symbol, weight, target, lower, upper, thresholdChange, weightAfter },
    ...{ volAnnual, rangeVolAnnual, price, quantity },
  };
}

export function thresholdChangeJson(change: ThresholdChange | null) {
  if (change === null) return null;
  const { since, widthPp, volatilityPp, correlationPp, costPp } = change;
  return { since: isoTime(since), widthPp, volatilityPp, correlationPp, costPp };
}

/** Without base and quote, which the market names already. */
function legJson(leg: Leg) {
  const { symbol, side, quantity, limitPrice, referencePrice, notional } = leg;
  const { costBps, feeBps, halfSpreadBps, slippageBps, impactBps } = leg;
  const { reduceOnly, fundingBps } = leg;
  return {
    ...{ symbol, side, quantity, limitPrice, referencePrice, notional },
    ...(reduceOnly === undefined ? {} : { reduceOnly }),
    ...(fundingBps === undefined ? {} : { fundingBps }),
    ...{ costBps, feeBps, halfSpreadBps, slippageBps, impactBps },
  };
}

function forecastJson(forecast: ForecastView) {
  const { model, horizonDays, trackingErrorBefore, trackingErrorAfter } = forecast;
  const { portfolioVolBefore, portfolioVolAfter } = forecast;
  return {
    ...{ model, horizonDays, trackingErrorBefore, trackingErrorAfter },
    ...{ portfolioVolBefore, portfolioVolAfter },
  };
}
