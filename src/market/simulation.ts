/**
 * The bundled SIMULATED market: a seeded generator of hourly bars, prices inside the running bar, spreads and depth.
 * Nothing in it is real. The same seed and origin give the same bytes, and the first n bars never depend on how many
 * are asked for.
 */

import { invariant } from '../base/errors.ts';
import { hourMs } from '../base/time.ts';
import type { Candles } from './candles.ts';
import { createSimulatedBars, logOpen, pathOf, priceOf } from './simulation-bars.ts';
import { pathPieces } from './simulation-path.ts';
import type { Regime } from './simulation-returns.ts';

/** Spreads and depth do not get better than in this multiple of usual volatility. */
const calmestRatio = 0.6;

export type Liquidity = {
  readonly halfSpreadBps: number;
  /** Of one level of the book, in quote units. */
  readonly levelNotional: number;
};

export type Simulation = {
  readonly symbols: readonly string[];
  /** The bars that have closed by the time; none before the first close, undefined for an asset it does not have. */
  candles(symbol: string, until: number): Candles | undefined;
  /** In the running bar the price moves from its open to what will be its close; undefined before the origin. */
  priceAt(symbol: string, time: number): number | undefined;
  /** Worse when volatility is high; undefined as for the price. */
  liquidityAt(symbol: string, time: number): Liquidity | undefined;
  /** Undefined before the origin. */
  regimeAt(time: number): Regime | undefined;
};

/** The origin is the open of the first bar, a full hour in epoch ms. */
export function createSimulation(options: { seed: number; origin: number }): Simulation {
  const { seed, origin } = options;
  invariant(origin % hourMs === 0, `origin must be a full hour, was ${origin}`);
  const bars = createSimulatedBars(options);
  const trackOf = new Map(bars.tracks.map((track) => [track.asset.symbol, track]));

  /** The bar that runs at the time, made if need be; undefined before the origin. */
  const runningBar = (time: number): number | undefined => {
    if (time < origin) return undefined;
    const bar = Math.floor((time - origin) / hourMs);
    bars.ensure(bar + 1);
    return bar;
  };

  return {
    symbols: [...trackOf.keys()],

    candles(symbol, until) {
      const track = trackOf.get(symbol);
      if (track === undefined) return undefined;
      const count = Math.max(0, Math.floor((until - origin) / hourMs));
      bars.ensure(count);
      const { open, high, low, close, volume } = track.columns;
      return {
        symbol,
        intervalMs: hourMs,
        openTime: bars.market.openTime.subarray(0, count),
        open: open.subarray(0, count),
        high: high.subarray(0, count),
        low: low.subarray(0, count),
        close: close.subarray(0, count),
        volume: volume.subarray(0, count),
      };
    },

    priceAt(symbol, time) {
      const track = trackOf.get(symbol);
      const bar = runningBar(time);
      if (track === undefined || bar === undefined) return undefined;
      const { knots } = pathOf(seed, track, bar);
      const place = (((time - origin) % hourMs) / hourMs) * pathPieces;
      const knot = Math.floor(place);
      const [before, after] = [knots[knot] as number, knots[knot + 1] as number];
      return priceOf(track.asset, logOpen(track, bar) + before + (after - before) * (place - knot));
    },

    liquidityAt(symbol, time) {
      const track = trackOf.get(symbol);
      const bar = runningBar(time);
      if (track === undefined || bar === undefined) return undefined;
      const ratio = Math.max(calmestRatio, bars.market.volRatio[bar] as number);
      const { halfSpreadBps, levelNotional } = track.asset;
      return { halfSpreadBps: halfSpreadBps * ratio, levelNotional: levelNotional / ratio };
    },

    regimeAt(time) {
      const bar = runningBar(time);
      if (bar === undefined) return undefined;
      return bars.market.isTurbulent[bar] === 1 ? 'turbulent' : 'calm';
    },
  };
}
