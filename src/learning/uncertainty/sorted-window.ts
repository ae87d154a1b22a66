/** The numbers of the last days in rising order: each day brings some, and the day that leaves the window takes its own. */

export type SortedWindow = {
  /** Takes the numbers of the next day, none of them NaN; there may be none. */
  push(numbers: Float64Array): void;
  /** All numbers of the window, rising. */
  sorted(): Float64Array;
};

export function createSortedWindow(windowDays: number): SortedWindow {
  const days: Float64Array[] = [];
  let sorted: Float64Array = new Float64Array();
  return {
    push(numbers) {
      const arriving = numbers.toSorted();
      const leaving = days.length === windowDays ? days.shift() : undefined;
      days.push(arriving);
      sorted = merged(sorted, { arriving, leaving: leaving ?? new Float64Array() });
    },
    sorted: () => sorted,
  };
}

/** One pass over three rising lists; every number that leaves is among the old ones. */
function merged(
  old: Float64Array,
  { arriving, leaving }: { readonly arriving: Float64Array; readonly leaving: Float64Array },
): Float64Array {
  const result = new Float64Array(old.length + arriving.length - leaving.length);
  let [at, come, gone] = [0, 0, 0];
  for (let k = 0; k < old.length; k++) {
    const number = old[k] as number;
    if (gone < leaving.length && number === leaving[gone]) {
      gone++;
      continue;
    }
    while (come < arriving.length && (arriving[come] as number) < number) {
      result[at++] = arriving[come++] as number;
    }
    result[at++] = number;
  }
  result.set(arriving.subarray(come), at);
  return result;
}
