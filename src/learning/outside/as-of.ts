/** Which value of a series counts at the close of each day: the last one known by then, if it is not too old. */

/**
 * Places of values, −1 where none counts. Both lists of times do not fall; a value counts from the moment it is known on, until
 * `freshMs` later.
 */
export function latestKnown(
  knownAt: Float64Array,
  { closeTime, freshMs }: { readonly closeTime: Float64Array; readonly freshMs: number },
): Int32Array {
  let next = 0;
  return Int32Array.from(closeTime, (close) => {
    while (next < knownAt.length && (knownAt[next] as number) <= close) next++;
    return close - (knownAt[next - 1] ?? Number.NaN) <= freshMs ? next - 1 : -1;
  });
}
