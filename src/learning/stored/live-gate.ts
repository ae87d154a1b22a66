/**
 * The gate for a model on the days after it was stored: that of a training, on these days. A year of intervals over 30 days would
 * hold every model up for 13 months; until it is there, the walk forward of its training counts for them.
 */
import type { Reason } from '../../base/reasons.ts';
import type { CoverageOfDays, ModelTrial } from '../evaluation/model-trial.ts';
import { gateReasons } from './promotion-gate.ts';

/** What of a coverage the gate reads. */
export type WalkedCoverage = Pick<CoverageOfDays, 'horizonDays' | 'days' | 'inside'>;

const yearDays = 365;

/**
 * Why it stays in shadow; empty when it may be promoted, null while days are too few to tell. The champion is an opponent by its name
 * where there is one.
 */
export function liveGateReasons(
  { comparisons, coverage }: Pick<ModelTrial, 'comparisons' | 'coverage'>,
  {
    champion,
    walked,
  }: { readonly champion: string | null; readonly walked: readonly WalkedCoverage[] },
): readonly Reason[] | null {
  const judged = coverage.map((live) => {
    const before = walked.find(({ horizonDays }) => horizonDays === live.horizonDays);
    const isLong = live.horizonDays === 30 && live.days < yearDays;
    return isLong && before !== undefined ? { ...live, ...before } : live;
  });
  const reasons = gateReasons({ comparisons, coverage: judged }, champion);
  return reasons.some(({ code }) => code === 'MODEL_DAYS_FEW') ? null : reasons;
}
