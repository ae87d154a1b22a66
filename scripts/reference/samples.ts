/** The sample candles of data/samples: two years of daily bars of the SIMULATED market, for examples that run anywhere. */
import { dayMs } from '../../src/base/time.ts';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { createSimulation } from '../../src/market/simulation.ts';

const hoursPerDay = 24;
const seed = 7;
const source = `simulated market of Ballast, seed ${seed}, hours joined into days: every price is made up`;
const from = Date.UTC(2022, 0, 1);
const to = Date.UTC(2024, 0, 1);

/** The content of each candle file by its name; the same at every call. */
export function sampleFiles(): ReadonlyMap<string, string> {
  const simulation = createSimulation({ seed, origin: from });
  return new Map([
    ['source.txt', `${source}\n`],
    ...simulation.symbols.map((symbol) => {
      const hourly = simulation.candles(symbol, to) as Candles;
      return [`${symbol}.csv`, formatCandles(dailyBars(hourly))] as const;
    }),
  ]);
}

/** Whole days of hourly bars without gaps. */
function dailyBars(hourly: Candles): Candles {
  const days = Math.floor(hourly.openTime.length / hoursPerDay);
  const ofDay = (column: Float64Array, value: (hours: Float64Array) => number): Float64Array =>
    Float64Array.from({ length: days }, (_, day) =>
      value(column.subarray(day * hoursPerDay, (day + 1) * hoursPerDay)),
    );
  const first = (hours: Float64Array): number => hours[0] as number;
  return {
    symbol: hourly.symbol,
    intervalMs: dayMs,
    openTime: ofDay(hourly.openTime, first),
    open: ofDay(hourly.open, first),
    high: ofDay(hourly.high, (hours) => Math.max(...hours)),
    low: ofDay(hourly.low, (hours) => Math.min(...hours)),
    close: ofDay(hourly.close, (hours) => hours.at(-1) as number),
    volume: ofDay(hourly.volume, (hours) => Math.round(hours.reduce((a, b) => a + b, 0))),
  };
}
