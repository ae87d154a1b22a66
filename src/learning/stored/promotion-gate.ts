/**
 * The gate before promotion: a model must have beaten each opponent on days that it had not seen, at one day ahead and at seven
 * by the test of Diebold and Mariano and for most assets, be hardly worse at any horizon, and have intervals that hold what they
 * say. Opponents are the baselines but for its own members, and the champion where there is one.
 */
import type { Reason } from '../../base/reasons.ts';
import type { CoverageOfDays, ModelTrial, TrialComparison } from '../evaluation/model-trial.ts';
import type { Horizon } from '../inputs/daily-panel.ts';
import { pooledHarSpec } from '../variance/pooled-har.ts';
import { pooledRidgeSpec } from '../variance/pooled-ridge.ts';

/** Horizons at which a model must be better, and the days with outcomes that the test needs. */
const tested: ReadonlyMap<Horizon, number> = new Map([
  [1, 90],
  [7, 180],
]);
const highestP = 0.05;
const leastWonShare = 0.6;
export const mostWorseShare = 0.01;

type CoverageBounds = { readonly low: number; readonly high: number; readonly neededDays: number };

const usualCoverage: CoverageBounds = { low: 0.86, high: 0.94, neededDays: 90 };

/** Intervals of 30 days learn from few independent errors. */
const coverageBounds: Readonly<Record<Horizon, CoverageBounds>> = {
  1: usualCoverage,
  7: { ...usualCoverage, neededDays: 180 },
  30: { low: 0.84, high: 0.95, neededDays: 365 },
};

const members = [pooledHarSpec.name, pooledRidgeSpec.name];

/**
 * Why a model may not be promoted; empty when it may. The champion, where there is one to compare with, is among the opponents by
 * its name. A baseline without forecasts on such candles is none.
 */
export function gateReasons(
  { comparisons, coverage }: Pick<ModelTrial, 'comparisons' | 'coverage'>,
  champion: string | null,
): readonly Reason[] {
  const opponents = comparisons.filter(({ opponent }) => !members.includes(opponent));
  return [
    ...(champion === null ? [] : untriedReasons(opponents, champion)),
    ...opponents.flatMap(comparisonReasons),
    ...coverage.flatMap(coverageReasons),
  ];
}

/** A champion that was trained on the last days has none to be compared on. */
function untriedReasons(
  comparisons: readonly TrialComparison[],
  champion: string,
): readonly Reason[] {
  return [...tested]
    .filter(
      ([horizon]) => !comparisons.some((c) => c.opponent === champion && c.horizonDays === horizon),
    )
    .map(([horizonDays, neededDays]) => ({
      code: 'MODEL_DAYS_FEW',
      ...{ opponent: champion, horizonDays, days: 0, neededDays },
    }));
}

function comparisonReasons({
  opponent,
  horizonDays,
  comparison,
}: TrialComparison): readonly Reason[] {
  const { changeShare, wonShare, test } = comparison;
  const where = { horizonDays, opponent };
  const changePct = percent(changeShare);
  const neededDays = tested.get(horizonDays);
  const reasons: Reason[] = [];
  if (changeShare > mostWorseShare) {
    const mostPct = percent(mostWorseShare);
    reasons.push({ code: 'MODEL_WORSE', ...where, changePct, mostPct });
  }
  if (neededDays === undefined) return reasons;
  const days = test?.days ?? 0;
  if (days < neededDays) reasons.push({ code: 'MODEL_DAYS_FEW', ...where, days, neededDays });
  const p = test?.p ?? 1;
  if (!(p < highestP)) {
    reasons.push({ code: 'MODEL_NOT_BETTER', ...where, changePct, p: rounded(p), highestP });
  }
  if (wonShare < leastWonShare) {
    const [wonPct, leastPct] = [percent(wonShare), percent(leastWonShare)];
    reasons.push({ code: 'MODEL_ASSETS_FEW', ...where, wonPct, leastPct });
  }
  return reasons;
}

function coverageReasons(coverage: CoverageOfDays): readonly Reason[] {
  const { inside, days } = coverage;
  const horizonDays = coverage.horizonDays as Horizon;
  const { low, high, neededDays } = coverageBounds[horizonDays];
  if (days < neededDays) {
    return [{ code: 'MODEL_DAYS_FEW', opponent: 'its intervals', horizonDays, days, neededDays }];
  }
  if (inside >= low && inside <= high) return [];
  const [insidePct, lowPct, highPct] = [percent(inside), percent(low), percent(high)];
  return [{ code: 'MODEL_COVERAGE_OFF', horizonDays, insidePct, lowPct, highPct }];
}

/** One decimal. */
function percent(share: number): number {
  return Math.round(1_000 * share) / 10;
}

function rounded(p: number): number {
  return Math.round(1_000 * p) / 1_000;
}
