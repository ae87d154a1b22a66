/**
 * The features that come from one asset alone, a column each; v variance, r log return, m centre, s = √EWMA₁₅ v:
 * ln v, ln mean₇ v, ln mean₃₀ v, each less m; r/s, Σ₇ r/(s√7), Σ₃₀ r/(s√30), min(r/s, 0); falling share of 1 and 7 days;
 * jump share, unevenness, late share; ln of volume over its EWMA₁₅, ln EWMA₄/EWMA₄₅ of volume; deviation of ln v over 30 days.
 */
import { columnOf, combine, decayingMean, trailingDeviation, trailingMean } from './columns.ts';
import type { DailyPanel } from './daily-panel.ts';
import { featureSpec } from './feature-spec.ts';

const logRatio = (a: number, b: number): number => Math.log(a / b);
const difference = (a: number, b: number): number => a - b;
const product = (a: number, b: number): number => a * b;
const ratio = (a: number, b: number): number => a / b;

export function ownFeatures(
  panel: DailyPanel,
  { asset, centre }: { asset: number; centre: Float64Array },
) {
  const column = (matrix: Float64Array): Float64Array => columnOf(panel, matrix, asset);
  const variance = column(panel.variance);
  const logReturn = column(panel.logReturn);
  const fallingShare = column(panel.fallingShare);
  const logVariance = variance.map(Math.log);
  const scale = decayingMean(variance, featureSpec.scaleHalfLifeDays).map(Math.sqrt);
  const scaledReturn = combine(logReturn, scale, ratio);
  const scaledSum = (length: number): Float64Array =>
    combine(trailingMean(logReturn, length), scale, (mean, s) => (mean * Math.sqrt(length)) / s);
  const level = (length: number): Float64Array =>
    combine(trailingMean(variance, length).map(Math.log), centre, difference);
  return {
    variance1: combine(logVariance, centre, difference),
    variance7: level(7),
    variance30: level(30),
    return1: scaledReturn,
    return7: scaledSum(7),
    return30: scaledSum(30),
    fall1: scaledReturn.map((value) => Math.min(value, 0)),
    fallingShare1: fallingShare,
    fallingShare7: weightedMean(fallingShare, variance, 7),
    jumpShare1: column(panel.jumpShare),
    unevenness1: column(panel.unevenness),
    lateShare1: column(panel.lateShare),
    ...volumeFeatures(column(panel.logVolume).map(Math.exp)),
    varianceDeviation30: trailingDeviation(logVariance, 30),
  };
}

/** Shares of several days are those of their summed variances. */
function weightedMean(values: Float64Array, weights: Float64Array, length: number): Float64Array {
  const known = combine(values, weights, (value, weight) => (Number.isNaN(value) ? value : weight));
  return combine(
    trailingMean(combine(values, weights, product), length),
    trailingMean(known, length),
    ratio,
  );
}

function volumeFeatures(volume: Float64Array) {
  const fast = decayingMean(volume, featureSpec.fastVolumeHalfLifeDays);
  const slow = decayingMean(volume, featureSpec.slowVolumeHalfLifeDays);
  const usual = decayingMean(volume, featureSpec.volumeHalfLifeDays);
  return {
    volume1: combine(volume, usual, logRatio),
    volumeTrend: combine(fast, slow, logRatio),
  };
}
