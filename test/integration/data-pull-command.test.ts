/** `data pull` as a program: what it prints, and what the files hold when it is killed, interrupted, or the disk is full. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { createDesk } from '../support/cli-run.ts';
import { projectRoot } from '../support/project-files.ts';

const startMs = Date.UTC(2026, 0, 5, 12, 30);
const desk = createDesk();
let server: BinanceServer;

beforeAll(async () => {
  server = await createBinanceServer({ startMs, historyDays: 12 });
});
afterAll(() => server.close());

function pull(out: string, ...words: readonly string[]): string[] {
  const place = ['--venue', 'binance', '--base-url', server.url, '--out', out];
  return ['data', 'pull', ...place, ...words];
}

function read(out: string, file: string): string {
  return readFileSync(join(desk.folder, out, file), 'utf8');
}

/** Minutes of four days, in six pages. */
const minutes = ['--assets', 'BTC', '--interval', '1m', '--from', '2026-01-01T12:00:00Z'];

/** Each page takes so long that there is time to act. */
function slowly(): void {
  server.faults.add({ on: 'GET /api/v3/klines', times: 3, fault: { kind: 'slow', ms: 200 } });
}

describe('data pull', () => {
  it('writes a file for each asset, and says what it did', async () => {
    const words = pull('hours', '--assets', 'BTC,ETH', '--from', '2025-12-30', '--json');
    const { code, stdout, stderr } = await desk.run(...words);
    expect(code).toBe(0);
    const bars = 6 * 24 + 12;
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ schemaVersion: 1, venue: 'binance', quote: 'USDT', interval: '1h', out: 'hours' },
      files: [
        {
          ...{ symbol: 'BTC', market: 'BTC/USDT', file: 'BTC.csv', addedBars: bars, unfit: false },
          summary: {
            bars,
            from: '2025-12-30T00:00:00.000Z',
            to: '2026-01-05T12:00:00.000Z',
            gaps: 0,
          },
        },
        { symbol: 'ETH', addedBars: bars },
      ],
    });
    expect(stderr).toContain(`BTC/USDT: 100 %, up to 2026-01-05 12:30 UTC, ${bars} new bars`);
    const again = await desk.run(...pull('hours', '--assets', 'BTC,ETH'));
    expect(again.stdout).toMatch(/^BTC\.csv +yes +156 +1 h +2025-12-30 00:00 UTC/m);
  });

  it('takes exchange, address, assets and currency of a configuration', async () => {
    const config = [
      'portfolio: { name: own, quote: BTC, targets: { ETH: 50%, cash: 50% } }',
      `venue: { id: binance, baseUrl: "${server.url}" }`,
    ].join('\n');
    writeFileSync(join(desk.folder, 'own.yaml'), config);
    const words = ['--config', 'own.yaml', '--from', '2026-01-04', '--json', '--out', 'own'];
    const { stdout } = await desk.run('data', 'pull', ...words);
    expect(JSON.parse(stdout).files).toMatchObject([{ market: 'ETH/BTC', addedBars: 36 }]);
  });

  it('goes on where a run was killed', async () => {
    await desk.run(...pull('whole', ...minutes));
    slowly();
    const killed = await desk.runUntil(
      'new bars',
      (child) => child.kill('SIGKILL'),
      ...pull('killed', ...minutes),
    );
    expect(killed.code).toBeNull();
    const part = read('killed', 'BTC.csv');
    expect(part.split('\n').length).toBeLessThan(4_000);
    const { code } = await desk.run(...pull('killed', ...minutes));
    expect(code).toBe(0);
    const [whole, mended] = [read('whole', 'BTC.csv'), read('killed', 'BTC.csv')];
    expect(mended.startsWith(whole) || whole.startsWith(mended)).toBe(true);
    expect(mended.split('\n').length).toBeGreaterThan(5_790);
  });

  it('leaves a whole file when it is interrupted: exit 130', async () => {
    slowly();
    const { code, stderr } = await desk.runUntil(
      'new bars',
      (child) => child.killed || child.kill('SIGINT'),
      ...pull('stopped', ...minutes),
    );
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted');
    const lines = read('stopped', 'BTC.csv').trimEnd().split('\n');
    expect((lines.length - 1) % 1_000).toBe(0);
    expect(lines.at(-1)).toMatch(/^\d{13}(,[\d.]+){5}$/);
  });

  it('leaves a whole file when there is no more room, and names it: exit 2', async () => {
    const program = join(projectRoot, 'src', 'cli', 'main.ts');
    const words = [process.execPath, program, ...pull('full', ...minutes)];
    // A file may have 128 KiB: 256 blocks of 512 bytes.
    const line = `ulimit -f 256; exec ${words.map((word) => `'${word}'`).join(' ')}`;
    const options = { cwd: desk.folder, env: { PATH: process.env.PATH, BALLAST_HOME: desk.home } };
    const failed = await promisify(execFile)('sh', ['-c', line], options).catch(
      (fault: { code: number; stderr: string }) => fault,
    );
    expect(failed).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /BTC\.csv cannot be written \(E\w+\); all that it holds is whole/,
      ),
    });
    const lines = read('full', 'BTC.csv').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1_000);
    expect((lines.length - 1) % 1_000).toBe(0);
  });

  it('says what is wrong: a changed past with exit 5, no such asset with 2, nobody there with 4', async () => {
    const changed = read('hours', 'ETH.csv').split('\n');
    changed[140] = (changed[140] as string).replace(/,[^,]*$/, ',0.5');
    writeFileSync(join(desk.folder, 'hours', 'ETH.csv'), changed.join('\n'));
    const refused = await desk.run(...pull('hours', '--assets', 'ETH'));
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(
      /refused: ETH\.csv: volume of the bar .* the one kept already has 0\.5/,
    );
    const unknown = await desk.run(...pull('x', '--assets', 'BTC,DOGE'));
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no market DOGE/USDT'),
    });
    const away = ['--base-url', 'http://127.0.0.1:39', '--assets', 'BTC'];
    const silent = await desk.run('data', 'pull', '--venue', 'binance', ...away);
    expect(silent.code).toBe(4);
    expect(silent.stderr).toContain('Binance did not answer GET /api/v3/time (ECONNREFUSED)');
  });

  it.each([
    [['--venue', 'binance'], '--assets is missing: the symbols, such as BTC,ETH'],
    [
      ['--assets', 'BTC'],
      '--venue must be one of binance, kraken, coinbase, bitvavo, onetrading, binanceusdm, and',
    ],
    [['--venue', 'binance', '--assets', '../BTC'], '--assets must be symbols in capitals'],
    [['--venue', 'binance', '--base-url', 'x', '--assets', 'BTC'], '--base-url must be an address'],
    [
      ['--venue', 'binance', '--assets', 'BTC', '--from', '2026-01-02', '--to', '2026-01-01'],
      '--from must be before --to, was 2026-01-02 and 2026-01-01',
    ],
  ])('refuses %s', async (words, says) => {
    const { code, stderr } = await desk.run('data', 'pull', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
