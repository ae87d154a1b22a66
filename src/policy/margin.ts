/**
 * How far positions may go where something is borrowed. With w the weights and L the leverage, Σ|w| ≤ L; each weight is then at least −L,
 * and all together are at most L, so that cash, which is 1 − Σw, is at least 1 − L.
 */

export type Margin = {
  /** What the weights, fractions of NAV, may add up to without their signs. */
  readonly leverage: number;
};

/** Undefined where nothing is borrowed. */
export function marginOf({ leverage }: { readonly leverage?: number }): Margin | undefined {
  return leverage === undefined ? undefined : { leverage };
}

/** How far below zero a weight may go, as a fraction of NAV; 0 where nothing is borrowed. */
export function shortOf(margin: Margin | undefined): number {
  return margin?.leverage ?? 0;
}

/** How far below zero the cash may go, as a fraction of NAV; below zero itself where less than all may be invested. */
export function creditOf(margin: Margin | undefined): number {
  return margin === undefined ? 0 : margin.leverage - 1;
}

/** Σ|w|. */
export function leverageOf(weights: ArrayLike<number>): number {
  let gross = 0;
  for (let i = 0; i < weights.length; i++) gross += Math.abs(weights[i] as number);
  return gross;
}
