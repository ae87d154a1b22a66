/** Computes a past recommendation again from its recorded inputs, and says whether it comes out the same. */
import { canonicalJson } from '../../base/canonical-json.ts';
import { parseExpression } from '../../config/expression-parser.ts';
import type { Recommendation } from '../../plan/plan.ts';
import { recommend } from '../../plan/recommend.ts';
import type { Store } from '../../ports/store.ts';
import { inputsOf } from './gate.ts';

export type Replay = {
  readonly recorded: Recommendation;
  readonly recomputed: Recommendation;
  /** Whether the plan hash (or, without a plan, the whole recommendation) is the same. */
  readonly same: boolean;
};

/** Undefined when there is no such recommendation. Errors: DataError when a recorded candle was changed. */
export async function replay(store: Store, id: string): Promise<Replay | undefined> {
  const record = await store.recommendations.get(id);
  if (record === undefined) return undefined;
  const inputs = inputsOf(record);
  const series = await Promise.all(
    inputs.candles.map((reference) => store.candles.read(reference)),
  );
  const recorded = record.recommendation;
  const recomputed = recommend(inputs, series, parseExpression);
  return { recorded, recomputed, same: canonicalJson(recorded) === canonicalJson(recomputed) };
}
