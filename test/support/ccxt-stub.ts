/** A broker of Ballast against set replies, for exchanges that there is no test server of. */
import { createCcxtBroker } from '../../src/adapters/ccxt/ccxt-broker.ts';
import { connect } from '../../src/adapters/ccxt/connection.ts';
import type { VenueQuirks } from '../../src/adapters/ccxt/venue-quirks.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import { type Routes, type StubExchange, stubExchange } from './stub-exchange.ts';

const speed = 10;
const traded = { quote: 'USDT', symbols: ['BTC'] };
const stubs: StubExchange[] = [];

/** Of the order that the replies are about. */
export const theId = '6d0f9d4a-1e0b-4c6e-9d3e-0a4bb3a2c111';

/** The time that the replies tell: 2026-01-05 at noon. */
export const seconds = 1_767_614_400;

export async function openStubbed(
  venue: VenueQuirks,
  routes: Routes,
  credentials: Record<string, string>,
) {
  const stub = await stubExchange(routes);
  stubs.push(stub);
  const connection = await connect({ venue, baseUrl: stub.url, credentials, speed });
  const broker = createCcxtBroker({ connection, account: venue.id, traded });
  const order = (change: Partial<OrderRequest> = {}): OrderRequest => ({
    ...{ clientOrderId: theId, kind: 'take', side: 'buy', signedAt: connection.clock.now() },
    ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT', quantity: '0.5', limitPrice: '29500' },
    ...change,
  });
  return { stub, connection, broker, order };
}

export function closeStubs(): void {
  for (const stub of stubs.splice(0)) stub.close();
}
