/**
 * Targets that change on the way: what an allocator set at each scheduled time holds from the first close at or after it on, for the
 * policy, which is made anew, and for the tracking error.
 */
import { withAllocated } from '../plan/allocated.ts';
import type { AllocatedTargets } from '../plan/allocated-targets.ts';
import type { Settings } from '../plan/settings.ts';
import type { Policy, PolicyContext } from '../policy/policy.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';

type ScheduledTargets = Pick<AllocatedTargets, 'at' | 'targets' | 'cashTarget'>;

/** In order of time; the first holds from the start. */
export type TargetSchedule = readonly ScheduledTargets[];

/** The settings with the targets that hold at a time. */
export function settingsAt(
  settings: Settings,
  schedule: TargetSchedule | undefined,
  time: number,
): Settings {
  if (schedule === undefined) return settings;
  const later = schedule.findIndex(({ at }) => at > time);
  const position = later < 0 ? schedule.length - 1 : Math.max(0, later - 1);
  return withAllocated(settings, schedule[position]);
}

export type MovingTargets<Context> = {
  /** With targets and cash as they are at the time. */
  readonly context: Context;
  readonly policy: Policy;
  /** Told of each close. */
  follow(time: number): void;
};

/** The context is that of the settings at the start, with targets of its own, and so may be changed. */
export function createMovingTargets<Context extends PolicyContext>(
  schedule: TargetSchedule,
  start: { readonly settings: Settings; readonly context: Context; readonly time: number },
  policyOf: (settings: Settings) => Policy,
): MovingTargets<Context> {
  const { settings, context } = start;
  const coming = schedule.filter(({ at }) => at > start.time);
  let policy = policyOf(settings);
  let { cashTarget } = context;
  let latest: RiskForecast | null = null;
  let next = 0;
  return {
    context: {
      ...context,
      get cashTarget() {
        return cashTarget;
      },
    },
    policy: {
      get multipliers() {
        return policy.multipliers;
      },
      distance: (weights) => policy.distance(weights),
      observe(forecast) {
        latest = forecast;
        policy.observe(forecast);
      },
      decide: (look, flows) => policy.decide(look, flows),
      explain: (look) => policy.explain(look),
    },
    follow(time) {
      if (!isDue(coming[next], time)) return;
      while (isDue(coming[next + 1], time)) next++;
      const due = coming[next++] as ScheduledTargets;
      context.targets.set(due.targets);
      cashTarget = due.cashTarget;
      policy = policyOf(withAllocated(settings, due));
      if (latest !== null) policy.observe(latest);
    },
  };
}

function isDue(targets: ScheduledTargets | undefined, time: number): boolean {
  return targets !== undefined && targets.at <= time;
}
