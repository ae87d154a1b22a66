/** A panel: the bars that all assets have in common, as row-major matrices (bar × asset). */
import { dayMs } from '../base/time.ts';
import type { Candles } from './candles.ts';

export type Panel = {
  readonly symbols: readonly string[];
  readonly intervalMs: number;
  /** Number of bars; the matrices hold bars × symbols.length numbers. */
  readonly bars: number;
  /** Open time of each bar, epoch ms, rising. */
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** In base units. */
  readonly volume: Float64Array;
};

const columns = ['open', 'high', 'low', 'close', 'volume'] as const;

export type PanelColumn = (typeof columns)[number];

/** Keeps the bars whose open time occurs in every series; needs at least one series, all of one interval. */
export function align(series: readonly Candles[]): Panel {
  const positions = commonPositions(series);
  const bars = positions[0]?.length ?? 0;
  const assets = series.length;
  const panel = {
    symbols: series.map((candles) => candles.symbol),
    intervalMs: series[0]?.intervalMs ?? 0,
    bars,
    openTime: new Float64Array(bars),
    open: new Float64Array(bars * assets),
    high: new Float64Array(bars * assets),
    low: new Float64Array(bars * assets),
    close: new Float64Array(bars * assets),
    volume: new Float64Array(bars * assets),
  };
  series.forEach((candles, asset) => {
    const rows = positions[asset] as Int32Array;
    for (const column of columns) {
      const from = candles[column];
      const to = panel[column];
      for (let bar = 0; bar < bars; bar++) {
        to[bar * assets + asset] = from[rows[bar] as number] as number;
      }
    }
    if (asset === 0) {
      for (let bar = 0; bar < bars; bar++) {
        panel.openTime[bar] = candles.openTime[rows[bar] as number] as number;
      }
    }
  });
  return panel;
}

/** For each series the rows of the common open times, by walking all of them at once. */
function commonPositions(series: readonly Candles[]): Int32Array[] {
  const capacity = Math.min(...series.map((candles) => candles.openTime.length));
  const rows = series.map(() => new Int32Array(capacity));
  const cursor = new Int32Array(series.length);
  let found = 0;
  for (;;) {
    let latest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < series.length; k++) {
      const times = (series[k] as Candles).openTime;
      const at = cursor[k] as number;
      if (at >= times.length) return rows.map((row) => row.subarray(0, found));
      latest = Math.max(latest, times[at] as number);
    }
    let agreed = true;
    for (let k = 0; k < series.length; k++) {
      const times = (series[k] as Candles).openTime;
      let at = cursor[k] as number;
      while (at < times.length && (times[at] as number) < latest) at++;
      cursor[k] = at;
      if (times[at] !== latest) agreed = false;
    }
    if (!agreed) continue;
    for (let k = 0; k < series.length; k++) {
      (rows[k] as Int32Array)[found] = cursor[k] as number;
      cursor[k] = (cursor[k] as number) + 1;
    }
    found++;
  }
}

/** Whether the market has sessions: daily bars of which none opens on a weekend. */
export function hasSessions(panel: Pick<Panel, 'intervalMs' | 'openTime'>): boolean {
  return panel.intervalMs >= dayMs && !panel.openTime.some(isWeekend);
}

/** Bars in a year: 8,760 hourly, 365 daily, 252 daily for a market with sessions. */
export function periodsPerYear(panel: Pick<Panel, 'intervalMs' | 'openTime'>): number {
  return barsPerYear({ intervalMs: panel.intervalMs, sessions: hasSessions(panel) });
}

export function barsPerYear(market: { intervalMs: number; sessions: boolean }): number {
  return ((market.sessions ? 252 : 365) * dayMs) / market.intervalMs;
}

/** The epoch began on a Thursday. */
export function isWeekend(time: number): boolean {
  const weekday = (Math.floor(time / dayMs) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** Bars in a day of trading, at least one. */
export function barsPerDay(intervalMs: number): number {
  return Math.max(1, dayMs / intervalMs);
}
