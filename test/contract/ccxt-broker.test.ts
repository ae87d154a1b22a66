/** The broker for exchanges keeps what brokers promise, at a server that speaks Binance. */
import { afterEach } from 'vitest';
import { isOpen } from '../support/binance/order.ts';
import { textOf } from '../support/binance/units.ts';
import { type BrokerScene, describeBroker } from '../support/broker-contract.ts';
import { openBinance } from '../support/ccxt-binance.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describeBroker('ccxt at Binance', async (): Promise<BrokerScene> => {
  const { server, broker, connection } = await openBinance({ speed: 5 });
  closing.push(() => server.close());
  return {
    ...{ broker, clock: connection.clock },
    market: { base: 'BTC', quote: 'USDT' },
    ...{ quantity: '0.002', buyLimit: '60300', buyLimitTooLow: '50000' },
    ...{ dust: '0.00001', tooMuch: '10' },
    async sellInto(quantity) {
      const order = server.orders().find(isOpen);
      if (order === undefined) throw new Error('nobody bids');
      server.hand.forceFill({ orderId: order.orderId, quantity, price: textOf(order.price) });
    },
  };
});
