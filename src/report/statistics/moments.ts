/** Mean and standard deviation (n − 1) of a sample; a deviation that is only rounding counts as none. */

export type Moments = { readonly mean: number; readonly deviation: number };

/** Of values of the size of returns, anything below is rounding. */
const rounding = 1e-14;

/** Needs two values at least. */
export function momentsOf(values: Float64Array): Moments {
  const mean = sumOf(values) / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean, deviation: deviation < rounding ? 0 : deviation };
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
