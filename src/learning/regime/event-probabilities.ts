/**
 * The probability of an event on each day and asset, walked forward: a logistic regression of all assets together, learnt
 * anew at the first close of each month, or quarter, from the days whose outcome is known by then.
 */
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { beginsPeriod, type RefitEvery } from '../variance/walk-forward.ts';
import { fitLogistic, type LogisticModel, probabilityOf } from './logistic-regression.ts';

export type EventSeries = {
  /** Days × assets × width, row-major; a row with a NaN neither teaches nor gets a probability. */
  readonly features: Float64Array;
  readonly width: number;
  /** Days × assets: 1 where the event came, 0 where it did not, NaN while nobody can know. */
  readonly events: Float64Array;
  /** Days until the outcome is known. */
  readonly horizonDays: number;
};

/** Days × assets, row-major; NaN where there is none. */
export type EventProbabilities = {
  readonly probability: Float64Array;
  /** What the event's share in the past would have said. */
  readonly baseRate: Float64Array;
};

/** Days before `from` teach and get none. */
export function eventProbabilities(
  panel: DailyPanel,
  series: EventSeries,
  {
    from = 0,
    refitEvery = 'month',
  }: { readonly from?: number; readonly refitEvery?: RefitEvery } = {},
): EventProbabilities {
  const { features, width, events, horizonDays } = series;
  const assets = panel.symbols.length;
  const probability = new Float64Array(panel.days * assets).fill(Number.NaN);
  const baseRate = probability.slice();
  const rows: number[] = [];
  let next = 0;
  let model: LogisticModel | undefined;
  const isWhole = (cell: number): boolean =>
    !features.subarray(cell * width, (cell + 1) * width).some(Number.isNaN);

  for (let day = from; day < panel.days; day++) {
    if (day === from || beginsPeriod(panel, day, refitEvery)) {
      for (; next < (day - horizonDays + 1) * assets; next++) {
        if (!Number.isNaN(events[next] as number) && isWhole(next)) rows.push(next);
      }
      model = fitLogistic({ features, width, events, rows });
    }
    if (!model) continue;
    for (let cell = day * assets; cell < (day + 1) * assets; cell++) {
      if (!isWhole(cell)) continue;
      probability[cell] = probabilityOf(model, features, cell);
      baseRate[cell] = model.baseRate;
    }
  }
  return { probability, baseRate };
}
