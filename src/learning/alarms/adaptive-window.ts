/**
 * ADWIN, a window that forgets what no longer holds: the numbers since the last change. It is cut where the means of an
 * older and a newer part differ by more than chance allows, √(2 σ² L / m) + 2 L / (3 m), 1/m = 1/n₀ + 1/n₁, L = ln (2 ln n
 * / δ), for numbers within [0, 1]; alarm where the newer part is higher. At most 730 numbers are kept.
 * Bifet and Gavaldà 2007, "Learning from Time-Changing Data with Adaptive Windowing", with every cut tried.
 */
import type { Detector } from './detector.ts';

/** δ */
const doubt = 0.002;
/** Of either part of a cut. */
const fewest = 5;
const longest = 730;

/** Numbers lie within the range; they are brought to [0, 1]. */
export function createAdaptiveWindow(range: readonly [number, number]): Detector {
  const [low, high] = range;
  let window: number[] = [];
  return {
    observe(value) {
      window.push((value - low) / (high - low));
      if (window.length > longest) window.shift();
      let isAlarm = false;
      for (let cut = findCut(window); cut; cut = findCut(window)) {
        window = window.slice(cut.at);
        isAlarm ||= cut.isRise;
      }
      return isAlarm;
    },
  };
}

/** The first cut whose parts differ, from the oldest on. */
function findCut(window: readonly number[]): { at: number; isRise: boolean } | undefined {
  const length = window.length;
  const total = window.reduce((sum, value) => sum + value, 0);
  const mean = total / length;
  const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
  const logDoubt = Math.log((2 * Math.log(length)) / doubt);
  let older = 0;
  for (let at = 1; at <= length - fewest; at++) {
    older += window[at - 1] as number;
    if (at < fewest) continue;
    const rise = (total - older) / (length - at) - older / at;
    const reciprocal = 1 / at + 1 / (length - at);
    const chance =
      Math.sqrt(2 * variance * logDoubt * reciprocal) + (2 / 3) * logDoubt * reciprocal;
    if (Math.abs(rise) > chance) return { at, isRise: rise > 0 };
  }
  return undefined;
}
