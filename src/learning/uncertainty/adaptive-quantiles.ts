/**
 * Bounds that the scores of a day shall fall between, learnt from the scores of the days before: conformal quantiles of a
 * window of n scores, those of rank ⌈(n + 1)(1 − α/2)⌉ from below and from above, so that at most α of new scores that are
 * like the old ones miss. α follows what misses: after each day α ← α + γ (1 − coverage − missed share), kept within 0.1 %
 * and 50 %, so that coverage holds in the long run also where days are not alike. At last the half-width is multiplied.
 * Vovk, Gammerman and Shafer 2005, "Algorithmic Learning in a Random World"; Gibbs and Candès 2021, "Adaptive Conformal
 * Inference Under Distribution Shift".
 */
import { createSortedWindow } from './sorted-window.ts';

export type QuantileSpec = {
  /** Share of scores that shall be inside. */
  readonly coverage: number;
  /** γ, a day. */
  readonly rate: number;
  readonly windowDays: number;
  /** On the half-width; 1 leaves the quantiles as they are. */
  readonly widening: number;
};

export type Bounds = { readonly lower: number; readonly upper: number };

export type AdaptiveQuantiles = {
  /** Takes the scores of the next day, NaN where there is none, and the bounds that had been given for them. */
  observe(scores: Float64Array, given: Bounds): void;
  /** NaN while the scores are too few to tell. */
  bounds(): Bounds;
};

export const unknownBounds: Bounds = { lower: Number.NaN, upper: Number.NaN };

/** Scores of one day go together, so that many scores of few days tell little. */
const fewestDays = 60;
const leastMissed = 0.001;
const mostMissed = 0.5;

export function createAdaptiveQuantiles(spec: QuantileSpec): AdaptiveQuantiles {
  const window = createSortedWindow(spec.windowDays);
  const wanted = 1 - spec.coverage;
  let missed = wanted;
  let days = 0;
  return {
    observe(scores, given) {
      const known = scores.filter((score) => !Number.isNaN(score));
      window.push(known);
      if (known.length === 0) return;
      days++;
      if (Number.isNaN(given.lower)) return;
      const outside = known.filter((score) => score < given.lower || score > given.upper).length;
      const step = spec.rate * (wanted - outside / known.length);
      missed = Math.min(mostMissed, Math.max(leastMissed, missed + step));
    },
    bounds() {
      const sorted = window.sorted();
      const rank = Math.ceil((sorted.length + 1) * (1 - missed / 2));
      if (days < fewestDays || rank > sorted.length) return unknownBounds;
      const lower = sorted[sorted.length - rank] as number;
      const upper = sorted[rank - 1] as number;
      const added = ((spec.widening - 1) * (upper - lower)) / 2;
      return { lower: lower - added, upper: upper + added };
    },
  };
}
