/** What a pooled model reads: some of the features of the specification, and behind them columns from outside, the same for all assets. */
import { outsideColumns } from '../outside/outside-columns.ts';
import type { OutsideSeries } from '../outside/outside-series.ts';
import type { DailyPanel } from './daily-panel.ts';
import type { FeatureName } from './feature-spec.ts';
import { featureCount, featurePositions, featuresOf } from './features.ts';

export type FeatureTable = {
  /** Days × assets × stride, row-major. */
  readonly values: Float32Array;
  readonly stride: number;
  /** Places in a row of what is read, in its order. */
  readonly positions: Int32Array;
};

export function featureTableOf(
  panel: DailyPanel,
  names: readonly FeatureName[],
  outside: readonly OutsideSeries[] = [],
): FeatureTable {
  const own = featuresOf(panel);
  const positions = featurePositions(names);
  if (outside.length === 0) {
    return { values: own, stride: featureCount, positions: Int32Array.from(positions) };
  }
  const columns = outsideColumns(outside, panel.closeTime);
  const stride = featureCount + columns.length;
  const assets = panel.symbols.length;
  const values = new Float32Array(panel.days * assets * stride);
  for (let cell = 0; cell < panel.days * assets; cell++) {
    values.set(own.subarray(cell * featureCount, (cell + 1) * featureCount), cell * stride);
    const day = Math.floor(cell / assets);
    columns.forEach((column, k) => {
      values[cell * stride + featureCount + k] = column.values[day] as number;
    });
  }
  const behind = columns.map((_, k) => featureCount + k);
  return { values, stride, positions: Int32Array.from([...positions, ...behind]) };
}
