/**
 * ln Γ(x) and its derivative ψ(x) for x > 0: recurrence up to x ≥ 10, then the asymptotic series; relative error 1e-14.
 * Source: Abramowitz and Stegun (1964), 6.1.41 and 6.3.18.
 */

const seriesFrom = 10;

export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < seriesFrom) product *= shifted++;
  const square = 1 / (shifted * shifted);
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) /
    shifted;
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    0.5 * Math.log(2 * Math.PI) +
    series -
    Math.log(product)
  );
}

export function digamma(x: number): number {
  let shifted = x;
  let sum = 0;
  while (shifted < seriesFrom) sum += 1 / shifted++;
  const square = 1 / (shifted * shifted);
  const series =
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return Math.log(shifted) - 0.5 / shifted - series - sum;
}
