/** The frontier: every policy swept over its parameter on the same candles, and what each costs at equal tracking error. */

import type { Trade } from '../../backtest/book.ts';
import { comparedTe } from '../../backtest/cost-at-tracking.ts';
import {
  comparedBracket,
  figureAt,
  type Sweep,
  type SweepPoint,
  sweepOf,
} from '../../backtest/sweep.ts';
import type { Settings } from '../../plan/settings.ts';
import type { BacktestPool } from '../../ports/backtest-pool.ts';
import { trackedModels } from '../../risk/forecast-tracker.ts';
import { sweepPoints } from '../research/sweep-points.ts';

/** `foresight-7d` uses the future: a yardstick, never a policy. */
export const forecastsCompared = ['champion', ...trackedModels, 'foresight-7d'] as const;

export type FrontierForecast = (typeof forecastsCompared)[number];

export type FrontierRequest = {
  readonly settings: Settings;
  readonly policies: readonly string[];
  /** Those that follow a forecast are swept once for each. */
  readonly forecasts: readonly FrontierForecast[];
  readonly signal: AbortSignal;
  readonly onPoint: (done: number) => void;
  /** Takes the trades of every point, when they are wanted. */
  readonly onTrades?: (
    curve: CurveName,
    parameter: number,
    trades: readonly Trade[],
  ) => Promise<void>;
};

export type CurveName = {
  readonly policy: string;
  /** Null for policies that follow none. */
  readonly forecast: FrontierForecast | null;
};

export type FrontierCurve = CurveName & {
  readonly points: readonly SweepPoint[];
  /** By tracking error in % a year: bps a year and events a year; null where it is not bracketed. */
  readonly costAtTe: Readonly<Record<string, number | null>>;
  readonly eventsAtTe: Readonly<Record<string, number | null>>;
  /** How unsteady the tracking error of quarters is there: the standard deviation of its logarithm. */
  readonly spreadAtTe: Readonly<Record<string, number | null>>;
};

const followsForecast: ReadonlySet<string> = new Set(['risk-aware', 'asset-band']);

/** Errors: ConfigError when a policy is unknown. */
export async function frontier(
  pool: BacktestPool,
  request: FrontierRequest,
): Promise<readonly FrontierCurve[]> {
  const curves = request.policies.flatMap((policy) => {
    const sweep = sweepOf(policy);
    const forecasts = followsForecast.has(policy) ? request.forecasts : [null];
    return forecasts.map((forecast) => ({ sweep, name: { policy, forecast } }));
  });
  let done = 0;
  const onPoint = (): void => request.onPoint(++done);
  return Promise.all(
    curves.map(({ sweep, name }) => trace(pool, { ...request, onPoint }, sweep, name)),
  );
}

/** One curve: the first grid, then its extensions. */
async function trace(
  pool: BacktestPool,
  request: FrontierRequest,
  sweep: Sweep,
  name: CurveName,
): Promise<FrontierCurve> {
  const points = await sweepPoints(sweep, comparedBracket, (parameter) =>
    pointAt(pool, request, { sweep, name, parameter }),
  );
  const at = (figure: (point: SweepPoint) => number) =>
    Object.fromEntries(comparedTe.map((te) => [String(te), figureAt(points, te, figure)]));
  return {
    ...name,
    points,
    costAtTe: at(({ statistics }) => statistics.costBpsPerYear),
    eventsAtTe: at(({ statistics }) => statistics.eventsPerYear),
    spreadAtTe: at(({ statistics }) => statistics.quarterlyTeSpread ?? 0),
  };
}

async function pointAt(
  pool: BacktestPool,
  request: FrontierRequest,
  { sweep, name, parameter }: { sweep: Sweep; name: CurveName; parameter: number },
): Promise<SweepPoint> {
  const { settings, signal, onPoint, onTrades } = request;
  signal.throwIfAborted();
  const isForesight = name.forecast === 'foresight-7d';
  const model =
    name.forecast === null || name.forecast === 'foresight-7d' ? 'ewma60' : name.forecast;
  const rule = sweep.ruleAt(parameter, settings.policy.rule);
  const { statistics, trades } = await pool.run({
    settings: {
      ...settings,
      policy: { ...settings.policy, rule },
      forecast: { ...settings.forecast, model },
    },
    foresight: isForesight,
    wantsTrades: onTrades !== undefined,
  });
  await onTrades?.(name, parameter, trades);
  onPoint(1);
  return { parameter, statistics };
}
