/** The target of an asset over the bars of a run: one step where targets stay, more where an allocator set them anew on the way. */
import type { AllocatedTargets } from '../plan/allocated-targets.ts';
import type { Settings } from '../plan/settings.ts';

/** In order of time; the first holds from the first bar on. */
export type TargetStep = {
  /** Open of the first bar at whose close the target holds. */
  readonly from: number;
  readonly target: number;
};

export type TargetHistory = {
  readonly settings: Settings;
  /** Absent where targets are those of the settings. */
  readonly schedule?: readonly AllocatedTargets[] | undefined;
  readonly intervalMs: number;
};

export function targetSteps(
  { settings, schedule, intervalMs }: TargetHistory,
  asset: number,
): readonly TargetStep[] {
  if (schedule === undefined) {
    return [
      { from: Number.NEGATIVE_INFINITY, target: settings.portfolio.targets[asset] as number },
    ];
  }
  return schedule.map(({ at, targets }) => ({
    from: at - intervalMs,
    target: targets[asset] as number,
  }));
}

/** At each bar. */
export function targetsOver(steps: readonly TargetStep[], openTime: Float64Array): Float64Array {
  let next = 0;
  return openTime.map((time) => {
    while (next + 1 < steps.length && (steps[next + 1] as TargetStep).from <= time) next++;
    return (steps[next] as TargetStep).target;
  });
}
