/**
 * What networks are trained to make small, for an error e = y − z of logs: ½[exp(m̃)(1 + e − m̃) − e] + ½ Huber₃(e), m̃ = min(e, 3).
 * QLIKE, with a straight line beyond e = 3 so that one day does not move everything, and with half a square beside it, which also holds
 * forecasts back that are too high. It is ½ at e = 0, its least.
 */

/** Beyond this error the loss is a straight line. */
export const straightBeyond = 3;

export function lossOf(error: number): number {
  const low = Math.min(error, straightBeyond);
  const cut = Math.max(low, -straightBeyond);
  return 0.5 * (Math.exp(low) * (1 + error - low) - error + cut * (error - 0.5 * cut));
}
