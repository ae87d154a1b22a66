/** The sets in which inputs from outside are tried: all together, and each kind alone. */
import type { OutsideKind, OutsideSeries } from './outside-series.ts';

export type InputSet = {
  readonly name: 'all' | OutsideKind;
  readonly series: readonly OutsideSeries[];
};

/** Of one kind, all together are that kind. */
export function inputSetsOf(series: readonly OutsideSeries[]): readonly InputSet[] {
  const kinds = [...Map.groupBy(series, ({ kind }) => kind)];
  const alone = kinds.map(([name, ofKind]) => ({ name, series: ofKind }));
  return alone.length < 2 ? alone : [{ name: 'all', series }, ...alone];
}
