/** Covariance tracks: which day a forecast belongs to, and that a replay says the same again. */
import { describe, expect, it } from 'vitest';
import {
  covarianceTrack,
  hasCovariance,
  replayed,
} from '../../src/learning/covariance/covariance-track.ts';
import type { CovarianceForecaster } from '../../src/risk/covariance-forecaster.ts';

/** From day 2 on says the number of the last day, four times. */
function countingDays(): CovarianceForecaster {
  let last = -1;
  return {
    name: 'counting',
    observe(day) {
      expect(day).toBe(last + 1);
      last = day;
    },
    covariance(out) {
      if (last >= 2) out.fill(last);
      return last >= 2;
    },
  };
}

describe('a covariance track', () => {
  const track = covarianceTrack(countingDays(), { assets: 2, from: 1, to: 4 });

  it('has the forecasts made at the closes of its days', () => {
    const none = new Array<number>(4).fill(Number.NaN);
    expect(track.name).toBe('counting');
    expect([...track.covariances]).toEqual([...none, 2, 2, 2, 2, 3, 3, 3, 3]);
    expect([0, 1, 2, 3, 4].map((day) => hasCovariance(track, day))).toEqual([
      ...[false, false, true, true, false],
    ]);
  });

  it('says the same when it is replayed', () => {
    const replay = replayed(track);
    const out = new Float64Array(4);
    const said = [0, 1, 2, 3, 4].map((day) => {
      replay.observe(day);
      return replay.covariance(out) ? out[0] : null;
    });
    expect(said).toEqual([null, null, 2, 3, null]);
  });
});
