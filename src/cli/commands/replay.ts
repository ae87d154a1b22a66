/** `replay`: computes a past recommendation again from its recorded inputs, and names the first difference if there is one. */
import { findRecommendation } from '../../app/plans/find-recommendation.ts';
import { replay } from '../../app/plans/replay.ts';
import { invariant } from '../../base/errors.ts';
import { firstDifference } from '../../report/first-difference.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';

export async function run(call: Call): Promise<ExitCode> {
  return withKeptStore(call, async (store) => {
    const record = await findRecommendation(store, call.parameter('ID') ?? '');
    const { id } = record.recommendation;
    const found = await replay(store, id);
    invariant(found !== undefined, `a recommendation that was found can be replayed, was ${id}`);
    const { recorded, recomputed, same } = found;
    const difference = same ? undefined : firstDifference(recorded, recomputed);
    const { planHash } = recorded;
    answer(call, {
      json: () => ({
        schemaVersion: 1,
        ...{ id, same, planHash },
        recomputedHash: recomputed.planHash,
        firstDifference: difference ?? null,
      }),
      text: () =>
        same
          ? `${id} comes out the same: plan hash ${planHash ?? 'none, no plan was due'}`
          : `${id} comes out different: plan hash ${recomputed.planHash}, was ${planHash}`,
    });
    if (same) return 0;
    const { path, left, right } = difference ?? {};
    call.say(
      `ballast: ${path} was ${JSON.stringify(left)}, is ${JSON.stringify(right)} now: the program or a record has changed; bin/ballast audit verify tells which`,
    );
    return 5;
  });
}
