/**
 * Baselines that expect of every horizon what was, and learn nothing: EWMA of squared returns with λ = .94 (RiskMetrics 1996),
 * and EWMA of the variances of days. A day without a figure changes nothing.
 */
import { columnOf, decayingMean, setColumn } from '../inputs/columns.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { ForecasterRecipe, VarianceForecaster } from './forecaster.ts';

const riskMetricsDecay = 0.94;

export const ewmaReturns: ForecasterRecipe = (panel) =>
  createEwma(panel, {
    name: 'ewma-returns',
    squares: panel.logReturn.map((value) => value * value),
    halfLifeDays: -Math.LN2 / Math.log(riskMetricsDecay),
  });

export function ewmaRealized(halfLifeDays: number): ForecasterRecipe {
  return (panel) =>
    createEwma(panel, {
      name: `ewma-realized-${halfLifeDays}`,
      squares: panel.variance,
      halfLifeDays,
    });
}

function createEwma(
  panel: DailyPanel,
  spec: { readonly name: string; readonly squares: Float64Array; readonly halfLifeDays: number },
): VarianceForecaster {
  const assets = panel.symbols.length;
  const means = new Float64Array(panel.days * assets);
  for (let asset = 0; asset < assets; asset++) {
    const column = decayingMean(columnOf(panel, spec.squares, asset), spec.halfLifeDays);
    setColumn(panel, means, { asset, column });
  }
  return {
    name: spec.name,
    fit() {},
    forecast(day, out) {
      for (let at = 0; at < assets * horizons.length; at++) {
        const mean = means[day * assets + Math.floor(at / horizons.length)] as number;
        out[at] = mean > 0 ? Math.log(mean) : Number.NaN;
      }
    },
  };
}
