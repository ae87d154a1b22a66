/**
 * What intervals are made with, by horizon. Errors of 30 days overlap and come in few independent pieces, so that their
 * quantiles are too narrow in a new regime: half-widths are a fifth wider there, and cover less even so.
 */
import type { Horizon } from '../inputs/daily-panel.ts';
import type { QuantileSpec } from './adaptive-quantiles.ts';

const windowDays = 720;

/** Share of outcomes that intervals of the product shall hold. */
export const intervalCoverage = 0.9;

/** For a coverage, the share of outcomes that shall be inside. */
export function intervalSpec(horizon: Horizon, coverage: number): QuantileSpec {
  return { coverage, windowDays, rate: rates[horizon], widening: horizon === 30 ? 1.2 : 1 };
}

/** γ */
const rates: Readonly<Record<Horizon, number>> = { 1: 0.02, 7: 0.01, 30: 0.005 };
