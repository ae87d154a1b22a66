/** Why a plan that asks for no person waits for one all the same, for as long as the cause lasts. */
import type { Reason } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { pegProblem } from '../execution/peg.ts';
import { haltProblem } from '../execution/trading.ts';
import { findChampion } from '../learning/find-champion.ts';
import { inputsOf } from '../plans/gate.ts';
import type { Workspace } from '../workspace.ts';

export async function heldBack(
  workspace: Workspace,
  record: RecommendationRecord,
): Promise<readonly Reason[]> {
  const reasons = [
    await haltProblem(workspace.store),
    await pegProblem(workspace),
    await modelProblem(workspace, record),
  ];
  return reasons.filter((reason) => reason !== undefined);
}

/** Another forecast stands in for a promoted model because that is too old. */
async function modelProblem(
  { settings, models }: Workspace,
  record: RecommendationRecord,
): Promise<Reason | undefined> {
  const { learned, asOf } = inputsOf(record);
  const standsIn = settings.forecast.model === 'champion' && learned?.model !== 'champion';
  if (!standsIn) return undefined;
  for (const sessions of [false, true]) {
    const found = await findChampion(models, sessions);
    if (!('model' in found)) continue;
    const ageDays = (asOf - found.model.to) / dayMs;
    if (ageDays > settings.forecast.modelMaxAgeDays) return { code: 'MODEL_EXPIRED' };
  }
  return undefined;
}
