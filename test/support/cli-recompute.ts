/**
 * A second pair of eyes on a backtest: its figures computed again from the fills it wrote and the candles, by the
 * conventions alone and with none of its code. Rows of candle files and of the trades file are read here as well.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Recomputed = {
  readonly bars: number;
  readonly finalNav: number;
  readonly trackingErrorPct: number;
  readonly driftRmsPp: number;
  readonly costBpsPerYear: number;
  readonly eventsPerYear: number;
  readonly turnoverPerYear: number;
};

type Bar = { readonly open: number; readonly close: number };
type Bars = ReadonlyMap<number, Bar>;

type Fill = {
  readonly time: number;
  readonly base: string;
  readonly quote: string;
  /** Positive for a buy. */
  readonly quantity: number;
  readonly price: number;
  /** In the portfolio's quote. */
  readonly cost: number;
};

export type Question = {
  readonly directory: string;
  readonly trades: string;
  readonly quote: string;
  /** Without cash. */
  readonly targets: Readonly<Record<string, number>>;
  readonly from: number;
  readonly to: number;
  readonly periodsPerYear: number;
};

export function recompute(question: Question): Recomputed {
  const { directory, quote, targets, from, to, periodsPerYear } = question;
  const symbols = Object.keys(targets);
  const bars = new Map(symbols.map((symbol) => [symbol, readBars(directory, symbol)]));
  const times = [...(bars.get(symbols[0] as string) as Bars).keys()].filter(
    (time) => time >= from && time < to && symbols.every((symbol) => bars.get(symbol)?.has(time)),
  );
  const fills = Map.groupBy(readFills(question.trades), ({ time }) => time);
  const at = (symbol: string, time: number, which: keyof Bar): number =>
    symbol === quote ? 1 : ((bars.get(symbol) as Bars).get(time) as Bar)[which];

  const first = times[0] as number;
  const cashTarget = 1 - symbols.reduce((sum, symbol) => sum + (targets[symbol] as number), 0);
  const held = new Map(
    symbols.map((symbol) => [
      symbol,
      (1e5 * (targets[symbol] as number)) / at(symbol, first, 'close'),
    ]),
  );
  held.set(quote, 1e5 * cashTarget);
  const nav = (time: number, which: keyof Bar): number =>
    [...held].reduce((sum, [asset, units]) => sum + units * at(asset, time, which), 0);

  const sums = { squares: 0, drifts: 0, cost: 0, events: 0, turnover: 0 };
  for (let t = 1; t < times.length; t += 1) {
    const [before, now] = [times[t - 1] as number, times[t] as number];
    const here = fills.get(now) ?? [];
    if (here.length > 0) {
      const worth = nav(now, 'open');
      const moved = new Map<string, number>();
      for (const fill of here) {
        const unit = at(fill.quote, now, 'open');
        const value = fill.quantity * fill.price;
        held.set(fill.base, (held.get(fill.base) as number) + fill.quantity);
        held.set(fill.quote, (held.get(fill.quote) as number) - value - fill.cost / unit);
        moved.set(fill.base, (moved.get(fill.base) ?? 0) + value * unit);
        if (fill.quote !== quote) {
          moved.set(fill.quote, (moved.get(fill.quote) ?? 0) - value * unit);
        }
        sums.cost += fill.cost / worth;
      }
      for (const value of moved.values()) sums.turnover += Math.abs(value) / worth / 2;
      sums.events += 1;
    }
    const worth = nav(before, 'close');
    let error = 0;
    for (const symbol of symbols) {
      const weight = ((held.get(symbol) as number) * at(symbol, before, 'close')) / worth;
      const off = weight - (targets[symbol] as number);
      error += off * (at(symbol, now, 'close') / at(symbol, before, 'close') - 1);
      sums.drifts += off * off;
    }
    sums.squares += error * error;
  }
  const years = times.length / periodsPerYear;
  const steps = times.length - 1;
  return {
    bars: times.length,
    finalNav: nav(times.at(-1) as number, 'close'),
    trackingErrorPct: 100 * Math.sqrt((sums.squares / steps) * periodsPerYear),
    driftRmsPp: 100 * Math.sqrt(sums.drifts / steps),
    costBpsPerYear: (1e4 * sums.cost) / years,
    eventsPerYear: sums.events / years,
    turnoverPerYear: sums.turnover / years,
  };
}

/** timestamp_ms,open,high,low,close,volume */
function readBars(directory: string, symbol: string): Bars {
  const bars = new Map<number, Bar>();
  for (const [time, open, , , close] of rowsOf(join(directory, `${symbol}.csv`))) {
    bars.set(Number(time), { open: Number(open), close: Number(close) });
  }
  return bars;
}

/** timestamp_ms,symbol,side,quantity,price,notional,fee,cost,liquidity */
function readFills(file: string): readonly Fill[] {
  return rowsOf(file).map(([time, market = '', side, quantity, price, , , cost]) => {
    const [base = '', quote = ''] = market.split('/');
    const sign = side === 'buy' ? 1 : -1;
    return {
      ...{ base, quote },
      time: Number(time),
      quantity: sign * Number(quantity),
      price: Number(price),
      cost: Number(cost),
    };
  });
}

function rowsOf(file: string): readonly (readonly string[])[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(','));
}
