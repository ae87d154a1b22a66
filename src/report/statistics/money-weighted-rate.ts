/**
 * Money-weighted rate of return: the growth a year g at which NAV_0 and all flows would have become the last NAV,
 * NAV_0 (1 + g)^T + Σ flow_t (1 + g)^(T − t) = NAV_T, in % a year. It is what the owner's money earned; a year with much money
 * counts more. CFA Institute, Global Investment Performance Standards (2020), money-weighted return.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

const maximumHalvings = 200;
/** Logarithms of the growth a year between which the rate is looked for. */
const bounds = { low: -20, high: 20 };

/** `flows` at the closes of the bars, each part of its NAV. */
export function moneyWeightedRatePct(
  { nav, flows }: { nav: Float64Array; flows: Float64Array },
  periodsPerYear: number,
): Figure {
  const last = nav.length - 1;
  if (last < 1) return noFigure('one bar is no period');
  const missing = (rate: number): number => {
    const grown = (value: number, bar: number): number =>
      value * Math.exp((rate * (last - bar)) / periodsPerYear);
    let sum = grown(nav[0] as number, 0) - (nav[last] as number);
    for (let bar = 1; bar <= last; bar++) {
      if (flows[bar] !== 0) sum += grown(flows[bar] as number, bar);
    }
    return sum;
  };
  let { low, high } = bounds;
  if (!(missing(low) < 0 && missing(high) > 0)) return noFigure('no rate explains it');
  for (let k = 0; k < maximumHalvings && high - low > 1e-12; k++) {
    const middle = (low + high) / 2;
    if (missing(middle) < 0) low = middle;
    else high = middle;
  }
  return figureOf(100 * (Math.exp((low + high) / 2) - 1));
}
