/** A frontier as JSON: the points of each policy and what it costs at equal tracking error. */
import type { SweepPoint } from '../backtest/sweep.ts';
import { pointOf } from './backtest-json.ts';

/** One policy, swept; costs in bps a year and events a year by tracking error in % a year. */
export type FrontierCurve = {
  readonly policy: string;
  readonly forecast: string | null;
  readonly points: readonly SweepPoint[];
  readonly costAtTe: Readonly<Record<string, number | null>>;
  readonly eventsAtTe: Readonly<Record<string, number | null>>;
  readonly spreadAtTe: Readonly<Record<string, number | null>>;
};

/** A forecast that uses the future is said to. */
export function isYardstick({ forecast }: Pick<FrontierCurve, 'forecast'>): boolean {
  return forecast?.startsWith('foresight') ?? false;
}

export function frontierJson(curves: readonly FrontierCurve[]) {
  return {
    schemaVersion: 1 as const,
    policies: curves.map((curve) => ({
      policy: curve.policy,
      ...(curve.forecast === null ? {} : { forecast: curve.forecast }),
      ...(isYardstick(curve) ? { usesFuture: true } : {}),
      points: curve.points.map(({ parameter, statistics }) => ({
        parameter,
        ...pointOf(statistics),
      })),
      costAtTe: curve.costAtTe,
      eventsAtTe: curve.eventsAtTe,
      spreadAtTe: curve.spreadAtTe,
    })),
  };
}
