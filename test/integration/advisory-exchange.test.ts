/** An account without an API, valued at the prices of an exchange to which nothing is sent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { ensureAccount } from '../../src/app/execution/ensure-account.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { confirmInstruction, openInstructions } from '../../src/app/execution/instructions.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { openVenue } from '../../src/compose.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { configuredWith } from '../support/settings.ts';

const actor = 'ann';
let exchange: BinanceServer;

beforeAll(async () => {
  const startMs = Date.UTC(2026, 0, 5, 12, 30);
  exchange = await createBinanceServer({ factor: 20, historyDays: 40, startMs, balances: {} });
});
afterAll(() => exchange.close());

it('trades by hand what the exchange has prices of, without a key', async () => {
  const configured = configuredWith({
    'portfolio.targets': { BTC: '40%', ETH: '30%', cash: '30%' },
    'portfolio.holdings': { BTC: 0.05, USDT: 9_000 },
    'venue.id': 'binance',
    'venue.mode': 'advisory',
    'venue.baseUrl': exchange.url,
    'venue.speed': 20,
  });
  const store = await createSqliteStore({ file: ':memory:' });
  const ground = { store, models: createModelStore('no-models'), secretOf: () => undefined };
  const { workspace } = await openVenue(configured, ground);
  expect(workspace.mode).toBe('by hand · prices of Binance');
  await ensureAccount(workspace);
  const { recommendation } = await propose(workspace, { proposer: 'system' });
  const { id, planHash, legs } = recommendation;
  expect(legs.map(({ symbol }) => symbol)).toContain('ETH/USDT');
  await approve(workspace, { id, hash: planHash ?? '', actor });
  for (let leg = 0; leg < legs.length; leg += 1) {
    expect(await execute(workspace, { id, actor })).toMatchObject({
      reason: { code: 'INSTRUCTION_OPEN' },
    });
    const [instruction] = await openInstructions(workspace);
    if (instruction === undefined) throw new Error('there must be an instruction');
    const done = { filled: instruction.quantity, price: instruction.limitPrice, fee: '0' };
    await confirmInstruction(workspace, { id: instruction.id, done, actor });
  }
  expect(await store.recommendations.get(id)).toMatchObject({ state: 'settled' });
  expect(exchange.orders()).toEqual([]);
});
