/**
 * Conditional value at risk, historical: the mean loss in the worst (1 − level) of all returns, a positive % of NAV for the
 * length of one return. The last return counts with the fraction that fills the tail. Rockafellar and Uryasev 2000,
 * "Optimization of Conditional Value-at-Risk"; Acerbi and Tasche 2002 for the fraction. Knows no worse day than it has seen.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

export function conditionalValueAtRiskPct(returns: Float64Array, level: number): Figure {
  // 0.05 · 20 must be one return, not 1.0000000000000009.
  const tail = Math.round(1e9 * (1 - level) * returns.length) / 1e9;
  if (tail < 1) return noFigure(`fewer than ${Math.ceil(1 / (1 - level))} returns have no tail`);
  const sorted = returns.slice().sort();
  const whole = Math.floor(tail);
  let sum = 0;
  for (let k = 0; k < whole; k++) sum += sorted[k] as number;
  if (whole < tail) sum += (tail - whole) * (sorted[whole] as number);
  return figureOf((-100 * sum) / tail);
}
