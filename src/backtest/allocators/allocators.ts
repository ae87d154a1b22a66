/**
 * The allocators that are compared: fixed and equal weights, every method that weighs by risk, two of them held to a volatility, and
 * an index by capitalisation where capitalisations are given. Each is one trial.
 */
import { type AllocationMethod, allocate, allocationMethods } from '../../allocation/allocate.ts';
import type { Allocation, WeightBounds } from '../../allocation/allocation.ts';
import { allocationOf } from '../../allocation/attempt.ts';
import { boundsOf } from '../../allocation/bounds.ts';
import { marketCap } from '../../allocation/market-cap.ts';
import { targetVolatility } from '../../allocation/volatility-target.ts';
import { dayMs } from '../../base/time.ts';
import type { DayGrid } from '../../market/day-grid.ts';
import { barsPerYear } from '../../market/panel.ts';
import type { AllocatorLook } from './looks.ts';

export type WeightLimits = { readonly least: number; readonly most: number };

export type AllocatorRules = {
  readonly limits: WeightLimits;
  /** Of the overlay, a fraction a year. */
  readonly volTarget: number;
  /** Targets by asset of the grid, what is missing to 1 being cash; null where none are configured. */
  readonly fixed: Float64Array | null;
  /** By asset of the grid, as of its first close from `from` on; null where none are given. */
  readonly capitalisations: { readonly values: Float64Array; readonly from: number } | null;
};

export type Weighed = {
  /** By asset of the grid; what is missing to 1 is cash. */
  readonly weights: Float64Array;
  readonly allocation: Allocation;
};

export type Allocator = {
  readonly name: string;
  /** Looks must come in order: each starts from the weights of the last. */
  weigh(look: AllocatorLook): Weighed;
};

const exact = { status: 'optimal', residual: 0 } as const;

export function createAllocators(grid: DayGrid, rules: AllocatorRules): readonly Allocator[] {
  const { fixed, capitalisations } = rules;
  const riskMethods = allocationMethods.filter((method) => method !== 'equal');
  return [
    byMethod(grid, rules, { method: 'equal' }),
    ...(fixed === null ? [] : [byTargets(grid, fixed)]),
    ...riskMethods.map((method) => byMethod(grid, rules, { method })),
    byMethod(grid, rules, { name: 'hrp-ward', method: 'hrp', linkage: 'ward' }),
    withVolTarget(grid, rules, byMethod(grid, rules, { method: 'erc' })),
    withVolTarget(grid, rules, byMethod(grid, rules, { method: 'min-variance' })),
    ...(capitalisations === null ? [] : [byCapitalisation(grid, rules, capitalisations)]),
  ];
}

function byMethod(
  grid: DayGrid,
  { limits }: AllocatorRules,
  of: {
    readonly method: AllocationMethod;
    /** Where it is not that of the method. */
    readonly name?: string;
    readonly linkage?: 'single' | 'ward';
  },
): Allocator {
  const { method, name = method, linkage = 'single' } = of;
  let [members, start]: [string, Float64Array | undefined] = ['', undefined];
  return {
    name,
    weigh(look) {
      if (members !== look.members.join()) [members, start] = [look.members.join(), undefined];
      const bounds = boundsFor(look, limits);
      const allocation = allocate(look.covariance, { method, linkage, bounds, start });
      start = allocation.weights;
      return { weights: spread(grid, look, start), allocation };
    },
  };
}

/** Limits that too few assets cannot meet give way as far as they must. */
function boundsFor({ members }: AllocatorLook, { least, most }: WeightLimits): WeightBounds {
  const assets = members.length;
  return boundsOf(assets, { least: Math.min(least, 1 / assets), most: Math.max(most, 1 / assets) });
}

/** While an asset may not be held, cash keeps its target and the others take its share pro rata. */
function byTargets(grid: DayGrid, targets: Float64Array): Allocator {
  const invested = targets.reduce((sum, target) => sum + target, 0);
  return {
    name: 'fixed',
    weigh(look) {
      const present = look.members.reduce((sum, i) => sum + (targets[i] as number), 0);
      const share = present > 0 ? invested / present : 0;
      const own = Float64Array.from(look.members, (i) => share * (targets[i] as number));
      return { weights: spread(grid, look, own), allocation: allocationOf(own, exact) };
    },
  };
}

function withVolTarget(grid: DayGrid, { volTarget }: AllocatorRules, base: Allocator): Allocator {
  const perYear = barsPerYear({ intervalMs: dayMs, sessions: grid.sessions });
  return {
    name: `${base.name}-vol-target`,
    weigh(look) {
      const { allocation } = base.weigh(look);
      const target = { volAnnual: volTarget, periodsPerYear: perYear, refuge: null };
      const { weights } = targetVolatility(allocation.weights, look.covariance, target);
      return { weights: spread(grid, look, weights), allocation };
    },
  };
}

/** Capitalisations move with prices, as those of a fixed supply do. */
function byCapitalisation(
  grid: DayGrid,
  { limits }: AllocatorRules,
  { values, from }: NonNullable<AllocatorRules['capitalisations']>,
): Allocator {
  const assets = grid.symbols.length;
  const units = values.map((value, i) => value / firstClose(grid, i, from));
  return {
    name: 'market-cap',
    weigh(look) {
      const { upper } = boundsFor(look, limits);
      const now = Float64Array.from(
        look.members,
        (i) => (units[i] as number) * (grid.close[look.day * assets + i] as number),
      );
      const allocation = marketCap(now, upper);
      return { weights: spread(grid, look, allocation.weights), allocation };
    },
  };
}

/** From a time on; NaN without one. */
function firstClose({ openTime, close, days, symbols }: DayGrid, asset: number, from: number) {
  const assets = symbols.length;
  for (let day = 0; day < days; day++) {
    const value = close[day * assets + asset] as number;
    if ((openTime[day] as number) >= from && !Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** Weights of members at their places among all. */
function spread(grid: DayGrid, { members }: AllocatorLook, weights: Float64Array): Float64Array {
  const all = new Float64Array(grid.symbols.length);
  members.forEach((i, k) => {
    all[i] = weights[k] as number;
  });
  return all;
}
