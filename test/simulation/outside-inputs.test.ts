/** Inputs from outside on simulated markets: one that leads volatility is found to help, one that is noise is not. */
import { describe, expect, it } from 'vitest';
import { tryInputs } from '../../src/app/learning/try-inputs.ts';
import { createRandom } from '../../src/base/random.ts';
import type { OutsideKind, OutsideSeries } from '../../src/learning/outside/outside-series.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { type ForecastTrack, walkForward } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances } from '../support/daily-panels.ts';
import { dayMs } from '../support/panels.ts';

const days = 900;
const rows = { from: 500, to: days };

/** x follows itself by half; ln v of the next day is .4 x above a wandering level of each asset. */
function simulated(seed: number) {
  const random = createRandom(seed);
  const signal: number[] = [];
  for (let day = 0; day < days; day++) signal.push(0.5 * (signal.at(-1) ?? 0) + random.normal());
  const columns = Array.from({ length: 5 }, () => {
    let log = 0;
    return signal.map((_, day) => {
      log = 0.95 * log + 0.15 * random.normal();
      return 1e-3 * Math.exp(log + 0.4 * (signal[day - 1] ?? 0) + 0.3 * random.normal());
    });
  });
  const noise = signal.map(() => 100 * random.uniform());
  return { panel: panelOfVariances(columns), signal, noise };
}

describe('inputs from outside', () => {
  it('are told apart: what leads volatility, and what is noise', async () => {
    const { panel, signal, noise } = simulated(7);
    const input = (kind: OutsideKind, values: readonly number[]) => {
      const knownAt = panel.closeTime.map((close) => close - 1);
      const series: OutsideSeries = {
        ...{ name: kind, kind, lagMs: null, freshMs: 7 * dayMs, knownAt },
        time: knownAt.map((at) => at - dayMs + 1),
        values: Float64Array.from(values),
      };
      return { series, sha256: '' };
    };
    const tried: string[] = [];
    const walk = async (recipe: ForecasterRecipe): Promise<ForecastTrack> =>
      walkForward(panel, { recipes: [recipe], ...rows, refitEvery: 'quarter' })
        .models[0] as ForecastTrack;
    const found = await tryInputs(panel, {
      inputs: [input('own', signal), input('fear-greed', noise)],
      ...{ rows, walk },
      onSet: (name) => void tried.push(name),
    });
    expect(tried).toEqual(['all', 'own', 'fear-greed']);
    expect(found?.tries).toBe(9);
    // Φ(−2.539) = .05 / 9.
    expect(found?.neededT).toBeCloseTo(-2.539, 3);
    const [both, leading, useless] = found?.sets ?? [];
    for (const set of [both, leading]) {
      const [day] = set?.comparisons ?? [];
      expect(day?.comparison.changeShare).toBeLessThan(-0.1);
      expect(day?.comparison.test?.t).toBeLessThan(-5);
      expect(day?.comparison.wonShare).toBe(1);
    }
    for (const { comparison } of useless?.comparisons ?? []) {
      expect(Math.abs(comparison.changeShare)).toBeLessThan(0.02);
      expect(comparison.test?.t).toBeGreaterThan(-2);
    }
    expect(useless).toMatchObject({ columns: 2, knownShare: 1 });
  });
});
