/**
 * Daily bars of assets whose log variances are the sum of a common and an own autoregression, φ x + σ ε, and change their kind on a
 * day: each bar is the range of 24 hourly steps.
 */
import { createRandom } from '../../src/base/random.ts';
import type { Candles } from '../../src/market/candles.ts';
import { dayMs } from './panels.ts';

type Autoregression = { readonly phi: number; readonly sigma: number };

export type Dynamics = { readonly common: Autoregression; readonly own: Autoregression };

/** Today's variance says hardly anything of tomorrow's. */
export const forgetful: Dynamics = {
  common: { phi: 0.1, sigma: 0.1 },
  own: { phi: 0.1, sigma: 0.5 },
};

/** Variances of all assets rise and fall together, for weeks. */
export const persistent: Dynamics = {
  common: { phi: 0.97, sigma: 0.2 },
  own: { phi: 0.5, sigma: 0.3 },
};

/** Open of the first bar. */
export const firstOpen = Date.UTC(2020, 0, 1);

/** Of the forgetful kind up to the day, of the persistent kind from it on. */
export function changingMarket(options: {
  readonly seed: number;
  readonly assets: number;
  readonly days: number;
  readonly changeDay: number;
}): readonly Candles[] {
  const { seed, assets, days, changeDay } = options;
  const random = createRandom(seed);
  const step = (value: number, { phi, sigma }: Autoregression): number =>
    phi * value + sigma * random.normal();
  const series = Array.from({ length: assets }, (_, asset) => emptyBars(`A${asset}`, days));
  const own = new Float64Array(assets);
  let common = 0;
  for (let day = 0; day < days; day++) {
    const dynamics = day < changeDay ? forgetful : persistent;
    common = step(common, dynamics.common);
    for (const [asset, candles] of series.entries()) {
      own[asset] = step(own[asset] as number, dynamics.own);
      const hourly = Math.sqrt((1e-3 * Math.exp(common + own[asset])) / 24);
      fillBar(candles, day, () => hourly * random.normal());
    }
  }
  return series;
}

function emptyBars(symbol: string, days: number): Candles {
  const column = (): Float64Array => new Float64Array(days);
  return {
    symbol,
    intervalMs: dayMs,
    openTime: column().map((_, day) => firstOpen + day * dayMs),
    ...{ open: column(), high: column(), low: column(), close: column() },
    volume: column().fill(1),
  };
}

function fillBar({ open, high, low, close }: Candles, day: number, shock: () => number): void {
  const first = day === 0 ? 100 : (close[day - 1] as number);
  let [price, top, bottom] = [first, first, first];
  for (let hour = 0; hour < 24; hour++) {
    price *= Math.exp(shock());
    top = Math.max(top, price);
    bottom = Math.min(bottom, price);
  }
  [open[day], high[day], low[day], close[day]] = [first, top, bottom, price];
}
