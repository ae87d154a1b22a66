/** What a covariance says of how assets move with each other, for a person to read. */
import { absorptionRatio, leadingMovements } from './absorption-ratio.ts';
import { clusterOrder } from './cluster-order.ts';
import { correlationsOf, meanCorrelation } from './correlations.ts';
import { diversificationRatio } from './diversification-ratio.ts';

/** From this correlation on, two assets move together. */
export const leastTogether = 0.8;

export type CorrelationFigures = {
  /** In the order of clusters, as are the rows and columns of the matrix. */
  readonly symbols: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  /** Assets of which every pair moves together. */
  readonly groups: readonly (readonly string[])[];
  /** Over all pairs; null of a single asset. */
  readonly mean: number | null;
  /** A year before; null where it is not known. */
  readonly meanYearAgo: number | null;
  /** The strongest common movements, and what they make up of all, each asset counted alike; null of a single asset. */
  readonly absorption: { readonly movements: number; readonly share: number } | null;
  /** Of the target weights; null without a risky one. */
  readonly diversificationRatio: number | null;
};

/** Matrices are row-major n × n in the order of the assets. */
export function correlationFigures(
  symbols: readonly string[],
  targets: readonly number[],
  { now, yearAgo }: { readonly now: Float64Array; readonly yearAgo: Float64Array | null },
): CorrelationFigures {
  const assets = symbols.length;
  const correlations = correlationsOf(now, assets);
  const { order, groups } = clusterOrder(correlations, { assets, leastTogether });
  const named = (places: readonly number[]) => places.map((i) => symbols[i] as string);
  const meanOf = (covariance: Float64Array | null): number | null =>
    covariance && figureOf(meanCorrelation(correlationsOf(covariance, assets), assets));
  return {
    symbols: named(order),
    matrix: order.map((i) => order.map((j) => correlations[i * assets + j] as number)),
    groups: groups.map(named),
    mean: meanOf(now),
    meanYearAgo: meanOf(yearAgo),
    absorption: absorptionOf(correlations, assets),
    diversificationRatio: figureOf(diversificationRatio(now, Float64Array.from(targets))),
  };
}

function absorptionOf(correlations: Float64Array, assets: number) {
  const share = assets < 2 ? null : figureOf(absorptionRatio(correlations, assets));
  return share === null ? null : { movements: leadingMovements(assets), share };
}

function figureOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
