/** The search command: its object and its table, what it refuses, and that it can be interrupted. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const dayMs = 86_400_000;

describe('search', () => {
  const desk = createDesk();
  const spanned = (fromDay: number, toDay: number): readonly string[] => [
    ...['search', '--data', 'candles', '--from', String(candleStart + fromDay * dayMs)],
    ...['--to', String(candleStart + toDay * dayMs), '--train-days', '90', '--test-days', '30'],
  ];
  const words = [...spanned(10, 190), '--policies', 'threshold,risk-aware'];

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 200 * 24 }));
    const text = `portfolio: { name: core, quote: USDT, targets: { BTC: 50%, ETH: 30%, cash: 20% } }
policy: { kind: threshold, band: 4% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;
    writeFileSync(join(desk.folder, 'ballast.yaml'), text);
  });

  it('answers with one object: the result, what to compare it with, every choice and the next one', async () => {
    const { code, stdout, stderr } = await desk.run(...words, '--te', '0.8', '--json');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^100 of about \d+ backtests done/);
    const told = JSON.parse(stdout);
    const figures = {
      trackingErrorPct: expect.any(Number),
      costBpsPerYear: expect.any(Number),
      eventsPerYear: expect.any(Number),
      turnoverPerYear: expect.any(Number),
    };
    expect(told).toMatchObject({
      ...{ schemaVersion: 1, goalTrackingErrorPct: 0.8, trainDays: 90, testDays: 30 },
      policies: ['threshold', 'risk-aware'],
      from: new Date(candleStart + 100 * dayMs).toISOString(),
      to: new Date(candleStart + 190 * dayMs).toISOString(),
      ...figures,
      training: figures,
      configured: { policy: 'threshold', parameter: 0.04, ...figures },
      hindsight: { usesFuture: true, ...figures },
    });
    expect(told.folds).toHaveLength(3);
    for (const fold of [...told.folds, told.latest]) {
      expect(fold).toMatchObject({
        choice: { parameter: expect.any(Number), isFitted: expect.any(Boolean) },
        training: figures,
        luck: { median: { bpsPerYear: expect.any(Number) }, runnerUp: {} },
        regime: { volatilityRatio: expect.any(Number), isChanged: expect.any(Boolean) },
        reasons: expect.any(Array),
      });
    }
    expect(told.folds[0].next).toMatchObject({ ...figures, configured: figures });
    expect(told.latest.next).toBeUndefined();
  });

  it('shows the periods, the result beside what to compare it with, and the choice for what follows', async () => {
    const { code, stdout } = await desk.run(...words);
    expect(code).toBe(0);
    expect(stdout).toContain('the least cost at a tracking error of 1.50 % a year');
    expect(stdout).toMatch(/2022-04-11 to 2022-05-11 {2}(threshold|risk-aware) 0\.\d+/);
    expect(stdout).toContain('as configured, threshold 0.04, same periods');
    expect(stdout).toMatch(/From 2022-07-10 on: (threshold|risk-aware) 0\.\d+/);
  });

  it.each([
    [['--te', '0'], '--te must be a number from 0.1 to 50, was 0'],
    [['--te', 'low'], '--te must be a number from 0.1 to 50, was low'],
    [['--policies', 'treshold'], 'was "treshold". Did you mean threshold?'],
    [['--universe', 'all'], '--universe must be common or listed, was "all"'],
  ])('refuses %j before it runs', async (options, message) => {
    const { code, stderr } = await desk.run(...spanned(10, 190), ...options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('refuses a time without room for a window and a period', async () => {
    const { code, stderr } = await desk.run(...spanned(10, 120));
    expect(code).toBe(2);
    expect(stderr).toContain('a search needs 90 days to choose on and 30 days after them');
  });

  it('takes the end of the candles for the end where they do not go so far', async () => {
    const { code, stdout } = await desk.run(
      ...spanned(70, 900),
      '--policies',
      'threshold',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      to: new Date(candleStart + 200 * dayMs).toISOString(),
      folds: [{}],
    });
  });

  it('ends with 130 when it is interrupted', async () => {
    const stop = (child: { kill: (signal: 'SIGINT') => boolean }): boolean => child.kill('SIGINT');
    const { code, stdout, stderr } = await desk.runUntil('100 of about', stop, ...spanned(0, 200));
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('ballast: interrupted');
  });
});
