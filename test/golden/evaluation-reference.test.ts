/** Statistics of forecast evaluation beside the Python packages arch 8.0.0 and statsmodels 0.15.0, on simulated losses. */
import { expect, it } from 'vitest';
import { dieboldMariano } from '../../src/learning/evaluation/diebold-mariano.ts';
import { mincerZarnowitz } from '../../src/learning/evaluation/mincer-zarnowitz.ts';
import { modelConfidenceSet } from '../../src/learning/evaluation/model-confidence-set.ts';
import reference from './evaluation.json' with { type: 'json' };

const models = reference.confidenceSet.length;
const losses = Array.from({ length: models }, (_, model) =>
  Float64Array.from(reference.losses.filter((_, at) => at % models === model)),
);
const series = (model: number): Float64Array => losses[model] as Float64Array;
const lag = 6;

it('the t of Diebold and Mariano is that of a mean with Newey–West errors', () => {
  const differences = series(0).map((loss, day) => loss - (series(4)[day] as number));
  expect(dieboldMariano(differences, lag)?.t).toBeCloseTo(reference.dieboldMariano, 10);
});

it('the slope of Mincer and Zarnowitz is that of a regression with Newey–West errors', () => {
  const pairs = { assets: 1, logForecasts: series(1), logRealised: series(2) };
  const found = mincerZarnowitz(pairs, lag);
  expect(found?.slope).toBeCloseTo(reference.regression.slope, 10);
  expect(found?.standardError).toBeCloseTo(reference.regression.standardError, 10);
});

it('the model confidence set has the same p-values but for the luck of resampling', () => {
  const found = modelConfidenceSet(losses, { meanBlock: 5, resamples: 3_000, seed: 1 });
  expect(found.map(({ model }) => model).slice(0, 2)).toEqual([4, 2]);
  for (const { model, p } of found) {
    // Deviation of a share of 3,000: at most 0.009.
    expect(Math.abs(p - (reference.confidenceSet[model] as number))).toBeLessThan(0.03);
  }
});
