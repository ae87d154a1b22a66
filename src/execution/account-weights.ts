/** What an account weighs: its units valued at prices, as fractions of NAV, and how far that is from the targets. */

/** Units and prices by asset; the price of the quote currency is 1. */
export type Valuation = {
  readonly units: ReadonlyMap<string, number>;
  readonly prices: ReadonlyMap<string, number>;
};

export function navOf({ units, prices }: Valuation): number {
  let nav = 0;
  for (const [asset, price] of prices) nav += (units.get(asset) ?? 0) * price;
  return nav;
}

/** 100 · √Σ(w − p)² over the risky assets, in percentage points. */
export function distancePp(
  valuation: Valuation,
  targets: readonly { readonly symbol: string; readonly target: number }[],
): number {
  const nav = navOf(valuation);
  const { units, prices } = valuation;
  const squares = targets.map(({ symbol, target }) => {
    const value = (units.get(symbol) ?? 0) * (prices.get(symbol) ?? Number.NaN);
    return (value / nav - target) ** 2;
  });
  return 100 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

/** Adds to the units of an asset. */
export function change(units: Map<string, number>, asset: string, by: number): void {
  units.set(asset, (units.get(asset) ?? 0) + by);
}
