/** The allocation of a configuration: its keys by asset as lists, its file read, and refused where it cannot be met or is not used. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { infeasibility } from '../allocation/bounds.ts';
import { parseCapitalisations } from '../allocation/capitalisations.ts';
import { namedCause } from '../allocation/named-cause.ts';
import { ConfigError } from '../base/errors.ts';
import { sentenceOf } from '../base/reasons.ts';
import {
  type AllocationSettings,
  needsCovariance,
  type TargetMethod,
} from '../plan/allocation-settings.ts';
import type { PortfolioSettings } from '../plan/settings.ts';
import { investedPart, targetBounds } from '../plan/target-bounds.ts';
import { weighedPart } from '../plan/weighed-settings.ts';
import { cronSlots } from '../policy/schedule.ts';
import type { CompleteConfig } from './complete.ts';
import { type LoadedConfig, placeOf } from './load.ts';

type Key = keyof CompleteConfig['allocation'];

/** Methods that use a key, where not all do. */
const usedBy: Readonly<Partial<Record<Key, (method: TargetMethod) => boolean>>> = {
  budgets: (method) => method === 'erc',
  linkage: (method) => method === 'hrp',
  capitalisations: (method) => method === 'market-cap',
  turnoverPenalty: (method) => method !== 'fixed' && method !== 'market-cap',
  floors: isComputed,
  caps: isComputed,
  groups: isComputed,
  maximumStep: isComputed,
};

function isComputed(method: TargetMethod): boolean {
  return method !== 'fixed';
}

/** Undefined where targets are those of the portfolio. Errors: ConfigError that names the key and its place. */
export function allocationOf(
  complete: CompleteConfig,
  portfolio: PortfolioSettings,
  config: LoadedConfig,
): AllocationSettings | undefined {
  const { allocation, forecast } = complete;
  const { method, every, volatilityTarget = null } = allocation;
  refuseUnused(method, config);
  checkEvery(every, config);
  if (method === 'fixed' && volatilityTarget === null) return undefined;
  const where = placeOf(config, 'allocation.method');
  if (!(investedPart(portfolio) > 0)) {
    throw new ConfigError(
      `${where}: allocation.method was ${method}, but portfolio.targets leaves nothing to invest: cash was ${portfolio.cashTarget}`,
    );
  }
  const settings: AllocationSettings = {
    ...{ method, every, volatilityTarget, linkage: allocation.linkage },
    covariance:
      allocation.covariance === 'past'
        ? { kind: 'past', care: allocation.care, days: allocation.days }
        : { kind: 'forecast' },
    budgets: budgetsOf(complete, portfolio, config),
    floors: byAsset('floors', allocation.floors, { portfolio, config, otherwise: 0 }),
    caps: byAsset('caps', allocation.caps, { portfolio, config, otherwise: 1 }),
    groups: groupsOf(complete, portfolio, config),
    maximumStep: allocation.maximumStep,
    turnoverPenalty: allocation.turnoverPenalty,
    capitalisations: capitalisationsOf(complete, portfolio, config),
  };
  checkLimits(settings, portfolio, config);
  const isBlind = settings.covariance.kind === 'forecast' && forecast.model === 'geometry';
  if (isBlind && needsCovariance(settings)) {
    throw new ConfigError(
      `${where}: allocation.method ${method} needs a covariance, and the forecast.model geometry has none: name another or allocation.covariance past`,
    );
  }
  return settings;
}

/** Only what the file says: a default is no fault. */
function refuseUnused(method: TargetMethod, config: LoadedConfig): void {
  for (const key of Object.keys(config.input.allocation ?? {}) as Key[]) {
    const isUsed = usedBy[key];
    if (isUsed === undefined || isUsed(method)) continue;
    throw new ConfigError(
      `${placeOf(config, `allocation.${key}`)}: allocation.${key} is not used with the allocation.method ${method}: take it out`,
    );
  }
}

function checkEvery(every: string, config: LoadedConfig): void {
  const where = placeOf(config, 'allocation.every');
  let next: (after: number) => number;
  try {
    next = cronSlots(every);
  } catch (cause) {
    throw new ConfigError(`${where}: allocation.every: ${(cause as Error).message}`, { cause });
  }
  if (Number.isFinite(next(0))) return;
  throw new ConfigError(`${where}: allocation.every was "${every}", which is no day of any year`);
}

