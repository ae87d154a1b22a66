/**
 * A trial of a model as its card tells it: the days, its losses beside every opponent's, where these differ, and what its intervals
 * held. Percentages are of the opponent's loss (QLIKE), negative where the model is better.
 */
import type { LossComparison } from '../learning/evaluation/loss-comparison.ts';
import type { ComparedPart } from '../learning/evaluation/loss-tables.ts';
import type {
  CoverageOfDays,
  ModelTrial,
  TrialComparison,
} from '../learning/evaluation/model-trial.ts';
import type { DailyPanel } from '../learning/inputs/daily-panel.ts';
import { isoTime } from './format.ts';

export type CardTrial = {
  /** Closes of the first and the last day at which forecasts were made. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly comparisons: readonly CardComparison[];
  readonly parts: readonly CardPart[];
  readonly coverage: readonly CardCoverage[];
};

export type CardComparison = {
  readonly horizonDays: number;
  readonly opponent: string;
  readonly days: number;
  readonly changePct: number;
  /** 95 % interval of the change; null with too few days. */
  readonly lowPct: number | null;
  readonly highPct: number | null;
  readonly dmT: number | null;
  readonly dmP: number | null;
  readonly assetsWonPct: number;
};

export type CardPart = {
  readonly horizonDays: number;
  readonly by: 'year' | 'asset' | 'history';
  readonly name: string;
  readonly opponent: string;
  readonly changePct: number;
  readonly dmT: number | null;
};

export type CardCoverage = {
  readonly horizonDays: number;
  readonly days: number;
  readonly insidePct: number;
  /** Of the third with the lowest forecasts first. */
  readonly thirdsPct: readonly number[];
  readonly worstQuarter: { readonly name: string; readonly insidePct: number } | null;
};

export type Tried = { readonly panel: DailyPanel; readonly trial: ModelTrial };

export function trialCard({ panel, trial }: Tried): CardTrial {
  const { rows, reference, simplest } = trial;
  const time = (row: number): string => isoTime(panel.closeTime[row] as number);
  return {
    from: time(rows.from),
    to: time(rows.to - 1),
    days: rows.to - rows.from,
    comparisons: trial.comparisons.map(comparisonCard),
    parts: trial.parts.flatMap(({ horizonDays, byYear, byAsset, byHistory }) => {
      const cards = (
        by: CardPart['by'],
        opponent: string,
        parts: readonly ComparedPart[],
      ): readonly CardPart[] =>
        parts.map(({ name, comparison }) => ({
          ...{ horizonDays, by, name, opponent },
          changePct: percent(comparison.changeShare),
          dmT: rounded(comparison.test?.t ?? null, 2),
        }));
      return [
        ...cards('year', reference, byYear),
        ...cards('asset', reference, byAsset),
        ...cards('history', simplest, byHistory),
      ];
    }),
    coverage: trial.coverage.filter(({ days }) => days > 0).map(coverageCard),
  };
}

export function comparisonCard({
  horizonDays,
  opponent,
  comparison,
}: TrialComparison): CardComparison {
  const { changeShare, test, wonShare } = comparison;
  return {
    ...{ horizonDays, opponent },
    days: test?.days ?? 0,
    changePct: percent(changeShare),
    ...intervalOf(comparison),
    dmT: rounded(test?.t ?? null, 2),
    dmP: rounded(test?.p ?? null, 4),
    assetsWonPct: percent(wonShare),
  };
}

/** 1.96 standard errors to either side. */
function intervalOf({ changeShare, errorShare }: LossComparison) {
  if (errorShare === null) return { lowPct: null, highPct: null };
  const reach = 1.96 * errorShare;
  return { lowPct: percent(changeShare - reach), highPct: percent(changeShare + reach) };
}

export function coverageCard({
  horizonDays,
  days,
  inside,
  thirds,
  worstQuarter,
}: CoverageOfDays): CardCoverage {
  return {
    ...{ horizonDays, days },
    insidePct: percent(inside),
    thirdsPct: thirds.map(percent),
    worstQuarter: worstQuarter && {
      name: worstQuarter.name,
      insidePct: percent(worstQuarter.inside),
    },
  };
}

function percent(share: number): number {
  return rounded(100 * share, 2) as number;
}

function rounded(value: number | null, places: number): number | null {
  return value === null ? null : Number(value.toFixed(places));
}
