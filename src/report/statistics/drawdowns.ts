/**
 * Drawdowns: from each peak of the NAV to its deepest point and back above the peak. Depth = 1 − trough / peak, a positive
 * fraction; the underwater curve is −depth from the highest NAV so far. Magdon-Ismail and Atiya 2004, "Maximum Drawdown".
 */

export type Drawdown = {
  /** Positions in the NAV series; recovery is the first NAV not below the peak, null while it is awaited. */
  readonly peak: number;
  readonly trough: number;
  readonly recovery: number | null;
  readonly depth: number;
};

/** The deepest first; of equal ones the earlier. */
export function worstDrawdowns(nav: Float64Array, count: number): readonly Drawdown[] {
  const found: Drawdown[] = [];
  let peak = 0;
  let trough = 0;
  const end = (recovery: number | null): void => {
    const depth = 1 - (nav[trough] as number) / (nav[peak] as number);
    if (depth > 0) found.push({ peak, trough, recovery, depth });
  };
  for (let bar = 1; bar < nav.length; bar++) {
    const value = nav[bar] as number;
    if (value >= (nav[peak] as number)) {
      end(bar);
      peak = bar;
      trough = bar;
    } else if (value < (nav[trough] as number)) {
      trough = bar;
    }
  }
  if (nav.length > 0) end(null);
  return found.sort((a, b) => b.depth - a.depth || a.peak - b.peak).slice(0, count);
}

/** Fraction below the highest NAV so far, 0 or negative. */
export function underwater(nav: Float64Array): Float64Array {
  let highest = 0;
  return nav.map((value) => {
    highest = Math.max(highest, value);
    return value / highest - 1;
  });
}
