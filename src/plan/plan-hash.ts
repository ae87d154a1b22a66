/** What a plan and its inputs are known by: SHA-256 of their canonical JSON. */
import { hashOf } from '../base/canonical-json.ts';
import type { RecordedInputs } from './inputs.ts';
import type { Leg } from './plan.ts';

/** Everything that the recommendation depends on; where the candles are kept does not matter, what they are does. */
export function snapshotHash(inputs: RecordedInputs): string {
  const { origin: _, candles, ...rest } = inputs;
  const content = candles.map(({ symbol, bars, sha256 }) => ({ symbol, bars, sha256 }));
  return hashOf({ ...rest, candles: content });
}

/** What an approval is bound to: the inputs, the rules, what may be traded at most and at which prices, and until when. */
export function planHash(
  inputs: RecordedInputs,
  plan: { snapshot: string; legs: readonly Leg[]; expiresAt: number },
): string {
  return hashOf({
    portfolio: inputs.settings.portfolio.name,
    snapshot: plan.snapshot,
    rules: hashOf(inputs.rules),
    settings: hashOf(inputs.settings),
    legs: plan.legs.map(({ symbol, side, quantity, limitPrice }) => ({
      symbol,
      side,
      quantity,
      limitPrice,
    })),
    expiresAt: plan.expiresAt,
  });
}
