/** What the simulated market must look like, over four years of one seed; bands are wide, and the seed is fixed. */
import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../src/market/simulation.ts';
import { hourMs, start } from '../support/market-files.ts';

const bars = 4 * 8_760;
const end = start + bars * hourMs;
const simulation = createSimulation({ seed: 11, origin: start });

const candlesOf = (symbol: string) => {
  const candles = simulation.candles(symbol, end);
  if (candles === undefined) throw new Error(`there must be candles of ${symbol}`);
  return candles;
};

const returnsOf = (symbol: string): Float64Array => {
  const { open, close } = candlesOf(symbol);
  return close.map((price, bar) => Math.log(price / (open[bar] as number)));
};

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const correlation = (a: Float64Array, b: Float64Array): number => {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - meanA) * ((b[i] as number) - meanB)));
  const deviation = (values: Float64Array, centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return product / (deviation(a, meanA) * deviation(b, meanB));
};

const volAnnual = (returns: Float64Array): number =>
  Math.sqrt(mean(returns.map((value) => value ** 2)) * 8_760);

const turbulent = Array.from(
  { length: bars },
  (_, bar) => simulation.regimeAt(start + bar * hourMs) === 'turbulent',
);
const during = (values: Float64Array, wanted: boolean) =>
  values.filter((_, bar) => turbulent[bar] === wanted);

describe('the simulated market', () => {
  it.each([
    ['BTC', 0.35, 0.55],
    ['ETH', 0.42, 0.66],
    ['SOL', 0.6, 0.95],
    ['LINK', 0.58, 0.95],
    ['PAXG', 0.09, 0.16],
  ])('has a plausible volatility of %s: %f to %f a year', (symbol, low, high) => {
    const vol = volAnnual(returnsOf(symbol));
    expect(vol).toBeGreaterThan(low);
    expect(vol).toBeLessThan(high);
  });

  it.each([
    ['BTC', 'ETH', 0.65, 0.88],
    ['BTC', 'SOL', 0.5, 0.75],
    ['SOL', 'LINK', 0.45, 0.7],
    ['BTC', 'PAXG', -0.05, 0.15],
    ['LINK', 'PAXG', -0.05, 0.15],
  ])('moves %s with %s: correlation %f to %f', (one, other, low, high) => {
    const found = correlation(returnsOf(one), returnsOf(other));
    expect(found).toBeGreaterThan(low);
    expect(found).toBeLessThan(high);
  });

  it('has calm and turbulent times, the latter with half again the volatility and closer together', () => {
    const share = turbulent.filter(Boolean).length / bars;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.4);
    const [btc, sol] = [returnsOf('BTC'), returnsOf('SOL')];
    expect(volAnnual(during(btc, true)) / volAnnual(during(btc, false))).toBeGreaterThan(1.5);
    expect(correlation(during(btc, true), during(sol, true))).toBeGreaterThan(
      correlation(during(btc, false), during(sol, false)),
    );
  });

  it.each(simulation.symbols)('has clusters of volatility and fat tails in %s', (symbol) => {
    const returns = returnsOf(symbol);
    const squares = returns.map((value) => value ** 2);
    for (const lag of [1, 24]) {
      expect(correlation(squares.subarray(0, -lag), squares.subarray(lag))).toBeGreaterThan(0.02);
    }
    expect(mean(squares.map((value) => value ** 2)) / mean(squares) ** 2).toBeGreaterThan(3.5);
  });

  it.each(simulation.symbols)(
    'has no drift to speak of in %s: below three standard errors',
    (symbol) => {
      const returns = returnsOf(symbol);
      const error = volAnnual(returns) / Math.sqrt(8_760 * bars);
      expect(Math.abs(mean(returns)) / error).toBeLessThan(3);
    },
  );

  it.each(simulation.symbols)(
    'has sound bars of %s, whose ranges agree with their moves',
    (symbol) => {
      const { open, high, low, close, volume } = candlesOf(symbol);
      for (let bar = 0; bar < bars; bar += 1) {
        const [o, h, l, c] = [open, high, low, close].map((column) => column[bar] as number) as [
          number,
          number,
          number,
          number,
        ];
        if (!(l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && (volume[bar] as number) > 0)) {
          throw new Error(`bar ${bar} is not sound`);
        }
        if (bar > 0 && o !== close[bar - 1])
          throw new Error(`bar ${bar} does not open at the last close`);
      }
      // Parkinson (1980): E[ln(high/low)²] = 4 ln 2 · σ².
      const ranges = high.map((price, bar) => Math.log(price / (low[bar] as number)) ** 2);
      const parkinson = Math.sqrt((mean(ranges) / (4 * Math.LN2)) * 8_760);
      expect(parkinson / volAnnual(returnsOf(symbol))).toBeGreaterThan(0.92);
      expect(parkinson / volAnnual(returnsOf(symbol))).toBeLessThan(1.05);
    },
  );

  it('trades more, at wider spreads and less depth, when it is turbulent', () => {
    const { volume } = candlesOf('ETH');
    expect(mean(during(volume, true)) / mean(during(volume, false))).toBeGreaterThan(1.3);
    const liquidity = turbulent.map((_, bar) =>
      simulation.liquidityAt('ETH', start + bar * hourMs),
    );
    const spreads = Float64Array.from(liquidity, (state) => state?.halfSpreadBps ?? Number.NaN);
    const depths = Float64Array.from(liquidity, (state) => state?.levelNotional ?? Number.NaN);
    expect(mean(during(spreads, true)) / mean(during(spreads, false))).toBeGreaterThan(1.3);
    expect(mean(during(depths, true)) / mean(during(depths, false))).toBeLessThan(0.8);
  });
});
