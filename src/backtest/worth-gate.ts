/**
 * Why a forecast may not move thresholds under an objective. Where foresight has nothing to gain no forecast has; else the model
 * must have captured a share above zero, and under `tracking-target`, which is about steadiness, must not cost more for it.
 */
import type { Reason } from '../base/reasons.ts';
import type { Objective } from '../policy/settings.ts';
import type { ObjectiveWorth } from './worth.ts';

/** What steadiness may cost beside a simple forecast. */
const mostCostShare = 0.01;

export type ObjectiveDoubt = { readonly objective: Objective; readonly reason: Reason };

/** Empty where it may move thresholds under all objectives that were tried. */
export function worthDoubts(found: readonly ObjectiveWorth[]): readonly ObjectiveDoubt[] {
  return found.flatMap((trial) => {
    const reason = doubtOf(trial);
    return reason === null ? [] : [{ objective: trial.objective, reason }];
  });
}

function doubtOf({ objective, figure, worth }: ObjectiveWorth): Reason | null {
  const { gain, possible, captured } = worth;
  const where = { objective, figure };
  if (gain === null || possible === null) return { code: 'WORTH_UNTRIED', ...where };
  if (objective === 'tracking-target' && figure === 'cost') {
    if (gain.value >= -mostCostShare) return null;
    const mostPct = 100 * mostCostShare;
    return { code: 'WORTH_COSTLY', objective, changePct: percent(-gain.value), mostPct };
  }
  if (captured === null || possible.value <= 0) {
    return { code: 'WORTH_NOTHING_POSSIBLE', ...where, possiblePct: percent(possible.value) };
  }
  if (captured.value > 0) return null;
  return { code: 'WORTH_NOT_SHOWN', ...where, capturedPct: percent(captured.value) };
}

/** One decimal. */
function percent(share: number): number {
  return Math.round(1_000 * share) / 10;
}
