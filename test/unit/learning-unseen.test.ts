/** A champion that never saw an asset: its past moves nothing that was learnt, and only it is forecast. */
import { describe, expect, it } from 'vitest';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { unseenChampion } from '../../src/learning/variance/unseen-champion.ts';
import { champion } from '../../src/learning/variance/variance-models.ts';
import { joinTracks } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';

const known = [1, 2, 3].map((seed) => wanderingVariances(seed, 400));
const stranger = wanderingVariances(7, 399);

/** At the close of day 398, learnt with day 399, on which the stranger has this variance. */
function forecasts(recipe: ForecasterRecipe, last: number): readonly number[] {
  const forecaster = recipe(panelOfVariances([...known, [...stranger, last]]));
  const out = new Float64Array(12);
  forecaster.fit(399);
  forecaster.forecast(398, out);
  return [...out];
}

describe('the champion that never saw an asset', () => {
  it('forecasts it, and no other', () => {
    const found = forecasts(unseenChampion('A3'), 1e-3);
    expect(found.slice(0, 9).every(Number.isNaN)).toBe(true);
    expect(found.slice(9).every(Number.isFinite)).toBe(true);
  });

  it('is not moved by what became of it, as the champion is', () => {
    expect(forecasts(unseenChampion('A3'), 5)).toEqual(forecasts(unseenChampion('A3'), 1e-3));
    expect(forecasts(champion, 5)).not.toEqual(forecasts(champion, 1e-3));
  });
});

describe('tracks of several assets', () => {
  it('make one, each with its own figures', () => {
    const first = { name: 'A', forecasts: Float64Array.of(1, 2, Number.NaN) };
    const second = { name: 'A', forecasts: Float64Array.of(Number.NaN, Number.NaN, 3) };
    expect(joinTracks([first, second])).toEqual({ name: 'A', forecasts: Float64Array.of(1, 2, 3) });
    expect(first.forecasts[2]).toBeNaN();
  });
});
