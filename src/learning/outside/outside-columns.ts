/**
 * Features of series from outside, one number a day that all assets share: x a value, level its EWMA₆₀, deviations over 60 values.
 * VIX: ln x − EWMA₆₀ ln x, and its change over 5. Fear and greed: (x − 50)/50, and its change over 7. Macro: the last change over
 * the deviation of changes. An own series: x − level over the deviation of x, and as macro. News: mean sentiment of 7 days, and
 * ln((1 + n)/(1 + EWMA₃₀ n)) with n news of the last 24 hours. Row t is made from what was known at its close.
 */
import { dayMs } from '../../base/time.ts';
import { combine, decayingMean, trailingDeviation } from '../inputs/columns.ts';
import { latestKnown } from './as-of.ts';
import type { OutsideKind, OutsideSeries } from './outside-series.ts';
import { outsideSpec } from './outside-spec.ts';

export type OutsideColumn = {
  /** Such as `VIX level`. */
  readonly name: string;
  /** For each close; NaN where nothing was known. */
  readonly values: Float64Array;
};

const difference = (a: number, b: number): number => a - b;
const ratio = (a: number, b: number): number => a / b;

/** In the order of the series. */
export function outsideColumns(
  series: readonly OutsideSeries[],
  closeTime: Float64Array,
): readonly OutsideColumn[] {
  return series.flatMap((each) => {
    const columns =
      each.kind === 'news'
        ? newsColumns(each, closeTime)
        : asOfCloses(makers[each.kind](each.values), { series: each, closeTime });
    return columns.map(({ name, values }) => ({ name: `${each.name} ${name}`, values }));
  });
}

/** What stood at each close in columns with an entry for each value. */
function asOfCloses(
  columns: readonly OutsideColumn[],
  { series, closeTime }: { readonly series: OutsideSeries; readonly closeTime: Float64Array },
): readonly OutsideColumn[] {
  const { knownAt, freshMs } = series;
  const places = latestKnown(knownAt, { closeTime, freshMs });
  return columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(places, (place) => values[place] ?? Number.NaN),
  }));
}

/** Entry k is made from the values up to k. */
const makers: Readonly<
  Record<Exclude<OutsideKind, 'news'>, (values: Float64Array) => readonly OutsideColumn[]>
> = {
  vix(values) {
    const log = values.map(Math.log);
    return [
      { name: 'level', values: aboveLevel(log) },
      { name: 'change', values: changeOver(log, outsideSpec.vixChangeSteps) },
    ];
  },
  'fear-greed'(values) {
    const centred = values.map((value) => (value - 50) / 50);
    return [
      { name: 'level', values: centred },
      { name: 'change', values: changeOver(centred, outsideSpec.fearGreedChangeSteps) },
    ];
  },
  macro: (values) => [{ name: 'change', values: scaled(changeOver(values, 1)) }],
  own: (values) => [
    { name: 'level', values: combine(aboveLevel(values), deviationOf(values), ratio) },
    { name: 'change', values: scaled(changeOver(values, 1)) },
  ],
};

function aboveLevel(values: Float64Array): Float64Array {
  return combine(values, decayingMean(values, outsideSpec.levelHalfLifeSteps), difference);
}

function changeOver(values: Float64Array, steps: number): Float64Array {
  return values.map((value, k) => value - (values[k - steps] ?? Number.NaN));
}

function deviationOf(values: Float64Array): Float64Array {
  // What does not vary has no scale, and then no feature.
  return trailingDeviation(values, outsideSpec.scaleSteps).map((value) =>
    value > 0 ? value : Number.NaN,
  );
}

function scaled(changes: Float64Array): Float64Array {
  return combine(changes, deviationOf(changes), ratio);
}

/** From the first item on, until the last one is no longer fresh. */
function newsColumns(
  { values, knownAt, freshMs }: OutsideSeries,
  closeTime: Float64Array,
): readonly OutsideColumn[] {
  const places = latestKnown(knownAt, { closeTime, freshMs });
  /** Places of the first item later than so many days before each close. */
  const firstWithin = (days: number): Int32Array => {
    const before = closeTime.map((close) => close - days * dayMs);
    const known = { closeTime: before, freshMs: Number.POSITIVE_INFINITY };
    return latestKnown(knownAt, known).map((place) => place + 1);
  };
  const countsFrom = firstWithin(1);
  const sentimentFrom = firstWithin(outsideSpec.sentimentDays);
  const sentiment = Float64Array.from(places, (last, day) => {
    const first = sentimentFrom[day] as number;
    const items = values.subarray(first, last + 1);
    return last < 0 ? Number.NaN : items.reduce((sum, value) => sum + value, 0) / items.length;
  });
  const count = Float64Array.from(places, (last, day) =>
    last < 0 ? Number.NaN : last + 1 - (countsFrom[day] as number),
  );
  const usual = decayingMean(count, outsideSpec.countHalfLifeDays);
  return [
    { name: 'sentiment', values: sentiment },
    { name: 'count', values: combine(count, usual, (n, mean) => Math.log((1 + n) / (1 + mean))) },
  ];
}
