/** The commands around the portfolio: init, config show, doctor, data and keys; and how the program ends when it is interrupted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  askewConfig,
  candleStart,
  simulatedCandles,
  writeCandles,
} from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const hourMs = 3_600_000;

describe('init', () => {
  const desk = createDesk();

  it('writes a commented file that is valid, and never another over it', async () => {
    const targets = ['--targets', 'BTC=50%, ETH=20%,cash=30%'];
    const written = await desk.run('init', '--quote', 'EUR', ...targets, '--json');
    expect(written.code).toBe(0);
    expect(JSON.parse(written.stdout)).toEqual({ schemaVersion: 1, file: 'ballast.yaml' });
    const file = join(desk.folder, 'ballast.yaml');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('targets: { BTC: 50%, ETH: 20%, cash: 30% }');
    expect(text).toContain('nothing in it is real');
    const shown = await desk.run('config', 'show', '--json');
    const { settings } = JSON.parse(shown.stdout) as {
      settings: { key: string; value: unknown; from: string }[];
    };
    const line = text.split('\n').findIndex((row) => row.includes('quote: EUR')) + 1;
    expect(settings).toContainEqual({
      key: 'portfolio.quote',
      value: 'EUR',
      from: `ballast.yaml:${line}`,
    });
    expect((await desk.run('init')).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('config show', () => {
  const desk = createDesk();

  it('tells of every setting its value and whether file, option or default gave it', async () => {
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig);
    const { stdout } = await desk.run('config', 'show', '--set', 'costs.takerFeeBps=7');
    expect(stdout).toMatch(/^policy\.band +0\.05 +ballast\.yaml:6$/m);
    expect(stdout).toMatch(/^costs\.takerFeeBps +7 +--set costs\.takerFeeBps$/m);
    expect(stdout).toMatch(/^policy\.cooldownHours +24 +default$/m);
  });
});

describe('doctor', () => {
  const desk = createDesk();

  it('is content with a fresh folder and tells what is not there yet', async () => {
    const { code, stdout } = await desk.run('doctor', '--json');
    expect(code).toBe(0);
    const { sound, checks } = JSON.parse(stdout) as {
      sound: boolean;
      checks: { check: string; status: string }[];
    };
    expect(sound).toBe(true);
    const names = ['Node.js', 'SQLite', 'state folder', 'free disk', 'database', 'configuration'];
    expect(checks.map(({ check }) => check)).toEqual([
      ...names,
      'model for markets that never close',
      'clock',
    ]);
    expect(checks.find(({ check }) => check === 'configuration')?.status).toBe('warn');
  });

  it('fails with exit 2 on a configuration that is wrong', async () => {
    writeFileSync(join(desk.folder, 'ballast.yaml'), askewConfig.replace('5%', 'wide'));
    const { code, stdout } = await desk.run('doctor');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail {2}configuration: ballast.yaml:6: policy.band was "wide"/m);
  });
});

describe('data', () => {
  const desk = createDesk();

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 60 }));
  });

  it('imports whole files, and the same again changes nothing', async () => {
    const first = await desk.run('data', 'import', 'candles', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      to: 'data/candles',
      refused: 0,
      files: [
        { symbol: 'BTC', outcome: 'imported', bars: 60, addedBars: 60 },
        { symbol: 'ETH', outcome: 'imported', bars: 60 },
      ],
    });
    const second = await desk.run('data', 'import', 'candles');
    expect(second.stdout).toMatch(/^BTC\.csv +BTC +unchanged +60 +0$/m);
    const kept = readFileSync(join(desk.folder, 'data', 'candles', 'BTC.csv'), 'utf8');
    expect(kept).toBe(readFileSync(join(desk.folder, 'candles', 'BTC.csv'), 'utf8'));
  });

  it('reports the quality of a folder, and what is stale at a time', async () => {
    const fresh = await desk.run('data', 'check', 'candles');
    expect(fresh.code).toBe(0);
    expect(fresh.stdout).toMatch(/^BTC.csv +yes +60 +1 h +2022-01-01 00:00 UTC/m);
    const late = new Date(candleStart + 90 * hourMs).toISOString();
    const stale = await desk.run('data', 'check', 'candles', '--at', late, '--json');
    expect(stale.code).toBe(5);
    expect(JSON.parse(stale.stdout).files[0]).toMatchObject({
      unfit: true,
      summary: { staleHours: 30 },
    });
  });
});

describe('keys', () => {
  const desk = createDesk();

  it('are shown once, listed without their secrets, and revoked', async () => {
    const ends = ['--expires', '2999-01-01'];
    const added = await desk.run('key', 'add', '--name', 'maria', '--role', 'approver', ...ends);
    expect(added.code).toBe(0);
    const secret = added.stdout.trim();
    expect(secret).toMatch(/^blst_[\w-]{43}$/);
    const listed = await desk.run('key', 'list', '--json');
    expect(listed.stdout).not.toContain(secret);
    const [key] = (JSON.parse(listed.stdout) as { keys: { id: string }[] }).keys;
    expect(key).toMatchObject({
      name: 'maria',
      scopes: ['read', 'approve', 'halt'],
      expiresAt: '2999-01-01T00:00:00.000Z',
      revokedAt: null,
    });
    expect((await desk.run('key', 'revoke', key?.id ?? '')).code).toBe(0);
    expect((await desk.run('key', 'revoke', key?.id ?? '')).code).toBe(2);
  });
});

describe('the end of the program', () => {
  const desk = createDesk();

  it('is exit 130 when it is interrupted, and an execution may be taken up again', async () => {
    await desk.run('init', '--yes');
    const { stdout } = await desk.run('recommend', '--json');
    const { id, planHash } = JSON.parse(stdout) as { id: string; planHash: string };
    await desk.run('approve', id, '--hash', planHash);
    const end = await desk.runUntil('executing', (child) => child.kill('SIGINT'), 'execute', id);
    expect(end).toMatchObject({ code: 130, stdout: '' });
    expect(end.stderr).toMatch(/may be interrupted and taken up again\nballast: interrupted\n$/);
    const { state } = JSON.parse((await desk.run('report', id, '--json')).stdout);
    expect(['approved', 'executing']).toContain(state);
  });

  it('is calm when nobody reads its answer', async () => {
    const end = await desk.runUntil('', (child) => child.stdout.destroy(), 'config', 'show');
    expect(end).toMatchObject({ code: 0, stderr: '' });
  });
});
