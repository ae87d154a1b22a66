/** By how much the forecast widens each asset's threshold, and from which volatilities: what the rule makes of the forecast in use. */
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import { withLearned } from '../learning/covariance/learned-tracker.ts';
import { type Panel, periodsPerYear } from '../market/panel.ts';
import type { Objective } from '../policy/settings.ts';
import { openDecisionRoom, trackerFor } from './decision-room.ts';
import type { Settings } from './settings.ts';

export type MultiplierView = {
  readonly objective: Objective;
  /** Of the multiplier, lowest first. */
  readonly bounds: readonly [number, number];
  readonly assets: readonly AssetMultiplier[];
};

export type AssetMultiplier = {
  readonly symbol: string;
  readonly multiplier: number;
  /** Forecast, fraction a year; null where there is no forecast. */
  readonly volAnnual: number | null;
  /** What it is measured against: its EWMA of 180 days, or that of all history where a tracking error is to be held. */
  readonly usualVolAnnual: number | null;
};

/** At the last close of a day of the panel; null for a rule that has no multiplier. */
export function multiplierView(
  settings: Settings,
  panel: Panel,
  learned: LearnedRisk | undefined,
): MultiplierView | null {
  const { rule } = settings.policy;
  if (rule.kind !== 'risk-aware') return null;
  const own = trackerFor(settings, panel, { trackRanges: false });
  const members = panel.symbols.map((_, i) => i);
  const tracker =
    own === null || learned === undefined ? own : withLearned(own, learned, { panel, members });
  for (let bar = 0; bar < panel.bars; bar++) tracker?.observe(panel, bar);
  const forecast = tracker?.forecast;
  const { rule: policy } = openDecisionRoom(settings);
  if (forecast !== undefined) policy.observe(forecast);
  const assets = panel.symbols.length;
  const perYear = periodsPerYear(panel);
  const isThere = forecast !== undefined && forecast.version > 0;
  const annual = (variance: number | undefined): number | null =>
    isThere && variance !== undefined ? Math.sqrt(variance * perYear) : null;
  const usual =
    rule.objective === 'tracking-target' ? forecast?.longRunVariance : forecast?.referenceVariance;
  return {
    objective: rule.objective,
    bounds: rule.multiplier,
    assets: panel.symbols.map((symbol, i) => ({
      symbol,
      multiplier: policy.multipliers[i] as number,
      volAnnual: annual(forecast?.covariance[i * assets + i]),
      usualVolAnnual: annual(usual?.[i]),
    })),
  };
}
