/**
 * How far positions may go where something is borrowed. With w the weights and L the leverage, Σ|w| ≤ L; each weight is then at least −L,
 * and all together are at most L, so that cash, which is 1 − Σw, is at least 1 − L.
 */

/** Fractions of NAV. */
export type Margin = {
  /** How far below zero a weight may go. */
  readonly short: number;
  /** How far below zero the cash may go; below zero itself where less than all may be invested. */
  readonly credit: number;
  /** What the weights may add up to without their signs. */
  readonly leverage: number;
};

/** Undefined where nothing is borrowed. */
export function marginOf({ leverage }: { readonly leverage?: number }): Margin | undefined {
  return leverage === undefined ? undefined : { short: leverage, credit: leverage - 1, leverage };
}
