/** The paper venue keeps the contract of brokers, in memory and in a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type BrokerScene, describeBroker } from '../support/broker-contract.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

const directory = mkdtempSync(join(tmpdir(), 'ballast-paper-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;

async function open(file: string): Promise<BrokerScene> {
  const { broker, clock } = await createTestWorkspace({ file });
  return {
    ...{ broker, clock, market: { base: 'ETH', quote: 'USDT' } },
    ...{ quantity: '2.5', buyLimit: '1010', buyLimitTooLow: '990' },
    ...{ dust: '0.0049', tooMuch: '40' },
  };
}

describeBroker('the paper venue in memory', () => open(':memory:'));

describeBroker('the paper venue in a file', () => {
  files += 1;
  return open(join(directory, `${files}.db`));
});
