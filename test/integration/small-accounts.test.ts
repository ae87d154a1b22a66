/** Small accounts with rules like Binance's, from candles and a rules file to the plan, by hand. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';
import { candlesOf, hourMs } from '../support/panels.ts';

const bars = 240;
/** Steps of 1, 0.25 and 0.1 USDT. */
const markets = [
  { symbol: 'BTC', price: 100_000, stepSize: '0.00001' },
  { symbol: 'ETH', price: 2_500, stepSize: '0.0001' },
  { symbol: 'SOL', price: 100, stepSize: '0.001' },
];
const config = `portfolio:
  name: small
  quote: USDT
  targets: { BTC: 41%, ETH: 25%, SOL: 15%, cash: 19% }
policy: { kind: threshold, band: 2% }
limits: { cashBuffer: 0 }
forecast: { model: ewma60 }
`;

describe('a small account', () => {
  const desk = createDesk();

  beforeAll(() => {
    const directory = writeCandles(
      desk.folder,
      markets.map(({ symbol, price }) => {
        const closes = Array.from(
          { length: bars },
          (_, bar) => price * (bar % 2 === 0 ? 1.001 : 1),
        );
        return candlesOf(symbol, closes, { start: candleStart });
      }),
    );
    const rules = markets.map(({ symbol, stepSize }) => ({
      ...{ market: `${symbol}/USDT`, stepSize },
      ...{ tickSize: '0.01', minNotional: '5' },
    }));
    writeFileSync(join(directory, 'rules.json'), JSON.stringify(rules));
    writeFileSync(join(desk.folder, 'ballast.yaml'), config);
  });

  it.each([
    // 24.6 of BTC are 25 and not 24; 15 of ETH; 9 of SOL are raised to 10.
    [60, 10, ['BTC/USDT 25', 'ETH/USDT 15', 'SOL/USDT 10'], ['SOL/USDT 9 → 10']],
    // The market takes 5, and 1.2 times that is the smallest order: 9 are above it.
    [60, 0, ['BTC/USDT 25', 'ETH/USDT 15', 'SOL/USDT 9'], []],
    // 13.33 of BTC, 8.13 of ETH and 4.88 of SOL, of which the last is less than half of 10.
    [32.5, 10, ['BTC/USDT 13', 'ETH/USDT 10'], ['ETH/USDT 8.12 → 10', 'SOL/USDT 4.87']],
    // 41, 25 and 15.
    [100, 10, ['BTC/USDT 41', 'ETH/USDT 25', 'SOL/USDT 15'], []],
  ])('of %s USDT with orders from %s', { timeout: 60_000 }, async (cash, smallest, legs, words) => {
    const { code, stdout } = await desk.run(
      ...['recommend', '--data', 'candles', '--at', String(candleStart + bars * hourMs), '--json'],
      ...['--set', `venue.initialCash=${cash}`, '--set', `limits.minimumOrder=${smallest}`],
    );
    expect(code).toBe(10);
    const plan = JSON.parse(stdout);
    expect(
      plan.legs.map((leg: { symbol: string; notional: string }) => `${leg.symbol} ${leg.notional}`),
    ).toEqual(legs);
    const reasons: readonly Record<string, string>[] = plan.reasons;
    expect(
      reasons
        .filter(({ code: reason }) => reason?.startsWith('NOTIONAL'))
        .map(({ symbol, notional, raised }) =>
          [symbol, notional, ...(raised === undefined ? [] : ['→', raised])].join(' '),
        ),
    ).toEqual(words);
  });
});
