/** The paper venue keeps the contract of brokers, in memory and in a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type BrokerScene, describeBroker } from '../support/broker-contract.ts';
import { settings, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

const directory = mkdtempSync(join(tmpdir(), 'ballast-paper-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;

async function open(file: string, leverage?: number): Promise<BrokerScene> {
  const steady = steadyMarket();
  let offered = 0;
  const { portfolio } = settings();
  const { broker, clock } = await createTestWorkspace({
    file,
    ...(leverage === undefined ? {} : { settings: { portfolio: { ...portfolio, leverage } } }),
    market: {
      ...steady,
      // One book has the offer below the bids; of its depth a half counts.
      async book(market, asOf) {
        const asks = [{ price: 989, quantity: 2 * offered }];
        const isOffered = offered > 0;
        offered = 0;
        return isOffered ? { market, asOf, bids: [], asks } : steady.book(market, asOf);
      },
    },
  });
  return {
    ...{ broker, clock, market: { base: 'ETH', quote: 'USDT' } },
    ...{ quantity: '2.5', buyLimit: '1010', buyLimitTooLow: '990' },
    ...{ dust: '0.0049', tooMuch: '40' },
    ...(leverage === undefined ? {} : { isOnMargin: true }),
    async sellInto(quantity) {
      // What was bought before must be back in the book.
      await clock.sleep(20_000);
      await broker.openOrders();
      offered = Number(quantity);
    },
  };
}

describeBroker('the paper venue in memory', () => open(':memory:'));

// 60,000 of 100,000 are in positions: as much may be opened on margin as could be bought for cash.
describeBroker('the paper venue on margin', () => open(':memory:', 1));

describeBroker('the paper venue in a file', () => {
  files += 1;
  return open(join(directory, `${files}.db`));
});
