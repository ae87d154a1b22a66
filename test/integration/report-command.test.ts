/** `backtest --report`: three files beside each other, refused names, and where the candles come from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const dayMs = 86_400_000;

describe('backtest --report', () => {
  const desk = createDesk();
  const words = [
    ...['backtest', '--data', 'candles', '--from', String(candleStart + 20 * dayMs)],
    ...['--to', String(candleStart + 60 * dayMs), '--policy', 'threshold', '--parameter', '2%'],
  ];
  const read = (name: string): string => readFileSync(join(desk.folder, name), 'utf8');

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 60 * 24 }));
    const text =
      'portfolio: { name: core, quote: USDT, targets: { BTC: 50%, ETH: 30%, cash: 20% } }';
    writeFileSync(join(desk.folder, 'ballast.yaml'), text);
  });

  it('writes the page, its figures and the equity by day, and says where', async () => {
    const { code, stdout, stderr } = await desk.run(...words, '--report', 'sheet.html', '--json');
    expect(code).toBe(0);
    expect(stderr).toContain('report written to sheet.html, sheet.json, sheet.csv');
    expect(read('sheet.html')).toContain('<h2>Beside the benchmarks</h2>');
    expect(read('sheet.html')).toMatch(/BTC is [\d.]+ pp|BTC .* outside/);
    expect(JSON.parse(read('sheet.json'))).toMatchObject(JSON.parse(stdout));
    expect(read('sheet.csv').trimEnd().split('\n')).toHaveLength(1 + 41);
  });

  it('quotes source.txt of the folder, or says that there is none', async () => {
    expect(read('sheet.html')).toContain('folder candles, which does not say where they come from');
    writeFileSync(join(desk.folder, 'candles', 'source.txt'), 'simulated, seed 11\nmore\n');
    await desk.run(...words, '--report', 'second.html');
    const { source } = JSON.parse(read('second.json'));
    expect(source).toBe('simulated, seed 11 (candle files of the folder candles)');
  });

  it.each([
    [['--report', 'sheet.pdf'], '--report must end in .html, was sheet.pdf'],
    [['--report', 'nowhere/sheet.html'], 'the folder of --report must be a folder'],
    [
      ['--report', 'third.html', '--equity', './third.csv'],
      '--equity ./third.csv is a file that --report third.html writes; name another',
    ],
  ])('refuses %j before it runs', async (options, message) => {
    const { code, stderr } = await desk.run(...words, ...options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(existsSync(join(desk.folder, 'third.html'))).toBe(false);
  });
});
