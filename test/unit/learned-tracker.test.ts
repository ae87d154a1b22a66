/** What was learned takes the place of another forecast from the close of its day on, by hand. Two assets, hourly bars. */
import { describe, expect, it } from 'vitest';
import { withLearned } from '../../src/learning/covariance/learned-tracker.ts';
import { align } from '../../src/market/panel.ts';
import { createForecastTracker } from '../../src/risk/forecast-tracker.ts';
import { candlesOf, hourMs, randomCloses } from '../support/panels.ts';

const bars = 24 * 12;
const start = Date.UTC(2022, 0, 1);
const panel = align(
  ['AAA', 'BBB'].map((symbol, k) =>
    candlesOf(symbol, randomCloses(k + 1, new Array<number>(bars).fill(0.01)), { start }),
  ),
);
const dayMs = 24 * hourMs;

/** Three assets learned for the closes of days 9, 10 and 11; the second of them has none. */
const learned = {
  assets: 3,
  closeTime: Float64Array.of(start + 9 * dayMs, start + 10 * dayMs, start + 11 * dayMs),
  covariance: Float64Array.from([
    ...[24, 0, 12, 0, 1, 0, 12, 0, 48],
    ...new Array<number>(9).fill(Number.NaN),
    ...[240, 0, 120, 0, 1, 0, 120, 0, 480],
  ]),
};

function covariancesAtMidnights(members: readonly number[]): (readonly number[])[] {
  const options = { assets: 2, intervalMs: hourMs, sessions: false, shrinkage: 0 } as const;
  const base = () => createForecastTracker({ ...options, model: 'ewma60', trackRanges: false });
  const [own, past] = [base(), base()];
  const tracker = withLearned(past, learned, { panel, members });
  const found: (readonly number[])[] = [];
  for (let bar = 0; bar < bars; bar++) {
    own.observe(panel, bar);
    tracker.observe(panel, bar);
    if ((bar + 1) % 24 !== 0) continue;
    const isOwn = own.forecast.covariance.every((v, k) => v === tracker.forecast.covariance[k]);
    found.push(isOwn ? [] : [...tracker.forecast.covariance]);
  }
  return found;
}

describe('a tracker of what was learned', () => {
  it('gives it per bar, for its own assets, on the days that have it', () => {
    // Assets 0 and 2 of the three; a day has 24 bars.
    const found = covariancesAtMidnights([0, 2]);
    expect(found.slice(0, 8).every((covariance) => covariance.length === 0)).toBe(true);
    expect(found[8]).toEqual([1, 0.5, 0.5, 2]);
    expect(found[9]).toEqual([]);
    expect(found[10]).toEqual([10, 5, 5, 20]);
    // Nothing newer: the last day stays.
    expect(found[11]).toEqual([10, 5, 5, 20]);
  });
});
