/** `doctor --venue` and `data pull` at a server that speaks Binance USD-M futures. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleKey } from '../support/binance/security.ts';
import { createUsdmServer, type UsdmServer } from '../support/binance-usdm/server.ts';
import { createDesk } from '../support/cli-run.ts';

const desk = createDesk({
  BALLAST_BINANCEUSDM_API_KEY: exampleKey.apiKey,
  BALLAST_BINANCEUSDM_API_SECRET: exampleKey.secret,
});
/** Requests are paced by the venue's time. */
const speed = 5;
let server: UsdmServer;

beforeEach(async () => {
  server = await createUsdmServer({ factor: speed, startMs: Date.now(), historyDays: 5 });
  const lines = [
    'portfolio: { name: core, quote: USDT, leverage: 3, targets: { BTC: 150%, ETH: -50% } }',
    `venue: { id: binanceusdm, mode: live, baseUrl: "${server.url}", speed: ${speed} }`,
  ];
  writeFileSync(join(desk.folder, 'ballast.yaml'), lines.join('\n'));
});

afterEach(() => server.close());

describe('doctor --venue at futures', () => {
  it('tells of the key, the markets and the margin, and that it was not tried at the exchange', async () => {
    server.setContract('ETHUSDT', { leverage: 2 });
    const { code, stdout, stderr } = await desk.run('doctor', '--venue');
    expect(stdout).toMatch(/^warn {2}venue: Binance USD-M, tier A: /m);
    expect(stdout).toMatch(/was not tried against it: begin small$/m);
    expect(stdout).toMatch(/^ok {4}request limits: request weight \d+ of 2,400 in 1 min, orders/m);
    expect(stdout).toMatch(/^ok {4}API key: may read, trade; bound to addresses$/m);
    expect(stdout).toContain(
      'market ETH/USDT: trades; steps of 0.001 ETH, prices in 0.01 USDT, at least 20 USDT',
    );
    expect(stdout).toMatch(/^ok {4}direct markets: none between the assets of the portfolio$/m);
    expect(stdout).toMatch(/^ok {4}fees: taker 5 bp, maker 2 bp at the most$/m);
    expect(stdout).toMatch(
      /^warn {2}margin: one-way, cross, in one currency; leverage of BTC\/USDT 20, ETH\/USDT 2$/m,
    );
    expect(stdout).toContain('to at least 3 at the exchange, or lower portfolio.leverage');
    expect(code).toBe(0);
    for (const secret of Object.values(exampleKey)) expect(stdout + stderr).not.toContain(secret);
  });

  it('refuses hedge mode, and a key without futures', async () => {
    server.setModes({ isHedged: true });
    server.hand.setPermissions({ enableFutures: false });
    const { code, stdout } = await desk.run('doctor', '--venue');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail {2}margin: .*hedge mode.*choose one-way mode/m);
    expect(stdout).toMatch(/^fail {2}API key: may read; bound to addresses$/m);
  });
});

describe('data pull at futures', () => {
  it('writes the candles of the perpetual', async () => {
    const from = new Date(Date.now() - 4 * 86_400_000).toISOString();
    const words = ['--assets', 'BTC', '--from', from, '--out', 'candles'];
    expect((await desk.run('data', 'pull', ...words)).code).toBe(0);
    const rows = readFileSync(join(desk.folder, 'candles', 'BTC.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(rows.length).toBeGreaterThan(90);
    const asked = server.requests().find(({ path }) => path === '/fapi/v1/klines');
    expect(asked?.parameters).toMatchObject({ symbol: 'BTCUSDT', interval: '1h' });
  });
});
