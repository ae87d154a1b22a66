/** What a forecast is worth in trading, as JSON: shares in %, the figures of each portfolio beside them. */
import type { Estimate, ObjectiveWorth } from '../backtest/worth.ts';

export type EstimateJson = {
  readonly value: number;
  /** 90 % interval. */
  readonly low: number;
  readonly high: number;
};

export type WorthJson = {
  readonly objective: string;
  readonly figure: string;
  /** Of the possible gain; null where there is nothing to gain. */
  readonly capturedPct: EstimateJson | null;
  /** Of the simple forecast's figure, saved by the model and by foresight. */
  readonly gainPct: EstimateJson | null;
  readonly possiblePct: EstimateJson | null;
  readonly portfolios: readonly {
    readonly name: string;
    readonly simple: string;
    readonly counts: boolean;
    /** Bps a year for the cost; null where they were not comparable. */
    readonly simpleFigure: number | null;
    readonly modelFigure: number | null;
    readonly foresightFigure: number | null;
  }[];
};

export function worthJson({ objective, figure, worth, bases }: ObjectiveWorth): WorthJson {
  return {
    ...{ objective, figure },
    capturedPct: percentOf(worth.captured),
    gainPct: percentOf(worth.gain),
    possiblePct: percentOf(worth.possible),
    portfolios: worth.portfolios.map(({ name, figures, isCounted }, at) => ({
      name,
      simple: bases[at] as string,
      counts: isCounted,
      simpleFigure: figures && rounded(figures.base),
      modelFigure: figures && rounded(figures.model),
      foresightFigure: figures && rounded(figures.foresight),
    })),
  };
}

function percentOf(estimate: Estimate | null): EstimateJson | null {
  if (estimate === null) return null;
  const { value, low, high } = estimate;
  return { value: percent(value), low: percent(low), high: percent(high) };
}

/** One decimal. */
function percent(share: number): number {
  return Math.round(1_000 * share) / 10;
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
