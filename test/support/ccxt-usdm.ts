/** A broker of Ballast against the test server that speaks Binance USD-M futures, on one clock. */
import { binanceUsdm } from '../../src/adapters/ccxt/binance-usdm.ts';
import { createCcxtBroker } from '../../src/adapters/ccxt/ccxt-broker.ts';
import { type Connection, connect } from '../../src/adapters/ccxt/connection.ts';
import { clientOrderId } from '../../src/execution/client-order-id.ts';
import type { Fill, OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import {
  createUsdmServer,
  type UsdmServer,
  type UsdmServerOptions,
} from './binance-usdm/server.ts';

export type UsdmScene = {
  readonly server: UsdmServer;
  readonly connection: Connection;
  readonly broker: Broker;
  /** An order that fills at once, with an id of its own. */
  order(change?: Partial<OrderRequest>): OrderRequest;
};

export const traded = { quote: 'USDT', symbols: ['BTC', 'ETH'] };

/** BTC at 60,000 and ETH at 3,000 with tight books, nothing that moves by itself, five times the margin, 10,000 USDT. */
export async function openUsdm(
  options: UsdmServerOptions & { readonly speed?: number } = {},
): Promise<UsdmScene> {
  const { speed = 10 } = options;
  const server = await createUsdmServer({ factor: speed, historyDays: 3, ...options });
  server.hand.setPrice('BTCUSDT', 60_000);
  server.hand.setPrice('ETHUSDT', 3_000);
  server.setContract('BTCUSDT', { leverage: 5 });
  const connection = await connect({
    ...{ venue: binanceUsdm, baseUrl: server.url, speed },
    credentials: server.key,
  });
  let number = 0;
  return {
    ...{ server, connection },
    broker: createCcxtBroker({ connection, account: 'binanceusdm:test', traded }),
    order(change = {}) {
      number += 1;
      return {
        clientOrderId: clientOrderId({ executionId: `usdm-${speed}`, legIndex: 0, number }),
        ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'buy', kind: 'take' },
        ...{ quantity: '0.002', limitPrice: '60300', signedAt: connection.clock.now() },
        ...change,
      };
    },
  };
}

/** Sends an order and tells its fills when it is over. */
export async function trade(
  { broker, order }: UsdmScene,
  change: Partial<OrderRequest>,
): Promise<readonly Fill[]> {
  const request = order(change);
  await broker.submit(request);
  const report = await broker.query(request);
  if (report?.status !== 'closed') throw new Error(`the order is ${report?.status}`);
  return report.fills;
}

export const ethShort: Partial<OrderRequest> = {
  ...{ market: 'ETH/USDT', base: 'ETH', side: 'sell', quantity: '0.5', limitPrice: '2985' },
};
