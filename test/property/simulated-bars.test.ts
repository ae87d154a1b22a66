/** The simulated market is a function of its seed and origin: nothing depends on what was asked before. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical-json.ts';
import { formatCandles } from '../../src/market/candle-csv.ts';
import { candleColumns } from '../../src/market/candles.ts';
import { createSimulation } from '../../src/market/simulation.ts';
import { hourMs, start } from '../support/market-files.ts';

const simulate = (seed: number) => createSimulation({ seed, origin: start });

const textOf = (simulation: ReturnType<typeof simulate>, symbol: string, bars: number): string => {
  const candles = simulation.candles(symbol, start + bars * hourMs);
  return candles === undefined ? '' : formatCandles(candles);
};

describe('simulated bars', () => {
  it('are the same bytes for the same seed, on every machine', () => {
    const simulation = simulate(7);
    const texts = simulation.symbols.map((symbol) => textOf(simulation, symbol, 500));
    expect(sha256(texts.join('\n'))).toBe(
      'f3e9ab3b014644fba334087ba8a583ba80f22832ca7f6aef5660528bc9e29d4d',
    );
    expect(textOf(simulate(8), 'BTC', 500)).not.toBe(texts[0]);
  });

  it('never depend on how many are asked for, nor in which order', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 4 }),
        (seed, counts) => {
          const stepwise = simulate(seed);
          const asked = counts.map((count) => stepwise.candles('SOL', start + count * hourMs));
          const whole = simulate(seed).candles('SOL', start + 6_000 * hourMs);
          for (const [place, candles] of asked.entries()) {
            for (const name of candleColumns) {
              expect(candles?.[name]).toEqual(whole?.[name].subarray(0, counts[place]));
            }
          }
        },
      ),
      { numRuns: 10, seed: 1 },
    );
  });

  it('hold the price inside them, from the open to the close, without leaps', () => {
    const simulation = simulate(3);
    const candles = simulation.candles('ETH', start + 200 * hourMs);
    if (candles === undefined) throw new Error('there must be candles of ETH');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 199 }),
        fc.integer({ min: 0, max: hourMs - 2_000 }),
        (bar, offset) => {
          const openTime = start + bar * hourMs;
          const price = simulation.priceAt('ETH', openTime + offset) as number;
          const range = (candles.high[bar] as number) - (candles.low[bar] as number);
          expect(price).toBeGreaterThanOrEqual(candles.low[bar] as number);
          expect(price).toBeLessThanOrEqual(candles.high[bar] as number);
          expect(simulation.priceAt('ETH', openTime)).toBe(candles.open[bar]);
          const secondLater = simulation.priceAt('ETH', openTime + offset + 1_000) as number;
          expect(Math.abs(secondLater - price)).toBeLessThanOrEqual(range / 100 + 0.01);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it('know nothing before the origin, nor of other assets', () => {
    const simulation = simulate(1);
    expect(simulation.candles('BTC', start + hourMs - 1)?.openTime.length).toBe(0);
    expect(simulation.priceAt('BTC', start - 1)).toBeUndefined();
    expect(simulation.regimeAt(start - 1)).toBeUndefined();
    expect(simulation.candles('DOGE', start + hourMs)).toBeUndefined();
    expect(simulation.liquidityAt('DOGE', start)).toBeUndefined();
  });

  it('begin on a full hour', () => {
    expect(() => createSimulation({ seed: 1, origin: start + 1 })).toThrow(/full hour, was/);
  });
});
