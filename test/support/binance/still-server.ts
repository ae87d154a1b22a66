/** The test venue at rest, to be reckoned by hand: one symbol, written books, and a clock that only tests move. */
import { afterEach } from 'vitest';
import { createFrozenClock } from '../../../src/adapters/system/frozen-clock.ts';
import { type BinanceServer, type BinanceServerOptions, createBinanceServer } from './server.ts';
import { type SymbolRules, symbolRules } from './symbol-rules.ts';

export type Level = readonly [price: string, quantity: string];

export const stillStartMs = Date.UTC(2026, 0, 5, 12);

/** BTCUSDT at 100 with ticks of 0.01, steps of 0.001, at least 5 USDT an order; 1,000 USDT and 10 BTC unless told. */
export function createStillServer(
  options: BinanceServerOptions & {
    bids?: readonly Level[];
    asks?: readonly Level[];
    rules?: Partial<SymbolRules>;
  } = {},
): Promise<BinanceServer> {
  const { bids = [['99', '1']], asks = [['101', '1']], rules, ...others } = options;
  const named = { symbol: 'BTCUSDT', baseAsset: 'BTC', quoteAsset: 'USDT' };
  return createBinanceServer({
    clock: createFrozenClock(stillStartMs),
    balances: { USDT: '1000', BTC: '10' },
    symbols: [
      {
        rules: symbolRules({
          ...{ ...named, stepSize: '0.001', minimumQuantity: '0.001', minimumNotional: '5' },
          ...rules,
        }),
        path: { kind: 'fixed', price: 100 },
        liquidity: { kind: 'scripted', bids, asks },
      },
    ],
    ...others,
  });
}

/** Opens such servers for the tests of a file and closes them after each. */
export function stillServersOfThisFile(): typeof createStillServer {
  const servers: BinanceServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (options) => {
    const server = await createStillServer(options);
    servers.push(server);
    return server;
  };
}
