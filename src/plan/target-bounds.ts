/** The limits of targets as limits of the invested part: fractions of NAV over 1 − cash. */
import type { WeightBounds } from '../allocation/allocation.ts';
import type { AllocationSettings } from './allocation-settings.ts';
import type { PortfolioSettings } from './settings.ts';

/** What is not in cash, a fraction of NAV. */
export function investedPart({ cashTarget }: Pick<PortfolioSettings, 'cashTarget'>): number {
  return 1 - cashTarget;
}

export function targetBounds(
  { floors, caps, groups }: Pick<AllocationSettings, 'floors' | 'caps' | 'groups'>,
  portfolio: Pick<PortfolioSettings, 'cashTarget'>,
): WeightBounds {
  const invested = investedPart(portfolio);
  const shareOf = (weight: number): number => weight / invested;
  const atMost = (weight: number): number => Math.min(1, shareOf(weight));
  return {
    lower: Float64Array.from(floors, shareOf),
    upper: Float64Array.from(caps, atMost),
    groups: groups.map(({ members, min, max }) => ({
      members,
      lower: shareOf(min),
      upper: atMost(max),
    })),
  };
}
