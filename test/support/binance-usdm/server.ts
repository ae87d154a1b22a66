/**
 * A server for tests that speaks the REST of Binance's USD-M futures by its public documentation
 * (developers.binance.com/docs/derivatives/usds-margined-futures) and by what ccxt reads. Nobody recorded what the exchange itself
 * answers, so that it proves less than the one for spot.
 */
import {
  createSimulatedClock,
  machineWallClock,
} from '../../../src/adapters/simulated/simulated-clock.ts';
import { createRandom } from '../../../src/base/random.ts';
import type { Fees } from '../binance/commission.ts';
import { usualLimits } from '../binance/rate-limits.ts';
import { exampleKey, tradingPermissions } from '../binance/security.ts';
import type { BinanceServerOptions } from '../binance/server.ts';
import { usualStartMs } from '../binance/server.ts';
import { textOf, unitsOf } from '../binance/units.ts';
import { byRoute, serveVenue, type VenueServer } from '../binance/venue-server.ts';
import { accountEndpoints } from './account-endpoints.ts';
import { marketEndpoints } from './market-endpoints.ts';
import { orderEndpoints } from './order-endpoints.ts';
import { usualContracts } from './usual-contracts.ts';
import { type Contract, createUsdmVenue, type UsdmSymbolOptions } from './venue.ts';

export type UsdmServerOptions = BinanceServerOptions & {
  readonly symbols?: readonly UsdmSymbolOptions[];
  /** Whether an order that may not take and would is refused (as by the documentation), or taken and expired. */
  readonly refusesGtx?: boolean;
};

export type UsdmServer = VenueServer & {
  /** Signed quantities by symbol. */
  positions(): Readonly<Record<string, string>>;
  /** For an auditor: positions by asset and as cash what they leave, with what else is in the wallet, all of it free. */
  books(): VenueServer & { readonly tickers: string };
  setContract(symbol: string, change: Partial<Contract>): void;
  setModes(modes: { isHedged?: boolean; lendsOnSeveral?: boolean }): void;
};

/** Those of the entry tier; a tenth less when paid in BNB. */
const usualFees: Fees = {
  tiers: [{ fromNotional: '0', maker: '0.0002', taker: '0.0005' }],
  payInBnb: false,
  discount: '0.9',
};

const endpoints = byRoute([...marketEndpoints, ...orderEndpoints, ...accountEndpoints]);

export async function createUsdmServer(options: UsdmServerOptions = {}): Promise<UsdmServer> {
  const { seed = 1, key = exampleKey, factor = 1, startMs: simulatedMs = usualStartMs } = options;
  const wall = machineWallClock;
  const clock = options.clock ?? createSimulatedClock({ simulatedMs, speed: factor, wall });
  const limits = { weightPerMinute: 2_400, ordersPer10Seconds: 300 };
  const venue = createUsdmVenue(
    {
      ...{ seed, key, startMs: clock.now() },
      stepMs: options.stepMs ?? 1_000,
      historyDays: options.historyDays ?? 500,
      symbols: options.symbols ?? usualContracts,
      balances: options.balances ?? { USDT: '10000' },
      fees: { ...usualFees, ...options.fees },
      limits: { ...usualLimits, ...limits, ...options.limits },
      permissions: { ...tradingPermissions, enableFutures: true, ...options.permissions },
      refusesGtx: options.refusesGtx ?? true,
    },
    createRandom(seed),
  );
  const server = await serveVenue(venue, endpoints, { clock, seed });
  const balances = (): ReturnType<VenueServer['balances']> => {
    const all = { ...server.balances() };
    for (const [symbol, { quantity, cost }] of venue.positions.at(Infinity)) {
      const { baseAsset, quoteAsset } = venue.engine.market(symbol).rules();
      const cash = unitsOf(all[quoteAsset]?.free ?? '0') - cost;
      all[quoteAsset] = { free: textOf(cash), locked: '0' };
      all[baseAsset] = { free: textOf(quantity), locked: '0' };
    }
    return all;
  };
  return {
    ...server,
    positions() {
      server.orders();
      const held = [...venue.positions.at(Infinity)];
      return Object.fromEntries(held.map(([symbol, { quantity }]) => [symbol, textOf(quantity)]));
    },
    books: () => ({ ...server, tickers: '/fapi/v1/ticker/bookTicker', balances }),
    setContract: (symbol, change) => void Object.assign(venue.contracts.get(symbol)!, change),
    setModes: (modes) => void Object.assign(venue, modes),
  };
}
