/** Assets that limits make a difference for: those with the deepest books, and coins that should be worth one dollar. */
const majors: ReadonlySet<string> = new Set(['BTC', 'ETH']);

/** Stablecoins, each with a market against another one. */
const pegMarkets: ReadonlyMap<string, string> = new Map([
  ['USDT', 'USDC/USDT'],
  ['USDC', 'USDC/USDT'],
  ['DAI', 'DAI/USDT'],
]);

export function isMajor(asset: string): boolean {
  return majors.has(asset);
}

export function isStablecoin(asset: string): boolean {
  return pegMarkets.has(asset);
}

/** The market that tells whether a quote currency holds its peg; undefined where it has none. */
export function pegMarket(quote: string): string | undefined {
  return pegMarkets.get(quote);
}
