/** A recommendation as JSON: times as ISO 8601 UTC, money as decimal text, each reason with its sentence. */
import type { Reason } from '../base/reasons.ts';
import type { Leg, Recommendation } from '../plan/plan.ts';
import { reasonSentence } from './decision-sentence.ts';
import { isoTime } from './format.ts';

/** The same recommendation gives the same text, key by key. */
export function recommendationJson(recommendation: Recommendation) {
  const { id, outcome, planHash, nav, turnover, costBps } = recommendation;
  const { portfolio, quote, policy, forecast, cashWeight, cashTarget } = recommendation;
  const { residualPp, snapshotHash } = recommendation;
  return {
    schemaVersion: 1,
    id,
    asOf: isoTime(recommendation.asOf),
    outcome,
    planHash,
    nav,
    assets: recommendation.assets.map((asset) => ({ ...asset })),
    reasons: recommendation.reasons.map(reasonJson),
    legs: recommendation.legs.map(legJson),
    turnover,
    costBps,
    expiresAt: timeOrNull(recommendation.expiresAt),
    ...{ portfolio, quote, policy, forecast, cashWeight, cashTarget, residualPp, snapshotHash },
  };
}

export function reasonJson(reason: Reason) {
  return { ...reason, sentence: reasonSentence(reason) };
}

/** An instant, or nothing. */
export function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

/** The market names base and quote already. */
function legJson({ base: _base, quote: _quote, ...leg }: Leg) {
  return leg;
}