type Place = { readonly portfolio: PortfolioSettings; readonly config: LoadedConfig };

/** Errors: ConfigError when it is none that is weighed. */
function placeOfAsset(symbol: string, key: string, { portfolio, config }: Place): number {
  const place = portfolio.symbols.indexOf(symbol);
  if ((portfolio.targets[place] ?? 0) > 0) return place;
  const cause = place < 0 ? 'which has no target' : 'whose target is 0: it is only sold';
  throw new ConfigError(
    `${placeOf(config, `allocation.${key}`)}: allocation.${key} names ${symbol}, ${cause}`,
  );
}

function byAsset(
  key: Key,
  values: Readonly<Record<string, number>>,
  place: Place & { readonly otherwise: number },
): number[] {
  const list = place.portfolio.symbols.map(() => place.otherwise);
  for (const [symbol, value] of Object.entries(values)) {
    list[placeOfAsset(symbol, key, place)] = value;
  }
  return list;
}

function budgetsOf(
  { allocation: { budgets } }: CompleteConfig,
  portfolio: PortfolioSettings,
  config: LoadedConfig,
): readonly number[] | null {
  if (budgets === undefined) return null;
  const { symbols, targets } = portfolio;
  const missing = symbols.filter(
    (symbol, i) => (targets[i] as number) > 0 && budgets[symbol] === undefined,
  );
  if (missing.length > 0) {
    throw new ConfigError(
      `${placeOf(config, 'allocation.budgets')}: allocation.budgets must name each asset, was without ${missing.join(', ')}`,
    );
  }
  return byAsset('budgets', budgets, { portfolio, config, otherwise: 1 });
}

function groupsOf(
  { allocation: { groups } }: CompleteConfig,
  portfolio: PortfolioSettings,
  config: LoadedConfig,
): AllocationSettings['groups'] {
  return groups.map(({ assets, min = 0, max = 1 }, k) => {
    const place = { portfolio, config };
    const members = assets.map((symbol) => placeOfAsset(symbol, `groups.${k}.assets`, place));
    return { members: [...new Set(members)], min, max };
  });
}

/** Errors: ConfigError when the file cannot be read, or lacks an asset. */
function capitalisationsOf(
  { allocation: { method, capitalisations: file } }: CompleteConfig,
  { symbols }: PortfolioSettings,
  config: LoadedConfig,
): readonly number[] | null {
  if (method !== 'market-cap') return null;
  const where = placeOf(config, 'allocation.capitalisations');
  if (file === undefined) {
    throw new ConfigError(
      `${where}: allocation.method market-cap needs allocation.capitalisations`,
    );
  }
  const read = parseCapitalisations(file, textOf(resolve(dirname(config.file), file), where));
  if ('faults' in read) throw new ConfigError(read.faults.map(sentenceOf).join('\n'));
  const missing = symbols.filter((symbol) => !read.capitalisations.has(symbol));
  if (missing.length > 0) {
    throw new ConfigError(`${where}: ${file} has no capitalisation of ${missing.join(', ')}`);
  }
  return symbols.map((symbol) => read.capitalisations.get(symbol) as number);
}

function textOf(path: string, where: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(
      `${where}: allocation.capitalisations must be a file that can be read, was ${path} (${code})`,
      { cause },
    );
  }
}

function checkLimits(
  settings: AllocationSettings,
  portfolio: PortfolioSettings,
  config: LoadedConfig,
): void {
  const weighed = weighedPart(portfolio, settings);
  const contradiction = infeasibility(targetBounds(weighed.allocation, portfolio));
  if (contradiction === null) return;
  const { cashTarget } = portfolio;
  const { symbols } = weighed.portfolio;
  const of = cashTarget > 0 ? `, as shares of the ${1 - cashTarget} that is not in cash` : '';
  throw new ConfigError(
    `${placeOf(config, 'allocation')}: allocation.floors, allocation.caps and allocation.groups cannot all be met: ${namedCause(contradiction, symbols)}${of}`,
  );
}
