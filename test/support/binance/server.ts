/**
 * A server for tests that speaks Binance spot REST by its documentation (rest-api.md, filters.md, errors.md, enums.md and
 * the FAQs of binance-spot-api-docs), matches orders on books of its own, and fails as scripted or by chance from a seed.
 */
import {
  createSimulatedClock,
  machineWallClock,
} from '../../../src/adapters/simulated/simulated-clock.ts';
import { createRandom } from '../../../src/base/random.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { accountEndpoints } from './account-endpoints.ts';
import { type Fees, usualFees } from './commission.ts';
import { marketEndpoints } from './market-endpoints.ts';
import { orderEndpoints } from './order-endpoints.ts';
import { type Limits, usualLimits } from './rate-limits.ts';
import { exampleKey, type Key, type Permissions, tradingPermissions } from './security.ts';
import { usualSymbols } from './usual-symbols.ts';
import { createVenue, type SymbolOptions } from './venue.ts';
import { byRoute, serveVenue, type VenueServer } from './venue-server.ts';

export type BinanceServerOptions = {
  /** Same seed, same prices, quotes, ids and faults. */
  readonly seed?: number;
  /** The venue's time; else it starts at `startMs` and runs `factor` times as fast as the wall's. */
  readonly clock?: Clock;
  readonly startMs?: number;
  readonly factor?: number;
  readonly stepMs?: number;
  readonly historyDays?: number;
  readonly symbols?: readonly SymbolOptions[];
  readonly balances?: Readonly<Record<string, string>>;
  readonly fees?: Partial<Fees>;
  readonly limits?: Partial<Limits>;
  readonly permissions?: Partial<Permissions>;
  readonly key?: Key;
  /** Addresses that it does not have, as a test network has none of the wallet. */
  readonly lacks?: readonly string[];
};

export type BinanceServer = VenueServer;

/** 2026-01-05, a Monday, at noon. */
export const usualStartMs = Date.UTC(2026, 0, 5, 12);

const everything = [...marketEndpoints, ...orderEndpoints, ...accountEndpoints];

export async function createBinanceServer(
  options: BinanceServerOptions = {},
): Promise<BinanceServer> {
  const { seed = 1, key = exampleKey, factor = 1, startMs: simulatedMs = usualStartMs } = options;
  const { lacks = [] } = options;
  const endpoints = byRoute(
    everything.filter(({ route }) => !lacks.some((path) => route.endsWith(path))),
  );
  const wall = machineWallClock;
  const clock = options.clock ?? createSimulatedClock({ simulatedMs, speed: factor, wall });
  const venue = createVenue(
    {
      ...{ seed, key, startMs: clock.now() },
      stepMs: options.stepMs ?? 1_000,
      historyDays: options.historyDays ?? 500,
      symbols: options.symbols ?? usualSymbols,
      balances: options.balances ?? { USDT: '10000', BTC: '0.1', ETH: '1' },
      fees: { ...usualFees, ...options.fees },
      limits: { ...usualLimits, ...options.limits },
      permissions: { ...tradingPermissions, ...options.permissions },
    },
    createRandom(seed),
  );
  return serveVenue(venue, endpoints, { clock, seed });
}
