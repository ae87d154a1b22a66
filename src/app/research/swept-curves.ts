/** Cost against tracking of a few policies over their parameters, on the bars of one backtest: what its own point lies on. */
import { setImmediate } from 'node:timers/promises';
import { type BacktestInputs, backtest } from '../../backtest/backtest.ts';
import { firstGrid, sweepOf } from '../../backtest/sweep.ts';
import type { SweptCurve } from '../../report/tear-sheet-view.ts';

/** Of the values that a sweep begins with; a curve needs no more. */
const everySecond = 2;

/** A rule without forecast and the main one; `own` first, where it has a parameter. */
const compared = ['threshold', 'risk-aware'] as const;

export async function sweptCurves(
  inputs: BacktestInputs,
  { own, signal }: { own: string | null; signal: AbortSignal },
): Promise<SweptCurve[]> {
  const { settings } = inputs;
  const curves: SweptCurve[] = [];
  for (const policy of new Set([...(own === null ? [] : [own]), ...compared])) {
    const sweep = sweepOf(policy);
    const points = [];
    for (const parameter of firstGrid(sweep).filter((_, k) => k % everySecond === 0)) {
      // Lets an interruption through.
      await setImmediate();
      signal.throwIfAborted();
      const rule = sweep.ruleAt(parameter, settings.policy.rule);
      const { trackingErrorPct, costBpsPerYear } = backtest({
        ...inputs,
        settings: { ...settings, policy: { ...settings.policy, rule } },
      });
      points.push({ parameter, trackingErrorPct, costBpsPerYear });
    }
    curves.push({ policy, points });
  }
  return curves;
}
