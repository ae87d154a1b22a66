/** The backtest command: the object and the files that other programs read, its options, and that it starts light. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';

const hourMs = 3_600_000;
const from = candleStart + 20 * 24 * hourMs;
const to = candleStart + 100 * 24 * hourMs;

/** Options of Node that list every loaded module on standard error at the end. */
const hook = `import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
process.on('exit', () => process.stderr.write(loaded.join('\\n')));`;
const listLoaded = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];

const point = [
  ...['trackingErrorPct', 'quarterlyTeSpread', 'driftRmsPp', 'costBpsPerYear'],
  ...['eventsPerYear', 'turnoverPerYear', 'cagrPct', 'maxDrawdownPct'],
];
const benchmarks = [
  ...['hold', 'dca', 'calendar-daily', 'calendar-weekly', 'calendar-monthly'],
  ...['fixed-5pp', 'fixed-20pct', 'no-ai'],
  ...['binance-deviation', 'binance-time', 'shrimpy-15pct', 'octobot-index'],
  ...['bitpanda-index', 'etoro-index', 'five-twenty-five', 'vanguard-200-175'],
];

describe('backtest', () => {
  const desk = createDesk();
  const period = ['--data', 'candles', '--from', String(from), '--to', String(to)];
  let answer: Answer;

  beforeAll(async () => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 110 * 24 }));
    const text = `portfolio:
  name: core
  quote: USDT
  targets: { BTC: 50%, ETH: 30%, cash: 20% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;
    writeFileSync(join(desk.folder, 'ballast.yaml'), text);
    const files = ['--trades', 'trades.csv', '--equity', 'equity.csv'];
    const policy = ['--policy', 'threshold', '--parameter', '3%'];
    answer = await desk.run('backtest', ...period, ...policy, ...files, '--json');
  });

  const result = () => JSON.parse(answer.stdout);
  const read = (name: string): readonly (readonly string[])[] =>
    readFileSync(join(desk.folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));

  it('answers with one object: the policy with every figure, then the benchmarks with the same', () => {
    expect(answer.code).toBe(0);
    const told = result();
    expect(told).toMatchObject({
      schemaVersion: 1,
      policy: 'threshold',
      parameter: 0.03,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      bars: 80 * 24,
      periodsPerYear: 8_760,
      initialNav: '100000',
    });
    expect(told.finalNav).toMatch(/^\d+\.\d+$/);
    expect(Object.keys(told)).toEqual(expect.arrayContaining(point));
    expect(told.benchmarks.map(({ name }: { name: string }) => name)).toEqual(benchmarks);
    for (const benchmark of told.benchmarks) {
      expect(Object.keys(benchmark)).toEqual(
        expect.arrayContaining(['parameter', 'initialNav', 'finalNav', ...point]),
      );
    }
    expect(told.benchmarks[0]).toMatchObject({ parameter: null, eventsPerYear: 0 });
    expect(told.benchmarks[5]).toMatchObject({ parameter: 0.05 });
    expect(told.benchmarks[5]).not.toHaveProperty('source');
    for (const preset of told.benchmarks.slice(8)) {
      expect(preset.title).toMatch(/^.{20,}$/);
      expect(preset.source).toMatch(/^.+: .+, https:\/\/\S+$/);
    }
  });

  it('writes the fills at the opens of their bars, with costs of 15 bp', () => {
    const [header, ...rows] = read('trades.csv');
    expect(header?.join()).toBe(
      'timestamp_ms,symbol,side,quantity,price,notional,fee,cost,liquidity',
    );
    expect(rows.length).toBeGreaterThan(0);
    const [btc] = simulatedCandles(['BTC'], { bars: 110 * 24 });
    for (const [time, symbol, , quantity, price, notional, fee, cost, liquidity] of rows) {
      const bar = (Number(time) - candleStart) / hourMs;
      if (symbol === 'BTC/USDT') expect(Number(price)).toBe(btc?.open[bar]);
      expect(Number(quantity) * Number(price)).toBeCloseTo(Number(notional), 6);
      expect(Number(fee) / Number(notional)).toBeCloseTo(0.001, 9);
      expect(Number(cost) / Number(notional)).toBeCloseTo(0.0015, 9);
      expect(liquidity).toBe('taker');
    }
  });

  it('writes the equity of every bar beside the benchmarks', () => {
    const [header, ...rows] = read('equity.csv');
    const navs = benchmarks.map((name) => `nav_${name.replaceAll('-', '_')}`);
    expect(header).toEqual(['timestamp_ms', 'nav', 'w_BTC', 'w_ETH', 'w_cash', ...navs]);
    expect(rows).toHaveLength(80 * 24);
    expect(rows[0]?.slice(0, 6)).toEqual([String(from), '100000', '0.5', '0.3', '0.2', '100000']);
    const last = rows.at(-1) ?? [];
    expect(Number(last[1])).toBeCloseTo(Number(result().finalNav), 6);
    expect(Number(last[5])).toBeCloseTo(Number(result().benchmarks[0].finalNav), 6);
    for (const [, , btc, eth, cash] of rows) {
      expect(Number(btc) + Number(eth) + Number(cash)).toBeCloseTo(1, 9);
    }
  });

  it('starts in cash or with units of a file, valued at the close of the first bar', async () => {
    writeFileSync(join(desk.folder, 'units.json'), '{ "BTC": 2, "USDT": "500.5" }');
    const words = ['backtest', ...period, '--policy', 'calendar', '--parameter', '24', '--json'];
    const [cash, units] = await Promise.all([
      desk.run(...words, '--initial', 'cash'),
      desk.run(...words, '--initial', 'units.json'),
    ]);
    const hold = JSON.parse(cash.stdout).benchmarks[0];
    expect(hold).toMatchObject({ name: 'hold', finalNav: '100000' });
    expect(JSON.parse(cash.stdout)).toMatchObject({ policy: 'calendar', parameter: 24 });
    const [btc] = simulatedCandles(['BTC'], { bars: 110 * 24 });
    const worth = 2 * (btc?.close[20 * 24] ?? 0) + 500.5;
    expect(Number(JSON.parse(units.stdout).initialNav)).toBeCloseTo(worth, 6);
  });

  it('shows the policy above the benchmarks to a person, with the conventions', async () => {
    const { stdout } = await desk.run('backtest', ...period, '--policy', 'threshold-edge');
    expect(stdout).toMatch(/^core · .* · 1,920 bars of 1 h · 15\.0 bp a side$/m);
    const names = stdout.match(/^[a-z][a-z0-9-]+(?= )/gm) ?? [];
    expect(names.slice(1)).toEqual(['threshold-edge', ...benchmarks]);
    expect(stdout).toContain('Decided at closes, filled at the next open');
  });

  it('loads no server, no database and no expressions', async () => {
    const { stderr, code } = await desk.runWith(listLoaded, 'backtest', ...period);
    expect(code).toBe(0);
    expect(stderr).toMatch(/node_modules\/big\.js/);
    expect(stderr).not.toMatch(/node_modules\/(@?hono|kysely|mathjs)/);
  });
});

describe('--help', () => {
  const desk = createDesk();

  it('loads the command table and nothing of a third party', async () => {
    const { stderr, stdout } = await desk.runWith(listLoaded, '--help');
    expect(stdout).toContain('Usage: bin/ballast COMMAND');
    expect(stderr).toContain('src/cli/main.ts');
    expect(stderr).not.toContain('node_modules');
  });
});
