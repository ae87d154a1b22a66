/** A portfolio with a long and a short, from its configuration to its fills, at a server that speaks Binance USD-M futures. */
import { afterEach, describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { openVenue } from '../../src/compose.ts';
import { createUsdmServer, type UsdmServer } from '../support/binance-usdm/server.ts';
import { configuredWith } from '../support/settings.ts';

const speed = 10;
let server: UsdmServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** BTC at 60,000 and ETH at 3,000 that stand still, and 10,000 USDT. */
async function serve(): Promise<UsdmServer> {
  const startMs = Date.UTC(2026, 0, 5, 12, 30);
  server = await createUsdmServer({ factor: speed, historyDays: 40, startMs });
  server.hand.setPrice('BTCUSDT', 60_000);
  server.hand.setPrice('ETHUSDT', 3_000);
  return server;
}

async function open({ url, key }: UsdmServer, targets: Readonly<Record<string, string>>) {
  const store = await createSqliteStore({ file: ':memory:' });
  const configured = configuredWith({
    ...{ 'portfolio.targets': targets, 'portfolio.holdings': undefined, 'portfolio.leverage': 2 },
    ...{ 'venue.id': 'binanceusdm', 'venue.mode': 'live', 'venue.speed': speed },
    'venue.baseUrl': url,
  });
  return openVenue(configured, {
    ...{ store, models: createModelStore('no-models') },
    secretOf: (name) => (name.includes('API_KEY') ? key.apiKey : key.secret),
  });
}

type Workspace = Awaited<ReturnType<typeof open>>['workspace'];

async function carriedOut(workspace: Workspace): Promise<void> {
  const { recommendation } = await propose(workspace, { proposer: 'system' });
  const { id, planHash } = recommendation;
  const approval = { id, hash: planHash ?? '', actor: 'eva' };
  expect(await approve(workspace, approval)).toMatchObject({ ok: true });
  const done = await execute(workspace, { id, actor: 'eva' });
  expect(done).toMatchObject({ ok: true, value: { status: 'settled' } });
}

/** Side and quantity of what was sent, and whether it only reduces. */
function sent(exchange: UsdmServer) {
  const orders = exchange.requests().filter(({ method }) => method === 'POST');
  return orders.map(({ parameters: { symbol, side, quantity, reduceOnly } }) =>
    [symbol, side, quantity, ...(reduceOnly === 'true' ? ['reduces'] : [])].join(' '),
  );
}

describe('a portfolio on margin', () => {
  it('is brought to more than all of one asset and less than nothing of another', async () => {
    const exchange = await serve();
    exchange.setContract('ETHUSDT', { leverage: 1 });
    const { workspace, notes } = await open(exchange, { BTC: '120%', ETH: '-60%' });
    expect(workspace.mode).toBe('live · Binance USD-M');
    expect(notes.join()).toContain('was not tried against it: begin small');
    expect(notes.join()).toContain('the leverage of ETH/USDT is set to 1 at Binance USD-M');
    exchange.setContract('ETHUSDT', { leverage: 20 });
    await carriedOut(workspace);
    // 1.2 and −0.6 of 10,000, in steps of a thousandth.
    expect(exchange.positions()).toEqual({ BTCUSDT: '0.20000000', ETHUSDT: '-2.00000000' });
    const again = await propose(workspace, { proposer: 'system' });
    expect(again.recommendation.outcome).toBe('none');
    // The long of 12,000 and the short of 6,000 leave 4,000 of 10,000, less fees and half spreads.
    const { total } = await workspace.broker.holdings();
    expect(Number(total.USDT)).toBeGreaterThan(3_980);
    expect(Number(total.USDT)).toBeLessThan(4_000);
  });

  it('reverses positions by closing them first, also when a reply is lost', async () => {
    const exchange = await serve();
    const { hand, faults } = exchange;
    hand.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', price: '60300', quantity: '0.1' });
    hand.placeOrder({ symbol: 'ETHUSDT', side: 'SELL', price: '2985', quantity: '1' });
    const { workspace } = await open(exchange, { BTC: '-60%', ETH: '60%' });
    faults.add({ on: 'POST /fapi/v1/order', fault: { kind: 'reset', applied: true } });
    await carriedOut(workspace);
    expect(exchange.positions()).toEqual({ BTCUSDT: '-0.10000000', ETHUSDT: '1.99800000' });
    const told = sent(exchange);
    expect(told.filter((order) => order.startsWith('BTC'))).toEqual([
      'BTCUSDT SELL 0.1 reduces',
      'BTCUSDT SELL 0.1',
    ]);
    // Less than 2, for what was traded has cost.
    expect(told.filter((order) => order.startsWith('ETH'))).toEqual([
      'ETHUSDT BUY 1 reduces',
      'ETHUSDT BUY 1.998',
    ]);
  });
});
