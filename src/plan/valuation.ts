/** What a portfolio is worth and how it is spread: NAV and weights from quantities and prices. */

/** Writes the weights of the risky assets (fractions of NAV) and answers NAV, both in the portfolio's quote. */
export function valuePortfolio(
  holdings: { quantities: Float64Array; cash: number },
  prices: Float64Array,
  offset: number,
  weights: Float64Array,
): number {
  const { quantities, cash } = holdings;
  let nav = cash;
  for (let i = 0; i < quantities.length; i++) {
    const value = (quantities[i] as number) * (prices[offset + i] as number);
    weights[i] = value;
    nav += value;
  }
  for (let i = 0; i < quantities.length; i++) weights[i] = (weights[i] as number) / nav;
  return nav;
}
