/** Targets by an allocator on the command line: what a backtest tells of them, and where they are refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const desk = createDesk();
const config = `portfolio:
  name: core
  quote: USDT
  targets: { BTC: 40%, ETH: 30%, SOL: 20%, cash: 10% }
policy: { kind: threshold, band: 5% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
allocation: { method: erc, every: "0 0 * * 1", covariance: past, days: 60, volatilityTarget: 25% }
`;
const period = ['--from', '2022-03-08', '--to', '2022-04-05'];

beforeAll(() => {
  writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH', 'SOL'], { bars: 24 * 100 }));
  writeFileSync(join(desk.folder, 'ballast.yaml'), config);
  writeFileSync(join(desk.folder, 'fixed.yaml'), config.replace(/allocation.*/, ''));
});

type Told = {
  readonly benchmarks: readonly { readonly name: string; readonly trackingErrorPct: number }[];
  readonly targets: readonly {
    readonly at: string;
    readonly used: string;
    readonly scale: number;
    readonly targets: Readonly<Record<string, number>>;
  }[];
};

describe('a backtest', () => {
  const command = ['backtest', '--data', 'candles', ...period];

  it('tells in JSON what was set when, and has fixed and equal targets beside', async () => {
    const { code, stdout } = await desk.run(...command, '--json');
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as Told;
    expect(told.targets.map(({ at }) => at)).toEqual(
      ['03-07', '03-14', '03-21', '03-28', '04-04'].map((day) => `2022-${day}T00:00:00.000Z`),
    );
    for (const { used, scale, targets } of told.targets) {
      expect(used).toBe('erc');
      expect(scale).toBeLessThan(1);
      const sum = Object.values(targets).reduce((total, target) => total + target, 0);
      expect(sum).toBeCloseTo(1, 12);
      expect(targets.BTC).toBeGreaterThan(targets.SOL ?? 1);
    }
    expect(told.benchmarks.slice(-2).map(({ name }) => name)).toEqual([
      'fixed-targets',
      'equal-targets',
    ]);
  });

  it('tells in words, and draws the targets in its sheet', async () => {
    const { stdout } = await desk.run(...command, '--report', 'sheet.html');
    expect(stdout).toContain('Targets by erc, set 5 times, 5 times scaled down');
    expect(stdout).toContain('last 2022-04-04 00:00 UTC: BTC');
    const sheet = readFileSync(join(desk.folder, 'sheet.html'), 'utf8');
    expect(sheet).toContain('by erc, set 5 times, last');
    // Three assets, five levels each.
    expect(sheet.match(/<line class="target"/g)).toHaveLength(15);
  });

  it('says who stood in and why', async () => {
    const early = ['--from', '2022-02-01', '--to', '2022-03-20'];
    const { stdout } = await desk.run('backtest', '--data', 'candles', ...early);
    expect(stdout).toContain('times another stood in, first fixed at 2022-01-31 00:00 UTC');
    expect(stdout).toContain('(erc: BTC: it has 30 days of history, 60 are needed;');
  });

  it('is refused where assets come and go', async () => {
    const { code, stderr } = await desk.run(...command, '--universe', 'listed');
    expect(code).toBe(2);
    expect(stderr).toContain('--universe listed runs with fixed targets only');
  });
});

describe('a frontier', () => {
  it('goes by the same targets', async () => {
    const command = ['frontier', '--data', 'candles', ...period, '--policies', 'threshold'];
    const moving = await desk.run(...command, '--json');
    const fixed = await desk.run(...command, '--json', '--config', 'fixed.yaml');
    expect([moving.code, fixed.code]).toEqual([0, 0]);
    const firstOf = (text: string) => JSON.parse(text).policies[0].points[0].trackingErrorPct;
    expect(firstOf(moving.stdout)).not.toBe(firstOf(fixed.stdout));
  });
});

describe('suggestions', () => {
  it('begin with the targets that a recommendation of then has', async () => {
    const at = ['--data', 'candles', '--at', '2022-04-01', '--json'];
    const [plan, said] = [await desk.run('recommend', ...at), await desk.run('suggest', ...at)];
    const { assets } = JSON.parse(plan.stdout) as {
      readonly assets: readonly { readonly symbol: string; readonly target: number }[];
    };
    const { targets } = JSON.parse(said.stdout);
    expect(assets.map(({ symbol }) => targets[symbol])).toEqual(assets.map((a) => a.target));
    expect(targets.BTC).not.toBe(0.4);
  });
});

describe('worth', () => {
  it('refuses targets that move', async () => {
    const { code, stderr } = await desk.run(
      ...['worth', '--data', 'candles', ...period, '--config', 'ballast.yaml'],
    );
    expect(code).toBe(2);
    expect(stderr).toContain('allocation.method of core was erc: take the allocation out');
  });
});
