/** The evaluate command with assets left out: what forecasts them learnt nothing from them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';
import { type ForecastRow, forecastRows } from '../support/forecast-files.ts';

const dayMs = 86_400_000;
const desk = createDesk();
const time = (day: number): string => String(candleStart + day * dayMs);
const evaluate = ['evaluate', '--data', 'candles', '--from', time(200), '--to', time(230)];
const series = simulatedCandles(['BTC', 'ETH', 'PAXG'], { bars: 260 * 24 });

const unseenRows = (file: string): readonly ForecastRow[] =>
  forecastRows(readFileSync(join(desk.folder, file), 'utf8')).filter(
    ({ model }) => model === 'champion-unseen',
  );

describe('evaluate --leave-out', () => {
  beforeAll(() => {
    writeCandles(desk.folder, series);
  });

  it('sets a champion that never saw each asset beside the one that did', async () => {
    const { code, stdout } = await desk.run(
      ...[...evaluate, '--leave-out', 'all', '--json', '--forecasts', 'all.csv'],
    );
    expect(code).toBe(0);
    const { models } = JSON.parse(stdout) as { models: { model: string; byAsset: object[] }[] };
    expect(models.slice(0, 2).map(({ model }) => model)).toEqual(['champion', 'champion-unseen']);
    expect(models[1]?.byAsset).toHaveLength(3);
    expect(unseenRows('all.csv')).toHaveLength(3 * 30);
  }, 60_000);

  it('leaves out one asset, and shows it by itself', async () => {
    const { code, stdout } = await desk.run(
      ...[...evaluate, '--leave-out', 'ETH', '--forecasts', 'one.csv'],
    );
    expect(code).toBe(0);
    const rows = unseenRows('one.csv');
    expect(rows).toHaveLength(30);
    expect(rows.every(({ symbol }) => symbol === 'ETH')).toBe(true);
    expect(rows).toEqual(unseenRows('all.csv').filter(({ symbol }) => symbol === 'ETH'));
    expect(stdout).toMatch(/by asset, against har-log +champion +champion-unseen\nETH +[+−].*\n\n/);
  }, 60_000);

  it('says which assets there are when it is not among them', async () => {
    const { code, stderr } = await desk.run(...evaluate, '--leave-out', 'DOGE');
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringContaining('has no candles of DOGE to leave out, it has BTC, ETH, PAXG'),
    });
  });
});
