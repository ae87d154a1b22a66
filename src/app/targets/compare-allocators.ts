/** Walks all allocators forward over recorded candles of one folder or several, and compares them with equal and fixed weights. */
import { setImmediate } from 'node:timers/promises';
import { type AllocatorRules, createAllocators } from '../../backtest/allocators/allocators.ts';
import { contestsOf } from '../../backtest/allocators/contest.ts';
import { createDayMarkets } from '../../backtest/allocators/day-markets.ts';
import { fewestReturns, type LookRules, looksOf } from '../../backtest/allocators/looks.ts';
import { type AllocatorRun, walkAllocator } from '../../backtest/allocators/walk.ts';
import { ConfigError, DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import type { Candles } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { type DayGrid, dayGridOf } from '../../market/day-grid.ts';
import { barsPerYear } from '../../market/panel.ts';
import type { Settings } from '../../plan/settings.ts';
import type { AllocatorComparison } from '../../report/allocator-comparison.ts';
import { listSymbols, readFitCandles } from '../candles/candle-files.ts';

export type AllocatorRequest = LookRules &
  Pick<AllocatorRules, 'limits' | 'volTarget'> & {
    readonly directories: readonly string[];
    /** Null: all that the folders have. */
    readonly symbols: readonly string[] | null;
    readonly to: number;
    /** Costs, and the targets of fixed weights where `hasTargets`. */
    readonly settings: Settings;
    readonly hasTargets: boolean;
    /** By asset, as of the first look; null without an index by capitalisation. */
    readonly capitalisations: ReadonlyMap<string, number> | null;
    readonly seed: number;
    readonly signal: AbortSignal;
  };

const initialNav = 100_000;
const resamples = 2_000;

/** Errors: ConfigError when assets are not there, or there twice; DataError when candles are unfit or too few. */
export async function compareAllocators(request: AllocatorRequest): Promise<AllocatorComparison> {
  const { settings, seed, signal } = request;
  if (settings.portfolio.leverage !== undefined) {
    throw new ConfigError(
      `the portfolio ${settings.portfolio.name} is on margin, and allocators know no positions on margin`,
    );
  }
  const series = await readSeries(request);
  const hasStarted = ({ openTime }: Candles): boolean => (openTime[0] as number) < request.to;
  const daily = series.filter(hasStarted).map(dailyCandlesOf);
  const grid = dayGridOf(daily, request.to);
  const looks = looksOf(grid, request);
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || grid.days - first.day < 3) {
    throw new DataError(
      `the assets have too few days: two of them need ${fewestReturns} returns each, and two days after that from ${isoDay(request.from)} to ${isoDay(request.to)}`,
    );
  }
  const fixed = fixedOf(request, grid.symbols);
  const rules = {
    ...{ limits: request.limits, volTarget: request.volTarget },
    fixed: 'cause' in fixed ? null : fixed.targets,
    capitalisations: capitalisationsOf(request, grid.symbols),
  };
  const dayMarkets = createDayMarkets(settings, daily, grid);
  const runs: AllocatorRun[] = [];
  for (const allocator of createAllocators(grid, rules)) {
    // Lets an interruption through.
    await setImmediate();
    signal.throwIfAborted();
    runs.push(walkAllocator({ grid, looks, dayMarkets, initialNav }, allocator));
  }
  const perYear = barsPerYear({ intervalMs: dayMs, sessions: grid.sessions });
  const { measured, ...found } = contestsOf(runs, {
    ...{ periodsPerYear: perYear, benchmarks: ['equal', 'fixed'], resamples, seed },
  });
  return {
    ...{ every: request.every, windowDays: request.windowDays, care: request.care },
    ...{ limits: request.limits, volTarget: request.volTarget, costs: settings.costs },
    symbols: grid.symbols,
    assetsAtFirst: first.members.length,
    assetsAtLast: last.members.length,
    ended: endedOf(grid),
    notStarted: series.filter((candles) => !hasStarted(candles)).map(({ symbol }) => symbol),
    from: (grid.openTime[first.day] as number) + dayMs,
    to: (grid.openTime[grid.days - 1] as number) + dayMs,
    days: grid.days - 1 - first.day,
    periodsPerYear: perYear,
    looks: looks.length,
    noFixed: 'cause' in fixed ? fixed.cause : null,
    runs: runs.map((run, k) => ({ ...run, ...(measured[k] as (typeof measured)[number]) })),
    ...found,
  };
}

/** From all folders, in the order of the symbols asked for, else of the folders. */
async function readSeries({ directories, symbols }: AllocatorRequest): Promise<readonly Candles[]> {
  const placeOf = new Map<string, string>();
  for (const directory of directories) {
    for (const symbol of await listSymbols(directory)) {
      const other = placeOf.get(symbol);
      const isWanted = symbols === null || symbols.includes(symbol);
      if (isWanted && other !== undefined) {
        throw new ConfigError(`${symbol} must be in one folder, was in ${other} and ${directory}`);
      }
      placeOf.set(symbol, directory);
    }
  }
  const series: Candles[] = [];
  for (const symbol of symbols ?? placeOf.keys()) {
    const directory = placeOf.get(symbol);
    if (directory === undefined) {
      const known = [...placeOf.keys()].join(', ');
      throw new ConfigError(`--assets must be of ${known}, was ${symbol}`);
    }
    const [candles] = (await readFitCandles(directory, [symbol])) as [Candles];
    if (candles.intervalMs > dayMs) {
      throw new DataError(
        `${symbol} must have bars of a day or shorter, was ${candles.intervalMs} ms`,
      );
    }
    series.push(candles);
  }
  return series;
}

function fixedOf(
  { settings, hasTargets }: AllocatorRequest,
  symbols: readonly string[],
): { readonly targets: Float64Array } | { readonly cause: string } {
  if (!hasTargets) return { cause: 'no targets are configured' };
  const { symbols: named, targets } = settings.portfolio;
  const missing = named.filter((symbol) => !symbols.includes(symbol));
  if (missing.length > 0)
    return { cause: `the configured ${missing.join(', ')} are not among them` };
  return {
    targets: Float64Array.from(symbols, (symbol) => targets[named.indexOf(symbol)] ?? 0),
  };
}

function capitalisationsOf(
  { capitalisations, from }: AllocatorRequest,
  symbols: readonly string[],
): AllocatorRules['capitalisations'] {
  if (capitalisations === null) return null;
  const missing = symbols.filter((symbol) => !capitalisations.has(symbol));
  if (missing.length > 0) {
    const verb = missing.length === 1 ? 'is' : 'are';
    throw new DataError(
      `the capitalisations must name every asset, ${missing.join(', ')} ${verb} missing`,
    );
  }
  const values = Float64Array.from(symbols, (symbol) => capitalisations.get(symbol) as number);
  return { values, from };
}

function endedOf({ symbols, days, close }: DayGrid): readonly string[] {
  return symbols.filter((_, i) => Number.isNaN(close[(days - 1) * symbols.length + i] as number));
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
