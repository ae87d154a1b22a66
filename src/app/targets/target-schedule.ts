/** The targets of a backtest: what the allocator of the settings would have set at each scheduled time, from what was known then. */

import { openTimes, type Universe } from '../../backtest/universe.ts';
import { ConfigError, DataError } from '../../base/errors.ts';
import type { LearnedRisk } from '../../learning/covariance/learned-risk.ts';
import type { Candles } from '../../market/candles.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { align } from '../../market/panel.ts';
import {
  type AllocatedSettings,
  type AllocatedTargets,
  allocateTargets,
  type CovarianceThen,
  hasAllocation,
  isLearned,
} from '../../plan/allocated-targets.ts';
import { needsCovariance } from '../../plan/allocation-settings.ts';
import { quoteCosts } from '../../plan/quote-costs.ts';
import type { Settings } from '../../plan/settings.ts';
import { amongAll, type Weighed, weighedSettings } from '../../plan/weighed-settings.ts';
import { cronSlots, lastSlots } from '../../policy/schedule.ts';
import { readPortfolioSeries } from '../candles/portfolio-series.ts';
import type { UniverseKind } from '../research/universe-kind.ts';
import { covariancesAt, learnedThen } from './target-covariance.ts';

/** More than one an hour for a year is a misspelt schedule. */
const mostTimes = 10_000;

export type ScheduleRequest = {
  readonly settings: Settings;
  readonly universe: Universe;
  readonly kind: UniverseKind;
  /** What the champion knew, of all assets of the portfolio; needed where targets follow from it. */
  readonly learned: LearnedRisk | undefined;
  /** Values of what is held at first, by asset of the portfolio; null where that is the targets, or cash. */
  readonly held: readonly number[] | null;
};

/** Whether targets of a backtest need what the champion would have forecast. */
export function schedulesByLearned(settings: Settings): boolean {
  return hasAllocation(settings) && isLearned(settings);
}

/** Undefined where targets are those of the settings. Errors: ConfigError where they cannot be told of the past. */
export function scheduleOf(
  series: readonly Candles[],
  request: ScheduleRequest,
): readonly AllocatedTargets[] | undefined {
  const { settings, universe, kind } = request;
  if (!hasAllocation(settings)) return undefined;
  const { method, every } = settings.allocation;
  if (kind === 'listed') {
    throw new ConfigError(
      `allocation.method was ${method}: --universe listed runs with fixed targets only; use --universe common`,
    );
  }
  if (method === 'market-cap') {
    throw new ConfigError(
      'allocation.method was market-cap: allocation.capitalisations holds those of one day, and the past must not know them',
    );
  }
  const weighed = weighedSettings(settings);
  const members = weighed.members.map((i) => series[i] as Candles);
  const times = timesOf(every, universe);
  return walk(weighed, { series: members, times, request }).map((allocated) =>
    amongAll(allocated, weighed, settings.portfolio.symbols.length),
  );
}

/** The same for the candles of a folder, which are read only for an allocator. */
export async function scheduleOfFolder(
  request: Omit<ScheduleRequest, 'held'> & { readonly directory: string; readonly to: number },
): Promise<readonly AllocatedTargets[] | undefined> {
  if (!hasAllocation(request.settings)) return undefined;
  return scheduleOf(await readPortfolioSeries(request), { ...request, held: null });
}

/** From the last one at or before the first close up to the last bar. */
function timesOf(every: string, { stages }: Universe): readonly number[] {
  const opens = openTimes({ stages });
  const intervalMs = stages[0]?.panel.intervalMs ?? 0;
  const first = (opens[0] as number) + intervalMs;
  const end = (opens.at(-1) as number) + intervalMs;
  const next = cronSlots(every);
  const times: number[] = [];
  for (let at = lastSlots(every)(first); at <= end; at = next(at)) {
    if (times.push(at) <= mostTimes) continue;
    throw new ConfigError(
      `allocation.every was "${every}": more than ${mostTimes} computations in this period`,
    );
  }
  return times;
}

/** Each from the one before. */
function walk(
  { settings, members }: Weighed,
  {
    series,
    times,
    request,
  }: { series: readonly Candles[]; times: readonly number[]; request: ScheduleRequest },
): readonly AllocatedTargets[] {
  const { allocation } = settings;
  const daily = align(series.map(dailyCandlesOf));
  const covariances = needsCovariance(allocation)
    ? covariancesAt(settings, series, {
        times,
        learned: learnedOf(settings, request, { members, series }),
      })
    : null;
  const held = members.map((i) => request.held?.[i] ?? 0);
  const worth = held.reduce((sum, value) => sum + value, 0);
  let previous = worth > 0 ? Float64Array.from(held, (value) => value / worth) : null;
  return times.map((at, k) => {
    const days = firstIndexAtOrAfter(daily.openTime, at - daily.intervalMs + 1);
    const allocated = allocateTargets(settings, {
      ...{ at, previous },
      covariance: covariances && (covariances[k] as CovarianceThen),
      costs: quoteCosts(settings, daily, days),
    });
    previous = Float64Array.from(allocated.shares);
    return allocated;
  });
}

function learnedOf(
  settings: AllocatedSettings,
  { learned }: ScheduleRequest,
  { members, series }: { members: readonly number[]; series: readonly Candles[] },
) {
  if (!isLearned(settings)) return null;
  if (learned === undefined) throw new DataError('the champion has not learnt for the targets');
  return learnedThen(learned, { members, series });
}
