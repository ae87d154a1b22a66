/**
 * A long series thinned out for a drawing: of the values in each column the first, lowest, highest and last are kept, in
 * their order, so that no peak and no trough is lost. The same series always gives the same points.
 */

/** Positions that are kept, rising. `columnOf` gives the column of a position and never falls. */
export function thinOut(values: Float64Array, columnOf: (position: number) => number): Int32Array {
  const kept: number[] = [];
  let start = 0;
  while (start < values.length) {
    const column = columnOf(start);
    let [low, high, end] = [start, start, start];
    while (end + 1 < values.length && columnOf(end + 1) === column) {
      end++;
      if ((values[end] as number) < (values[low] as number)) low = end;
      if ((values[end] as number) > (values[high] as number)) high = end;
    }
    const inOrder = low < high ? [start, low, high, end] : [start, high, low, end];
    for (const position of inOrder) if (kept.at(-1) !== position) kept.push(position);
    start = end + 1;
  }
  return Int32Array.from(kept);
}
