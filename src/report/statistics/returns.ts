/** Simple returns r_t = NAV_t / NAV_(t−1) − 1 as fractions, one fewer than NAVs. What is worth nothing stays so: return 0. */

export function simpleReturns(nav: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, nav.length - 1));
  for (let t = 0; t < returns.length; t++) {
    returns[t] = returnOf({ from: nav[t] as number, to: nav[t + 1] as number });
  }
  return returns;
}

export function returnOf({ from, to }: { from: number; to: number }): number {
  return from > 0 ? to / from - 1 : 0;
}
