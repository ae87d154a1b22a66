/** `doctor --venue`: what a person reads before they trust an exchange with a portfolio; the exchange is a server that speaks Binance, spot or futures. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { projectRoot } from '../support/project-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'ballast-doctor-'));
let server: BinanceServer;

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

beforeEach(async () => {
  await server?.close();
  const limits = { weightPerMinute: 5_000 };
  server = await createBinanceServer({ startMs: Date.now(), historyDays: 1, limits });
});

type Told = { readonly code: number | null; readonly stdout: string; readonly said: string };

/** With the key of the server in the environment, or without any. */
async function doctor(
  words: readonly string[],
  key: BinanceServer['key'] | null = server.key,
): Promise<Told> {
  const program = join(projectRoot, 'src', 'cli', 'main.ts');
  const secrets =
    key === null
      ? {}
      : { BALLAST_BINANCE_API_KEY: key.apiKey, BALLAST_BINANCE_API_SECRET: key.secret };
  const env = { PATH: process.env.PATH, BALLAST_HOME: join(folder, 'state'), ...secrets };
  const child = spawn(process.execPath, [program, 'doctor', ...words], { cwd: folder, env });
  const parts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (part: Buffer) => {
      parts[stream] += part.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: parts.stdout, said: parts.stdout + parts.stderr };
}

function configure(name: string, ...more: readonly string[]): string[] {
  const lines = [
    'portfolio: { name: core, quote: USDT, targets: { BTC: 50%, ETH: 30%, cash: 20% } }',
    `venue: { id: binance, mode: live, baseUrl: "${server.url}" }`,
    ...more,
  ];
  writeFileSync(join(folder, name), lines.join('\n'));
  return ['--config', name, '--venue'];
}

describe('doctor --venue', () => {
  it('tells of exchange, clock, limits, key, markets and fees, and is content', async () => {
    const { code, stdout, said } = await doctor([...configure('live.yaml'), '--json']);
    const { checks, venue, sound } = JSON.parse(stdout) as {
      sound: boolean;
      checks: { check: string; status: string; found: string }[];
      venue: Record<string, unknown>;
    };
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect([code, sound]).toEqual([0, true]);
    const found = Object.fromEntries(checks.map((line) => [line.check, line.found]));
    expect(found.venue).toMatch(/^Binance, tier A: /);
    expect(found['venue clock']).toMatch(/^this machine is \d+ ms (ahead|behind)$/);
    expect(found['round trip']).toMatch(/^\d+ ms, the median of 5 /);
    expect(found['request limits']).toMatch(/^request weight \d+ of 5,000 in 1 min, orders 50 in/);
    expect(found['API key']).toBe('may read, trade; bound to addresses');
    expect(found['market ETH/USDT']).toBe(
      'trades; steps of 0.0001 ETH, prices in 0.01 USDT, at least 5 USDT',
    );
    expect(found['direct markets']).toBe('ETH/BTC');
    expect(found.fees).toBe('taker 10 bp, maker 10 bp at the most');
    expect(venue).toMatchObject({
      ...{ id: 'binance', tier: 'A', verified: true, directMarkets: ['ETH/BTC'] },
      key: { kind: 'told', canRead: true, canTrade: true, canWithdraw: false },
      fees: { takerFeeBps: 10, makerFeeBps: 10 },
    });
    for (const secret of [server.key.apiKey, server.key.secret]) expect(said).not.toContain(secret);
  });

  it('refuses a key that may withdraw, and a market that is halted: exit 2', async () => {
    server.hand.setPermissions({ enableWithdrawals: true });
    server.hand.setStatus('ETHUSDT', 'HALT');
    const { code, stdout } = await doctor(configure('unsafe.yaml'));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail {2}API key: may read, trade, withdraw; bound to addresses$/m);
    expect(stdout).toMatch(/^ {6}a key that may withdraw is refused: make one/m);
    expect(stdout).toMatch(/^fail {2}market ETH\/USDT: does not trade now/m);
  });

  it('refuses a clock that is off, and a key that is not taken, without telling it', async () => {
    server.setClockOffset(-4_000);
    const key = { apiKey: 'k'.repeat(64), secret: 's'.repeat(64) };
    const { code, stdout, said } = await doctor(configure('off.yaml'), key);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail {2}venue clock: this machine is (3,9|4,0)\d\d ms ahead$/m);
    expect(stdout).toMatch(/^fail {2}API key: Binance answered GET .*Invalid API-key/m);
    expect(stdout).toMatch(/^ok {4}fees: those of an account cannot be told/m);
    for (const secret of Object.values(key)) expect(said).not.toContain(secret);
  });

  it('needs neither a configuration nor a key to look', async () => {
    const words = ['--venue', 'binance', '--base-url', server.url];
    const { code, stdout } = await doctor(words, null);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {4}API key: none is needed; what one may do cannot be told$/m);
    expect(stdout).not.toContain('market BTC/USDT');
    const live = await doctor(configure('live.yaml'), null);
    expect(live.code).toBe(2);
    expect(live.stdout).toMatch(/^fail {2}API key: .* needs BALLAST_BINANCE_API_KEY/m);
  });

  it('tells an exchange that is away from one that is wrong', async () => {
    const away = ['--venue', 'binance', '--base-url', 'http://127.0.0.1:39'];
    const { code, stdout } = await doctor(away);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^fail {2}venue: Binance did not answer GET \/api\/v3\/time/m);
    const wrong = await doctor(['--venue', 'mtgox']);
    expect(wrong.code).toBe(2);
    expect(wrong.stdout).toContain('--venue must be one of binance, kraken');
    const unnamed = await doctor(['--venue']);
    expect(unnamed.stdout).toContain('and there is no configuration that names it');
  });
});
