/** The assets that an allocator weighs: those with a weight in the configuration. One with none stays in the portfolio to be sold. */
import type { AllocatedSettings, AllocatedTargets } from './allocated-targets.ts';
import type { AllocationSettings } from './allocation-settings.ts';
import type { PortfolioSettings } from './settings.ts';

type Part = {
  readonly portfolio: PortfolioSettings;
  readonly allocation: AllocationSettings;
  /** Positions of the assets among all of the portfolio. */
  readonly members: readonly number[];
};

/** As if the portfolio had no other assets. */
export function weighedPart(portfolio: PortfolioSettings, allocation: AllocationSettings): Part {
  const members = portfolio.targets.flatMap((target, i) => (target > 0 ? [i] : []));
  const pick = <Value>(list: readonly Value[]): Value[] => members.map((i) => list[i] as Value);
  const { budgets, capitalisations } = allocation;
  return {
    members,
    portfolio: {
      ...portfolio,
      symbols: pick(portfolio.symbols),
      targets: pick(portfolio.targets),
    },
    allocation: {
      ...allocation,
      floors: pick(allocation.floors),
      caps: pick(allocation.caps),
      budgets: budgets && pick(budgets),
      capitalisations: capitalisations && pick(capitalisations),
      groups: allocation.groups.map(({ members: own, ...limits }) => ({
        ...limits,
        members: members.flatMap((i, k) => (own.includes(i) ? [k] : [])),
      })),
    },
  };
}

export type Weighed = {
  readonly settings: AllocatedSettings;
  readonly members: readonly number[];
};

export function weighedSettings(settings: AllocatedSettings): Weighed {
  const { members, ...part } = weighedPart(settings.portfolio, settings.allocation);
  return { members, settings: { ...settings, ...part, directMarkets: [] } };
}

/** Targets of the weighed assets as those of all. */
export function amongAll(
  allocated: AllocatedTargets,
  { members }: Pick<Weighed, 'members'>,
  assets: number,
): AllocatedTargets {
  const spread = (values: readonly number[]): number[] => {
    const all = new Array<number>(assets).fill(0);
    for (const [k, i] of members.entries()) all[i] = values[k] as number;
    return all;
  };
  return { ...allocated, shares: spread(allocated.shares), targets: spread(allocated.targets) };
}
