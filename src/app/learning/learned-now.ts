/**
 * What the learner says at a look: recorded with the recommendation, so that this can be computed again without learning and without
 * the model.
 */
import type { LearnedRisk } from '../../learning/covariance/learned-risk.ts';
import type { Candles } from '../../market/candles.ts';
import type { RecordedLearning } from '../../plan/inputs.ts';
import type { Settings } from '../../plan/settings.ts';
import { thresholdDoubt } from '../../report/model-card.ts';
import type { Workspace } from '../workspace.ts';
import type { LearnedDay } from './learned-day.ts';

/** A look shows what moved since the day before; one more covers a day that has just closed. */
const recordedDays = 3;

export type LearnedNow = {
  readonly recorded: RecordedLearning;
  /** Of all days, for a search over the past; absent when thresholds do not go by it. */
  readonly risk?: LearnedRisk;
};

export async function learnedNow(
  { settings, learner }: Pick<Workspace, 'settings' | 'learner'>,
  series: readonly Candles[],
): Promise<LearnedNow> {
  const day = await learner.learn(settings, series);
  if (!('model' in day)) return { recorded: { model: 'ewma60', cause: day.cause } };
  const { model, name, learntTo, cause, risk } = day;
  const doubt = thresholdDoubtOf(settings, day);
  const recorded = { model, name, learntTo, cause, doubt, ...lastOf(risk) };
  return doubt === null ? { recorded, risk } : { recorded };
}

/** Why thresholds do not go by what was learnt, in the words of the model's card; null where they do. */
export function thresholdDoubtOf(
  { policy }: Settings,
  { card }: Pick<LearnedDay, 'card'>,
): string | null {
  const { rule } = policy;
  return card === null || rule.kind !== 'risk-aware' ? null : thresholdDoubt(card, rule.objective);
}

/** The last days that have a covariance, without a day between that has none. */
function lastOf({ assets, closeTime, covariance }: LearnedRisk) {
  const cells = assets * assets;
  const days = closeTime.length;
  let from = days - 1;
  const isKnown = (row: number): boolean =>
    row >= 0 && !covariance.subarray(row * cells, (row + 1) * cells).some(Number.isNaN);
  while (days - from < recordedDays && isKnown(from - 1)) from--;
  return {
    closeTime: [...closeTime.subarray(from)],
    covariance: [...covariance.subarray(from * cells)],
  };
}
