/**
 * Price paths of the test venue, known for any time without a history: fixed, scripted, seeded, or the ratio of two.
 * Seeded: price · exp(Σ aₖ (sin(2π t/Tₖ + φₖ) − sin φₖ)), aₖ ∝ daily volatility · √(Tₖ / 1 day), random phases φₖ.
 */
import { createRandom } from '../../../src/base/random.ts';

/** Price in quote units at a time of the venue. */
export type PricePath = (ms: number) => number;

export type PathOptions =
  | { readonly kind: 'fixed'; readonly price: number }
  /** Straight lines between points, each so many ms after the start of the venue; before and after them, flat. */
  | { readonly kind: 'scripted'; readonly points: readonly (readonly [number, number])[] }
  | { readonly kind: 'seeded'; readonly price: number; readonly dailyVolatility: number }
  | { readonly kind: 'ratio'; readonly of: readonly [over: string, under: string] };

const dayMs = 86_400_000;
/** Seven waves from twenty seconds to ninety days, each about nine times as long as the one before. */
const periodsMs = [20_000, 180_000, 1_620_000, 14_580_000, 131_220_000, 1_180_980_000, 90 * dayMs];

export function createPricePath(
  options: PathOptions,
  world: { seed: number; startMs: number; pathOf: (symbol: string) => PricePath },
): PricePath {
  switch (options.kind) {
    case 'fixed':
      return () => options.price;
    case 'scripted':
      return (ms) => between(options.points, ms - world.startMs);
    case 'seeded':
      return seededPath(options, world);
    case 'ratio': {
      const [over, under] = options.of;
      return (ms) => world.pathOf(over)(ms) / world.pathOf(under)(ms);
    }
  }
}

function between(points: readonly (readonly [number, number])[], afterMs: number): number {
  const next = points.findIndex(([ms]) => ms > afterMs);
  const [lastMs, lastPrice] = points[next === -1 ? points.length - 1 : Math.max(0, next - 1)]!;
  if (next <= 0) return lastPrice;
  const [nextMs, nextPrice] = points[next]!;
  return lastPrice + ((nextPrice - lastPrice) * (afterMs - lastMs)) / (nextMs - lastMs);
}

function seededPath(
  options: { price: number; dailyVolatility: number },
  { seed, startMs }: { seed: number; startMs: number },
): PricePath {
  const random = createRandom(seed);
  const waves = periodsMs.map((periodMs) => ({
    frequency: (2 * Math.PI) / periodMs,
    phase: 2 * Math.PI * random.uniform(),
    height: options.dailyVolatility * Math.sqrt(periodMs / dayMs) * 0.25,
  }));
  return (ms) => {
    let sum = 0;
    for (const { frequency, phase, height } of waves) {
      sum += height * (Math.sin(frequency * (ms - startMs) + phase) - Math.sin(phase));
    }
    return options.price * Math.exp(sum);
  };
}
