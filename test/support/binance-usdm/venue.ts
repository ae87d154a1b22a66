/** The futures test venue without its network: what it shares with spot, and positions, leverage, modes and funding. */
import type { Random } from '../../../src/base/random.ts';
import { hourMs } from '../../../src/base/time.ts';
import { createEngine } from '../binance/engine.ts';
import { isOpen } from '../binance/order.ts';
import { createRateLimits } from '../binance/rate-limits.ts';
import { createRecords } from '../binance/records.ts';
import { times, type Units, unitsOf } from '../binance/units.ts';
import {
  bnbPriceOf,
  createMarkets,
  filledWallet,
  type SymbolOptions,
  type Venue,
  type VenueOptions,
} from '../binance/venue.ts';
import { createUsdmAdmission } from './admission.ts';
import { availableOf, marginOf, markOf, openOf, type SymbolMargin, wishedOf } from './margin.ts';
import { createPositions, type Positions } from './positions.ts';
import { createUsdmSettlement } from './settlement.ts';

/** What the account has set for a symbol, and what holding it costs. */
export type Contract = {
  leverage: number;
  isIsolated: boolean;
  /** A share of the notional at the mark price, paid by longs each time. */
  fundingRate: string;
  /** From one payment to the next; 8 for most. */
  readonly fundingHours: number;
};

export type UsdmSymbolOptions = SymbolOptions & Partial<Contract>;

export type UsdmVenueOptions = VenueOptions & {
  readonly symbols: readonly UsdmSymbolOptions[];
  readonly refusesGtx: boolean;
};

export type AccountMargin = {
  readonly margins: readonly SymbolMargin[];
  readonly available: Units;
};

export type UsdmVenue = Venue & {
  readonly positions: Positions;
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Long and short of a symbol are kept apart. */
  isHedged: boolean;
  lendsOnSeveral: boolean;
  /** Of all symbols with a quote, as of a time. */
  margin(quote: string, asOf: { asOfMs: number; nowMs: number }): AccountMargin;
};

const usualContract = { leverage: 20, isIsolated: false, fundingRate: '0.0001', fundingHours: 8 };

export function createUsdmVenue(options: UsdmVenueOptions, random: Random): UsdmVenue {
  const { startMs, stepMs } = options;
  const markets = createMarkets(options);
  const contracts = new Map(
    options.symbols.map((each): [string, Contract] => [each.rules.symbol, contractOf(each)]),
  );
  const records = createRecords();
  const wallet = filledWallet(options.balances);
  const positions = createPositions();
  const limits = createRateLimits(options.limits);
  const settlement = createUsdmSettlement({
    ...{ wallet, positions, records, fees: options.fees, onFirstFill: limits.firstFill },
    marketOf: (symbol) => markets.get(symbol)!,
    bnbPriceOf: (asset, ms) => bnbPriceOf([...markets.values()], asset, ms),
  });

  const margin = (
    quote: string,
    { asOfMs, nowMs, wish }: Parameters<UsdmVenue['margin']>[1] & { wish?: Wish },
  ): AccountMargin => {
    const held = positions.at(asOfMs);
    const open = records.orders(asOfMs).filter(isOpen);
    const margins = [...markets]
      .filter(([, market]) => market.rules().quoteAsset === quote)
      .map(([symbol, market]) =>
        marginOf(market, {
          ...{ position: held.get(symbol) ?? none, leverage: contracts.get(symbol)!.leverage },
          ...{ nowMs, open: ordersOf(symbol, open, wish) },
        }),
      );
    const balance = wallet.balancesAt(asOfMs).get(quote)?.free ?? 0n;
    return { margins, available: availableOf(balance, margins) };
  };
  const boundOf = (quote: string, at: { asOfMs: number; nowMs: number; wish?: Wish }): Units =>
    margin(quote, at).margins.reduce((sum, each) => sum + each.margin, 0n);

  const engine = createEngine({
    ...{ markets, records, settlement, startMs, stepMs, onPlaced: limits.placed },
    admission: createUsdmAdmission({
      ...{ positions, isHedged: () => venue.isHedged, refusesGtx: options.refusesGtx },
      missing(wish, nowMs) {
        const quote = markets.get(wish.symbol)!.rules().quoteAsset;
        const at = { asOfMs: Infinity, nowMs };
        const needed = boundOf(quote, { ...at, wish }) - boundOf(quote, at);
        return needed - margin(quote, at).available;
      },
    }),
  });
  const pay = (symbol: string, contract: Contract, ms: number): void => {
    const market = markets.get(symbol);
    if (market !== undefined) {
      const notional = times(positions.now(symbol).quantity, markOf(market, ms));
      const paid = times(notional, unitsOf(contract.fundingRate));
      if (paid !== 0n) wallet.change(market.rules().quoteAsset, -paid, ms);
    }
    engine.schedule(nextFundingMs(contract, ms), (at) => pay(symbol, contract, at));
  };
  for (const [symbol, contract] of contracts) {
    engine.schedule(nextFundingMs(contract, startMs), (at) => pay(symbol, contract, at));
  }
  const { key, permissions } = options;
  const venue: UsdmVenue = {
    ...{ options, engine, records, wallet, settlement, limits, random, positions, contracts },
    ...{
      key,
      permissions,
      isInMaintenance: false,
      tradeRight: 'enableFutures',
      ...{ isHedged: false, lendsOnSeveral: false },
      margin,
    },
  };
  return venue;
}

type Wish = Parameters<typeof wishedOf>[0];

const none = { quantity: 0n, cost: 0n };

function contractOf(given: UsdmSymbolOptions): Contract {
  const { leverage, isIsolated, fundingRate, fundingHours } = { ...usualContract, ...given };
  return { leverage, isIsolated, fundingRate, fundingHours };
}

/** At whole multiples of the hours since midnight, the next after the time. */
export function nextFundingMs(
  { fundingHours }: Pick<Contract, 'fundingHours'>,
  ms: number,
): number {
  const everyMs = fundingHours * hourMs;
  return (Math.floor(ms / everyMs) + 1) * everyMs;
}

function ordersOf(
  symbol: string,
  open: ReturnType<Venue['records']['orders']>,
  wish: Wish | undefined,
): Parameters<typeof marginOf>[1]['open'] {
  const own = open.filter((order) => order.symbol === symbol).map(openOf);
  return wish?.symbol === symbol ? [...own, wishedOf(wish)] : own;
}
