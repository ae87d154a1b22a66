/**
 * The Page–Hinkley test for a rise of a mean: m_t = Σ (x_i − x̄_i − δ), x̄_i the mean up to i; alarm where m_t is λ above
 * its lowest so far. A lasting rise by d is found after about λ / (d − δ) days, one below δ never. δ and λ are in the unit
 * of the numbers.
 * Page 1954, "Continuous Inspection Schemes"; Hinkley 1971, "Inference about the Change-Point from Cumulative Sum Tests".
 */
import type { Detector } from './detector.ts';

/** δ, λ, and numbers seen before the first alarm. */
const tolerance = 0.1;
const threshold = 8;
const fewest = 30;

export function createPageHinkley(): Detector {
  let [count, mean, sum, lowest] = [0, 0, 0, 0];
  return {
    observe(value) {
      count++;
      mean += (value - mean) / count;
      sum += value - mean - tolerance;
      lowest = Math.min(lowest, sum);
      const isAlarm = count >= fewest && sum - lowest > threshold;
      if (isAlarm) [count, mean, sum, lowest] = [0, 0, 0, 0];
      return isAlarm;
    },
  };
}
