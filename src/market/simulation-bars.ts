/** The bars of the simulated market, made one hour after the other when they are first needed, and then kept. */

import { invariant } from '../base/errors.ts';
import { createRandom } from '../base/random.ts';
import { hourMs } from '../base/time.ts';
import { type SimulatedAsset, simulatedAssets } from './simulation-assets.ts';
import { type BarPath, barPath } from './simulation-path.ts';
import { createReturnProcess, type ReturnStep } from './simulation-returns.ts';

/** A century of hours: a time beyond it is a mistake. */
const mostBars = 876_000;
const firstCapacity = 4_096;

/** Logs of volumes vary by so much beside volatility and the move of the bar. */
const volumeNoise = 0.35;

const assetColumns = ['open', 'high', 'low', 'close', 'volume', 'logClose', 'deviation'] as const;
const marketColumns = ['openTime', 'volRatio', 'isTurbulent'] as const;

type Columns<Name extends string> = Record<Name, Float64Array>;

export type SimulatedTrack = {
  readonly asset: SimulatedAsset;
  /** Place among the assets. */
  readonly index: number;
  /** logClose is the log of the close over the level, unrounded; deviation that of the log return of the bar. */
  readonly columns: Columns<(typeof assetColumns)[number]>;
};

export type SimulatedBars = {
  readonly tracks: readonly SimulatedTrack[];
  /** Of all assets; volRatio is hourly volatility as a multiple of the usual. */
  readonly market: Columns<(typeof marketColumns)[number]>;
  /** Makes the first so many bars; columns are replaced by longer ones when they are full. */
  ensure(count: number): void;
};

export function createSimulatedBars(options: { seed: number; origin: number }): SimulatedBars {
  const { seed, origin } = options;
  const next = createReturnProcess(seed, simulatedAssets);
  const noise = createRandom(mixedSeed(seed, -1));
  const market = emptyColumns(marketColumns);
  const tracks = simulatedAssets.map((asset, index) => ({
    asset,
    index,
    columns: emptyColumns(assetColumns),
  }));
  const logPrices = new Float64Array(tracks.length);
  let made = 0;

  const makeBar = (): void => {
    const step = next(logPrices);
    market.openTime[made] = origin + made * hourMs;
    market.volRatio[made] = step.volRatio;
    market.isTurbulent[made] = step.regime === 'turbulent' ? 1 : 0;
    for (const track of tracks) {
      const { columns, index } = track;
      const logClose = (logPrices[index] as number) + (step.returns[index] as number);
      columns.logClose[made] = logClose;
      columns.deviation[made] = step.deviations[index] as number;
      columns.volume[made] = volumeOf(track, step, noise.normal());
      fillPrices(track, made, pathOf(seed, track, made));
      logPrices[index] = logClose;
    }
    made += 1;
  };

  return {
    tracks,
    market,
    ensure(count) {
      invariant(count <= mostBars, `bars must be at most ${mostBars}, was ${count}`);
      if (count > market.openTime.length) {
        const capacity = Math.max(firstCapacity, count, 2 * market.openTime.length);
        for (const columns of [market, ...tracks.map((track) => track.columns)]) {
          lengthen(columns, capacity);
        }
      }
      while (made < count) makeBar();
    },
  };
}

/** The log price at the open of a bar, relative to the level. */
export function logOpen(track: SimulatedTrack, bar: number): number {
  return bar === 0 ? 0 : (track.columns.logClose[bar - 1] as number);
}

/** The way of the price through a bar that has been made. */
export function pathOf(seed: number, track: SimulatedTrack, bar: number): BarPath {
  const { columns, index } = track;
  return barPath({
    seed: mixedSeed(seed, bar * simulatedAssets.length + index),
    logReturn: (columns.logClose[bar] as number) - logOpen(track, bar),
    deviation: columns.deviation[bar] as number,
  });
}

/** The price at a log price relative to the level, rounded as the asset is quoted. */
export function priceOf(asset: SimulatedAsset, logPrice: number): number {
  return rounded(asset.level * Math.exp(logPrice), asset.priceDecimals);
}

function fillPrices(track: SimulatedTrack, bar: number, path: BarPath): void {
  const { asset, columns } = track;
  const start = logOpen(track, bar);
  columns.open[bar] = priceOf(asset, start);
  columns.high[bar] = priceOf(asset, start + path.highest);
  columns.low[bar] = priceOf(asset, start + path.lowest);
  columns.close[bar] = priceOf(asset, columns.logClose[bar] as number);
}

/** More is traded when volatility is high, and in a bar that moves. */
function volumeOf(track: SimulatedTrack, step: ReturnStep, shock: number): number {
  const { asset, index } = track;
  const move = Math.abs(step.returns[index] as number) / (step.deviations[index] as number);
  const notional =
    asset.hourlyNotional *
    step.volRatio *
    (0.6 + 0.5 * Math.min(move, 4)) *
    Math.exp(volumeNoise * shock - volumeNoise ** 2 / 2);
  return rounded(notional / asset.level, asset.volumeDecimals);
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** Seeds that look unrelated for neighbouring streams (the finalizer of MurmurHash3). */
function mixedSeed(seed: number, stream: number): number {
  let z = Math.imul(seed ^ 0x5bd1e995, 0x2c1b3c6d) ^ Math.imul(stream + 1, 0x27d4eb2f);
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

function emptyColumns<Name extends string>(names: readonly Name[]): Columns<Name> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(0)])) as Columns<Name>;
}

function lengthen(columns: Columns<string>, capacity: number): void {
  for (const [name, values] of Object.entries(columns)) {
    const longer = new Float64Array(capacity);
    longer.set(values);
    columns[name] = longer;
  }
}
