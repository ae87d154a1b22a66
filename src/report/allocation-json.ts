/** An allocation as JSON: weights as fractions by symbol, none where the limits contradict each other. */
import { namedCause } from '../allocation/named-cause.ts';
import { type AllocationView, mendedSentence } from './allocation-view.ts';
import { isoTime } from './format.ts';

export function allocationJson(view: AllocationView) {
  const { method, symbols, allocation, volatility, diversificationRatio } = view;
  const { forecast, past, mended } = view;
  const { status, residual, weights, fallbacks } = allocation;
  return {
    schemaVersion: 1 as const,
    ...{ method, status, residual },
    weights: Object.fromEntries(Array.from(weights, (weight, i) => [symbols[i] as string, weight])),
    ...{ volatility, diversificationRatio },
    fallbacks: fallbacks.map(({ method: failed, cause }) => ({
      method: failed,
      cause: namedCause(cause, symbols),
    })),
    ...(mended !== null && { mended: { ...mended, cause: mendedSentence(mended) } }),
    ...(forecast !== null && { forecast: { ...forecast, asOf: isoTime(forecast.asOf) } }),
    ...(past !== null && { past: { ...past, asOf: isoTime(past.asOf) } }),
    ...((forecast !== null || past !== null) && {
      leftOut: view.leftOut.map(({ symbol, cause }) => ({ symbol, cause })),
    }),
  };
}
