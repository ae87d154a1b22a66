/** The broker for exchanges keeps what brokers promise, at servers that speak Binance spot and Binance USD-M futures. */
import { afterEach } from 'vitest';
import { isOpen } from '../support/binance/order.ts';
import { textOf } from '../support/binance/units.ts';
import type { VenueServer } from '../support/binance/venue-server.ts';
import { type BrokerScene, describeBroker } from '../support/broker-contract.ts';
import { openBinance } from '../support/ccxt-binance.ts';
import { openUsdm } from '../support/ccxt-usdm.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Sells to whoever bids there. */
function sellerAt({ orders, hand }: VenueServer) {
  return async (quantity: string): Promise<void> => {
    const order = orders().find(isOpen);
    if (order === undefined) throw new Error('nobody bids');
    hand.forceFill({ orderId: order.orderId, quantity, price: textOf(order.price) });
  };
}

describeBroker('ccxt at Binance', async (): Promise<BrokerScene> => {
  const { server, broker, connection } = await openBinance({ speed: 5 });
  closing.push(() => server.close());
  return {
    ...{ broker, clock: connection.clock },
    market: { base: 'BTC', quote: 'USDT' },
    ...{ quantity: '0.002', buyLimit: '60300', buyLimitTooLow: '50000' },
    ...{ dust: '0.00001', tooMuch: '10', sellInto: sellerAt(server) },
  };
});

describeBroker('ccxt at Binance USD-M', async (): Promise<BrokerScene> => {
  const { server, broker, connection } = await openUsdm({ speed: 5 });
  closing.push(() => server.close());
  return {
    ...{ broker, clock: connection.clock, isOnMargin: true },
    market: { base: 'BTC', quote: 'USDT' },
    ...{ quantity: '0.004', buyLimit: '60300', buyLimitTooLow: '50000' },
    ...{ dust: '0.001', tooMuch: '10', sellInto: sellerAt(server) },
  };
});
