/** A recommendation in words, built from its reason codes and numbers: what was decided, why, and what was left out. */
import { type Reason, type ReasonCode, reasonTable, sentenceOf } from '../base/reasons.ts';
import type { Recommendation } from '../plan/plan.ts';
import { bps, plural, weight } from './format.ts';

/** Orders that were wanted and are not in the plan, and bounds that cut it. */
const leftOutCodes: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'NOTIONAL_BELOW_MINIMUM',
  'QUANTITY_BELOW_STEP',
  'QUANTITY_CAPPED',
  'PLAN_CUT',
]);

/** What was assumed or noticed; it moved nothing by itself. */
const noteCodes: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'COSTS_ASSUMED',
  'RULES_ASSUMED',
  'NOTIONAL_RAISED',
  'DATA_GAP',
  'DATA_OUTLIER',
  'TARGETS_ALLOCATED',
  'TARGETS_FALLBACK',
  'TARGETS_COVARIANCE',
  'TARGETS_SCALED',
  'FORECAST_FALLBACK',
  'THRESHOLDS_SIMPLE',
  'LEVEL_CHOSEN',
  'BAND_NEUTRAL',
  'MULTIPLIER_NEUTRAL',
]);

export type SortedReasons = {
  readonly why: readonly Reason[];
  readonly leftOut: readonly Reason[];
  readonly notes: readonly Reason[];
};

export function sortReasons(reasons: readonly Reason[]): SortedReasons {
  return {
    why: reasons.filter(({ code }) => !leftOutCodes.has(code) && !noteCodes.has(code)),
    leftOut: reasons.filter(({ code }) => leftOutCodes.has(code)),
    notes: reasons.filter(({ code }) => noteCodes.has(code)),
  };
}

/** The sentence of a reason with its numbers to two places, or two digits where that would be nothing. */
export function reasonSentence(reason: Reason): string {
  const rounded = Object.entries(reason).map(([name, value]) => [name, readable(value)]);
  return sentenceOf({ ...Object.fromEntries(rounded), code: reason.code } as Reason);
}

function readable(value: string | number | boolean): string | number | boolean {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number(Math.abs(value) >= 0.01 ? value.toFixed(2) : value.toPrecision(2));
}

/** One line: "Nothing traded: …", "Proposed: 3 trades, …" or "Not decided: …". */
export function decisionSentence(recommendation: Recommendation): string {
  const { why, leftOut, notes } = sortReasons(recommendation.reasons);
  const given = [why, leftOut, notes].find((reasons) => reasons.length > 0) ?? [];
  const because = given.map(reasonSentence).join('; ');
  const head = headline(recommendation);
  return because === '' ? `${head}.` : `${head}: ${because}.`;
}

/** The head of the sentence, without reasons; of a plan with its size and cost. */
export function headline(recommendation: Recommendation): string {
  switch (recommendation.outcome) {
    case 'none':
      return 'Nothing traded';
    case 'proposed':
      return `Proposed: ${planInBrief(recommendation)}`;
    case 'denied':
      return isDataFault(recommendation) ? 'Not decided, the data are unfit' : 'Plan denied';
  }
}

/** "3 trades, 2.1 % turnover, cost 0.60 bp of NAV". */
export function planInBrief(recommendation: Recommendation): string {
  const { legs, turnover, costBps } = recommendation;
  return `${plural(legs.length, 'trade')}, ${weight(turnover)} turnover, cost ${bps(costBps)} of NAV`;
}

function isDataFault(recommendation: Recommendation): boolean {
  const { why } = sortReasons(recommendation.reasons);
  return why.some(({ code }) => reasonTable[code].room === 'market');
}
