/** What the forecast means for the portfolio: volatilities, and risk before and after a plan over the horizon. */
import { type Panel, periodsPerYear } from '../market/panel.ts';
import { quadraticForm } from '../risk/matrix.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import type { ForecastView } from './plan.ts';

/** Annualised volatilities by asset, from returns and from ranges; empty without a forecast. */
export function volatilities(
  panel: Panel,
  forecast: RiskForecast,
): { returns: number[]; ranges: number[] } {
  if (forecast.version === 0) return { returns: [], ranges: [] };
  const assets = panel.symbols.length;
  const perYear = periodsPerYear(panel);
  const annual = (variance: number): number => Math.sqrt(variance * perYear);
  return {
    returns: panel.symbols.map((_, i) => annual(forecast.covariance[i * assets + i] as number)),
    ranges: Array.from(forecast.rangeVariance, annual),
  };
}

export function forecastView(
  { model, horizonDays }: { model: string; horizonDays: number },
  panel: Panel,
  forecast: RiskForecast,
  weights: { targets: Float64Array; before: Float64Array; after: Float64Array },
): ForecastView {
  const bars = (periodsPerYear(panel) * horizonDays) / 365;
  const volatility = (exposure: Float64Array): number | null =>
    forecast.version === 0
      ? null
      : Math.sqrt(Math.max(0, quadraticForm(forecast.covariance, exposure)) * bars);
  const driftAbs = (current: Float64Array): Float64Array =>
    current.map((weight, i) => weight - (weights.targets[i] as number));
  return {
    model,
    horizonDays,
    trackingErrorBefore: volatility(driftAbs(weights.before)),
    trackingErrorAfter: volatility(driftAbs(weights.after)),
    portfolioVolBefore: volatility(weights.before),
    portfolioVolAfter: volatility(weights.after),
  };
}
