/** The test venue without its network: markets, account, engine and limits, made from options. */
import type { Random } from '../../../src/base/random.ts';
import { createSpotAdmission } from './admission.ts';
import type { Fees } from './commission.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMarket, type Market } from './market.ts';
import type { Liquidity } from './market-maker.ts';
import { createPricePath, type PathOptions, type PricePath } from './price-path.ts';
import { createRateLimits, type Limits, type RateLimits } from './rate-limits.ts';
import { createRecords, type Records } from './records.ts';
import type { Key, Permissions } from './security.ts';
import { createSettlement, type Settlement } from './settlement.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { unitsOf } from './units.ts';
import { createWallet, type Wallet } from './wallet.ts';

export type SymbolOptions = {
  readonly rules: SymbolRules;
  readonly path: PathOptions;
  readonly liquidity: Liquidity;
};

export type VenueOptions = {
  readonly seed: number;
  readonly startMs: number;
  /** Prices and quotes change so often. */
  readonly stepMs: number;
  /** Candles begin so many days before the start. */
  readonly historyDays: number;
  readonly symbols: readonly SymbolOptions[];
  /** Free balance by asset. */
  readonly balances: Readonly<Record<string, string>>;
  readonly fees: Fees;
  readonly limits: Limits;
  readonly permissions: Permissions;
  readonly key: Key;
};

export type Venue = {
  readonly options: VenueOptions;
  readonly engine: Engine;
  readonly records: Records;
  readonly wallet: Wallet;
  readonly settlement: Settlement;
  readonly limits: RateLimits;
  readonly random: Random;
  /** What a key must be allowed, to trade here. */
  readonly tradeRight: 'enableSpotAndMarginTrading' | 'enableFutures';
  /** Null after it was revoked. */
  key: Key | null;
  permissions: Permissions;
  /** While true, every request is answered with 503. */
  isInMaintenance: boolean;
};

export function createVenue(options: VenueOptions, random: Random): Venue {
  const { startMs, stepMs } = options;
  const markets = createMarkets(options);
  const records = createRecords();
  const wallet = filledWallet(options.balances);
  const limits = createRateLimits(options.limits);
  const settlement = createSettlement({
    ...{ wallet, records, fees: options.fees, onFirstFill: limits.firstFill },
    marketOf: (symbol) => markets.get(symbol)!,
    bnbPriceOf: (asset, ms) => bnbPriceOf([...markets.values()], asset, ms),
  });
  const engine = createEngine({
    ...{ markets, records, settlement, startMs, stepMs, onPlaced: limits.placed },
    admission: createSpotAdmission(wallet),
  });
  const { key, permissions } = options;
  return {
    ...{ options, engine, records, wallet, settlement, limits, random },
    ...{ key, permissions, isInMaintenance: false, tradeRight: 'enableSpotAndMarginTrading' },
  };
}

/** With the quotes of the start. */
export function createMarkets(options: {
  readonly seed: number;
  readonly startMs: number;
  readonly stepMs: number;
  readonly symbols: readonly SymbolOptions[];
}): Map<string, Market> {
  const { seed, startMs, stepMs } = options;
  const markets = new Map<string, Market>();
  options.symbols.forEach(({ rules, path, liquidity }, place) => {
    const { symbol } = rules;
    const own = seed * 1_000_003 + place * 7_919;
    // Asked for at each price, so that a ratio follows a price that a test has set.
    const pathOf =
      (other: string): PricePath =>
      (ms) =>
        markets.get(other)!.price(ms);
    const priced = createPricePath(path, { seed: own, startMs, pathOf });
    markets.set(
      symbol,
      createMarket({ rules, path: priced, liquidity, seed: own, startMs, stepMs }),
    );
  });
  for (const market of markets.values()) market.requote(startMs, () => {});
  return markets;
}

export function filledWallet(balances: VenueOptions['balances']): Wallet {
  const wallet = createWallet();
  for (const [asset, free] of Object.entries(balances)) {
    // Since ever, so that reads that lag find it too.
    wallet.change(asset, unitsOf(free), 0);
  }
  return wallet;
}

/** BNB for one unit of an asset: from their market, or over USDT. */
export function bnbPriceOf(
  markets: readonly Market[],
  asset: string,
  ms: number,
): number | undefined {
  if (asset === 'BNB') return 1;
  const price = (base: string, quote: string): number | undefined =>
    base === quote
      ? 1
      : markets
          .find(
            (market) => market.rules().baseAsset === base && market.rules().quoteAsset === quote,
          )
          ?.price(ms);
  const direct = price('BNB', asset);
  if (direct !== undefined) return 1 / direct;
  const [ofAsset, ofBnb] = [price(asset, 'USDT'), price('BNB', 'USDT')];
  return ofAsset === undefined || ofBnb === undefined ? undefined : ofAsset / ofBnb;
}
