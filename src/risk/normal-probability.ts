/**
 * The standard normal distribution function Φ(z), with an error below 1e-14; in the far tails below 1e-8 of it.
 * Source: Hart 1968, "Computer Approximations", as given by West 2005, "Better approximations to cumulative normal functions".
 */
import { polynomial } from './polynomial.ts';

const numerator = [
  220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165,
  0.700383064443688, 3.52624965998911e-2,
];
const denominator = [
  440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461,
  16.064177579207, 1.75566716318264, 8.83883476483184e-2,
];

export function normalProbability(z: number): number {
  const distance = Math.abs(z);
  const tail = distance > 37 ? 0 : upperTail(distance);
  return z > 0 ? 1 - tail : tail;
}

function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2);
  if (z < 7.07106781186547) {
    return (density * polynomial(z, numerator)) / polynomial(z, denominator);
  }
  const fraction = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
  return density / fraction / 2.506628274631;
}
