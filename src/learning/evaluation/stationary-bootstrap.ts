/**
 * Resamples of a series in blocks of random length, geometric with a given mean, so that neighbours stay neighbours; the end is
 * followed by the beginning. Source: Politis and Romano (1994), "The Stationary Bootstrap".
 */
import type { Random } from '../../base/random.ts';

/** Writes the places of one resample, as many as `out` is long. */
export function resampleBlocks(
  random: Random,
  options: { readonly meanBlock: number },
  out: Int32Array,
): void {
  const length = out.length;
  let place = 0;
  for (let k = 0; k < length; k++) {
    const begins = k === 0 || random.uniform() < 1 / options.meanBlock;
    place = begins ? Math.floor(random.uniform() * length) : (place + 1) % length;
    out[k] = place;
  }
}
