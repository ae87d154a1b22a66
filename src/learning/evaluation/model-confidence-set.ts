/**
 * The model confidence set: models that cannot be told from the best. Starting with all, the test statistic is the largest of
 * t_i = d̄_i / s_i, d̄_i the mean loss of model i less the mean over the models left, s_i its deviation over bootstrap resamples of
 * days; the model with the largest is dropped, and so on. The p-value of a model is the largest of the tests up to its own;
 * those with p ≥ α are the set, which has the best model in it with probability 1 − α.
 * Source: Hansen, Lunde and Nason (2011), "The Model Confidence Set", the statistic T_max; resamples in blocks.
 */
import { createRandom } from '../../base/random.ts';
import { resampleBlocks } from './stationary-bootstrap.ts';

export type ConfidenceSetEntry = {
  /** Place among the models given. */
  readonly model: number;
  readonly p: number;
};

/** Loss series of models, of the same days. Answers all models, the first dropped first. */
export function modelConfidenceSet(
  losses: readonly Float64Array[],
  options: {
    readonly meanBlock: number;
    readonly resamples: number;
    readonly seed: number;
  },
): readonly ConfidenceSetEntry[] {
  const means = losses.map(meanOf);
  const errors = resampledErrors(losses, means, options);
  let left = losses.map((_, model) => model);
  let highest = 0;
  const dropped: ConfidenceSetEntry[] = [];
  while (left.length > 1) {
    const { worst, p } = testEqual(left, means, errors);
    highest = Math.max(highest, p);
    dropped.push({ model: worst, p: highest });
    left = left.filter((model) => model !== worst);
  }
  return [...dropped, ...left.map((model) => ({ model, p: 1 }))];
}

/** Mean losses of resamples less the mean of all days, one row for each resample. */
function resampledErrors(
  losses: readonly Float64Array[],
  means: readonly number[],
  options: { readonly meanBlock: number; readonly resamples: number; readonly seed: number },
): readonly Float64Array[] {
  const random = createRandom(options.seed);
  const places = new Int32Array(losses[0]?.length ?? 0);
  return Array.from({ length: options.resamples }, () => {
    resampleBlocks(random, options, places);
    return Float64Array.from(losses, (series, model) => {
      let sum = 0;
      for (const place of places) sum += series[place] as number;
      return sum / places.length - (means[model] as number);
    });
  });
}

/** The test that all models left are equally good, and the one that seems worst. */
function testEqual(
  left: readonly number[],
  means: readonly number[],
  errors: readonly Float64Array[],
): { worst: number; p: number } {
  const average = (of: (model: number) => number): number =>
    left.reduce((sum, model) => sum + of(model), 0) / left.length;
  const common = errors.map((row) => average((model) => row[model] as number));
  const deviations = left.map((model) => {
    const squares = errors.reduce(
      (sum, row, k) => sum + ((row[model] as number) - (common[k] as number)) ** 2,
      0,
    );
    return Math.sqrt(squares / errors.length);
  });
  // Models that never differ from the rest have no deviation, and no advantage to test.
  const ratio = (difference: number, at: number): number =>
    (deviations[at] as number) > 0 ? difference / (deviations[at] as number) : 0;
  const mean = average((model) => means[model] as number);
  const statistics = left.map((model, at) => ratio((means[model] as number) - mean, at));
  const largest = Math.max(...statistics);
  const beyond = errors.filter((row, k) => {
    const centre = common[k] as number;
    return (
      largest < Math.max(...left.map((model, at) => ratio((row[model] as number) - centre, at)))
    );
  });
  return { worst: left[statistics.indexOf(largest)] as number, p: beyond.length / errors.length };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
