/** A broker of Ballast against the test server that speaks Binance, on one clock. */
import { binance } from '../../src/adapters/ccxt/binance.ts';
import { createCcxtBroker } from '../../src/adapters/ccxt/ccxt-broker.ts';
import { type Connection, connect } from '../../src/adapters/ccxt/connection.ts';
import { clientOrderId } from '../../src/execution/client-order-id.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import {
  type BinanceServer,
  type BinanceServerOptions,
  createBinanceServer,
} from './binance/server.ts';

export type BinanceScene = {
  readonly server: BinanceServer;
  readonly connection: Connection;
  readonly broker: Broker;
  /** An order that fills at once, with an id of its own. */
  order(change?: Partial<OrderRequest>): OrderRequest;
};

const traded = { quote: 'USDT', symbols: ['BTC'] };

/** BTC at 60,000 with a tight book, and nothing that moves by itself. */
export async function openBinance(
  options: BinanceServerOptions & { readonly speed?: number } = {},
): Promise<BinanceScene> {
  const { speed = 10 } = options;
  const server = await createBinanceServer({ factor: speed, historyDays: 3, ...options });
  server.hand.setPrice('BTCUSDT', 60_000);
  const connection = await connect({
    ...{ venue: binance, baseUrl: server.url, speed },
    credentials: server.key,
  });
  let number = 0;
  return {
    ...{ server, connection },
    broker: createCcxtBroker({ connection, account: 'binance:test', traded }),
    order(change = {}) {
      number += 1;
      return {
        clientOrderId: clientOrderId({ executionId: `scene-${speed}`, legIndex: 0, number }),
        ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'buy', kind: 'take' },
        ...{ quantity: '0.001', limitPrice: '60300', signedAt: connection.clock.now() },
        ...change,
      };
    },
  };
}
