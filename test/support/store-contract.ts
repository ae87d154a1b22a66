/** The expectations that every store must meet, whatever database it stands on. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { candleExpectations } from './store-contract-candles.ts';
import { eventExpectations } from './store-contract-events.ts';
import { executionExpectations } from './store-contract-executions.ts';
import { jobExpectations } from './store-contract-jobs.ts';
import { recordExpectations } from './store-contract-records.ts';
import { targetExpectations } from './store-contract-targets.ts';
import { tradingExpectations } from './store-contract-trading.ts';
import { venueExpectations } from './store-contract-venue.ts';

export type OpenStore = () => Promise<Store>;

/** Gives the store of the test that runs. */
export type CurrentStore = () => Store;

export function storeContract(name: string, openStore: OpenStore): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore();
    });
    afterEach(() => store.close());

    const current: CurrentStore = () => store;
    eventExpectations(current);
    recordExpectations(current);
    executionExpectations(current);
    venueExpectations(current);
    candleExpectations(current);
    jobExpectations(current);
    targetExpectations(current);
    tradingExpectations(current);
  });
}
