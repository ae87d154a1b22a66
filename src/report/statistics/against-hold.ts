/**
 * How often a policy was ahead of holding, in falling, sideways and rising months: all months sorted by the return of
 * holding and cut into thirds, the middle one taking what does not divide. Share of months ahead in %; mean difference of
 * the month's returns in bps with its standard error s / √n. Rebalancing is ahead where relative prices come back and behind
 * in trends (Perold and Sharpe 1988, "Dynamic Strategies for Asset Allocation"), so the thirds differ by design.
 */
import { momentsOf } from './moments.ts';
import type { MonthReturn } from './monthly-returns.ts';

export type ThirdName = 'falling' | 'sideways' | 'rising';

export type Third = {
  readonly name: ThirdName;
  readonly months: number;
  /** Lowest and highest return of holding in these months, %. */
  readonly fromPct: number;
  readonly toPct: number;
  readonly aheadPct: number;
  readonly meanDifferenceBps: number;
  /** Null for a single month. */
  readonly standardErrorBps: number | null;
};

/** Null with fewer than three months, which make no thirds. Months of both must be the same. */
export function againstHold(
  policy: readonly MonthReturn[],
  hold: readonly MonthReturn[],
): readonly Third[] | null {
  if (policy.length < 3) return null;
  const pairs = policy
    .map(({ value }, k) => ({ policy: value, hold: (hold[k] as MonthReturn).value }))
    .sort((a, b) => a.hold - b.hold);
  const size = Math.floor(pairs.length / 3);
  const last = pairs.length - size;
  return [
    thirdOf('falling', pairs.slice(0, size)),
    thirdOf('sideways', pairs.slice(size, last)),
    thirdOf('rising', pairs.slice(last)),
  ];
}

function thirdOf(name: ThirdName, pairs: readonly { policy: number; hold: number }[]): Third {
  const differences = Float64Array.from(pairs, ({ policy, hold }) => 1e4 * (policy - hold));
  const months = pairs.length;
  const isSingle = months < 2;
  const { mean, deviation } = isSingle
    ? { mean: differences[0] as number, deviation: 0 }
    : momentsOf(differences);
  return {
    name,
    months,
    fromPct: 100 * (pairs[0]?.hold as number),
    toPct: 100 * (pairs.at(-1)?.hold as number),
    aheadPct: (100 * differences.filter((value) => value > 0).length) / months,
    meanDifferenceBps: mean,
    standardErrorBps: isSingle ? null : deviation / Math.sqrt(months),
  };
}
