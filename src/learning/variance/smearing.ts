/**
 * The step from the mean of logs to the log of a mean: c_h = ln mean exp(e), e = ln realised − forecast over the rows whose
 * targets are complete at the last fit, added to every forecast of that horizon. One constant for the whole class, or one for
 * each asset. Errors are cut at five deviations above their median, the deviation taken from their quartiles: one print of a
 * price that never was would else move all forecasts.
 * Duan 1983, "Smearing Estimate: A Nonparametric Retransformation Method".
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { ForecasterRecipe, VarianceForecaster } from './forecaster.ts';
import { type Teaching, taughtBy } from './teaching.ts';

const widestDeviations = 5;
/** Between the quartiles of a normal distribution lie so many deviations. */
const normalQuartileRange = 1.349;

type Groups = {
  /** Group of a place in a row of forecasts: those that share a constant. */
  readonly groupOf: (at: number) => number;
  /** Whether the errors of an asset count. */
  readonly taught: readonly boolean[];
};

/** One constant for each horizon, from the assets that are taught. */
export function smeared(recipe: ForecasterRecipe, teaching: Teaching = {}): ForecasterRecipe {
  return (panel) => createSmeared(panel, recipe(panel), byHorizon(panel, teaching));
}

/** The constants that `smeared` learns for a forecaster that was fitted on the day, one for each horizon. */
export function smearingConstants(
  panel: DailyPanel,
  forecaster: VarianceForecaster,
  day: number,
): Float64Array {
  const fit = { realized: realizedOf(panel), day, ...byHorizon(panel, {}) };
  return constantsOf(forecaster, fit).slice(0, horizons.length);
}

/** With constants that were learnt before, one for each horizon. */
export function smearedBy(recipe: ForecasterRecipe, constants: Float64Array): ForecasterRecipe {
  return (panel) => {
    const inner = recipe(panel);
    return {
      ...inner,
      forecast(day, out) {
        inner.forecast(day, out);
        for (let at = 0; at < out.length; at++) {
          out[at] = (out[at] as number) + (constants[at % horizons.length] as number);
        }
      },
    };
  };
}

/** One constant for each asset and horizon. */
export function smearedByAsset(recipe: ForecasterRecipe): ForecasterRecipe {
  return (panel) =>
    createSmeared(panel, recipe(panel), { groupOf: (at) => at, taught: taughtBy(panel, {}) });
}

function byHorizon(panel: DailyPanel, teaching: Teaching): Groups {
  return { groupOf: (at) => at % horizons.length, taught: taughtBy(panel, teaching) };
}

function createSmeared(
  panel: DailyPanel,
  inner: VarianceForecaster,
  groups: Groups,
): VarianceForecaster {
  const realized = realizedOf(panel);
  const width = panel.symbols.length * horizons.length;
  let constants: Float64Array = new Float64Array(width).fill(Number.NaN);
  return {
    name: inner.name,
    fit(day) {
      inner.fit(day);
      constants = constantsOf(inner, { realized, day, ...groups });
    },
    forecast(day, out) {
      inner.forecast(day, out);
      for (let at = 0; at < width; at++) {
        out[at] = (out[at] as number) + (constants[groups.groupOf(at)] as number);
      }
    },
  };
}

type FitOfGroups = Groups & { readonly realized: Float64Array; readonly day: number };

/** NaN for a group without errors. */
function constantsOf(forecaster: VarianceForecaster, fit: FitOfGroups): Float64Array {
  const errors = errorsOf(forecaster, fit);
  return Float64Array.from(errors, (list) => smearingOf(Float64Array.from(list)));
}

/** Errors of the fitted values whose targets are complete by the day, a list for each group. */
function errorsOf(forecaster: VarianceForecaster, fit: FitOfGroups): readonly number[][] {
  const { realized, day, groupOf, taught } = fit;
  const width = taught.length * horizons.length;
  const errors = Array.from({ length: width }, (): number[] => []);
  const fitted = new Float64Array(width);
  for (let before = 0; before < day; before++) {
    forecaster.forecast(before, fitted);
    for (let at = 0; at < width; at++) {
      const horizon = horizons[at % horizons.length] as number;
      if (before + horizon > day || !taught[Math.floor(at / horizons.length)]) continue;
      const target = Math.log((realized[before * width + at] as number) / horizon);
      const error = target - (fitted[at] as number);
      if (!Number.isNaN(error)) errors[groupOf(at)]?.push(error);
    }
  }
  return errors;
}

/** ln mean exp(e), NaN for no errors; sorts in place. */
export function smearingOf(errors: Float64Array): number {
  errors.sort();
  const quantile = (share: number): number => errors[Math.floor(share * errors.length)] as number;
  const deviation = (quantile(0.75) - quantile(0.25)) / normalQuartileRange;
  const highest = quantile(0.5) + widestDeviations * deviation;
  let sum = 0;
  for (const error of errors) sum += Math.exp(Math.min(error, highest));
  return Math.log(sum / errors.length);
}
