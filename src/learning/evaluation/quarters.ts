/**
 * The quarters of a calendar with the assets and days that are scored in them: assets with a return on at least nine days of ten,
 * and days on which all of these have one. A quarter with no more such days than assets is left out,
 * because its second moment has no inverse.
 */
import type { DailyReturns } from '../../risk/covariance-forecaster.ts';

export type Quarter = {
  /** For example 2022-Q3. */
  readonly name: string;
  readonly assets: readonly number[];
  readonly days: readonly number[];
};

const smallestShareOfDays = 0.9;

/** By the close of each day, epoch ms; a day belongs to the quarter just before its close. */
export function quartersOf(
  returns: DailyReturns,
  closeTime: Float64Array,
  within: { readonly from: number; readonly to: number },
): readonly Quarter[] {
  const daysByName = new Map<string, number[]>();
  for (let day = within.from; day < within.to; day++) {
    const name = quarterName((closeTime[day] as number) - 1);
    daysByName.set(name, [...(daysByName.get(name) ?? []), day]);
  }
  const quarters = [...daysByName].map(([name, days]) => quarterOf(returns, name, days));
  return quarters.filter(({ assets, days }) => assets.length > 0 && days.length > assets.length);
}

function quarterOf({ assets, values }: DailyReturns, name: string, days: number[]): Quarter {
  const has = (day: number, asset: number): boolean =>
    !Number.isNaN(values[day * assets + asset] as number);
  const chosen = Array.from({ length: assets }, (_, asset) => asset).filter(
    (asset) => days.filter((day) => has(day, asset)).length >= smallestShareOfDays * days.length,
  );
  return {
    name,
    assets: chosen,
    days: days.filter((day) => chosen.every((asset) => has(day, asset))),
  };
}

export function quarterName(time: number): string {
  const date = new Date(time);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}
