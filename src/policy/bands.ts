/** What the rules with a band around each target share: is one left, which is the tightest, and the reasons. */
import type { Reason } from '../base/reasons.ts';
import { pp } from './policy.ts';

type State = {
  readonly weights: Float64Array;
  readonly targets: Float64Array;
  /** Half-widths, by asset. */
  readonly triggers: Float64Array;
};

export function isAnyBreached({ weights, targets, triggers }: State): boolean {
  for (let i = 0; i < targets.length; i++) {
    const driftAbs = Math.abs((weights[i] as number) - (targets[i] as number));
    if (driftAbs > (triggers[i] as number)) return true;
  }
  return false;
}

/** The asset that has used up most of its band, in or out of it. */
export function bandReason(state: State, symbols: readonly string[]): Reason {
  const { weights, targets, triggers } = state;
  let worst = 0;
  let highest = -1;
  for (let i = 0; i < targets.length; i++) {
    const driftAbs = Math.abs((weights[i] as number) - (targets[i] as number));
    const used = driftAbs === 0 ? 0 : driftAbs / (triggers[i] as number);
    if (used > highest) [worst, highest] = [i, used];
  }
  return {
    code: isAnyBreached(state) ? 'BAND_BREACHED' : 'BAND_INSIDE',
    symbol: symbols[worst] as string,
    driftPp: pp((weights[worst] as number) - (targets[worst] as number)),
    thresholdPp: pp(triggers[worst] as number),
  };
}
