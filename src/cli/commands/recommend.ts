/** `recommend`: one recommendation, on the venue of the configuration or on recorded candles. */
import { expireDue } from '../../app/plans/expire.ts';
import { propose } from '../../app/plans/propose.ts';
import type { Workspace } from '../../app/workspace.ts';
import { type Reason, reasonTable } from '../../base/reasons.ts';
import { fileWorkspace } from '../../compose.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { reasonSentence } from '../../report/decision-sentence.ts';
import { recommendationJson } from '../../report/recommendation-json.ts';
import { recommendationText } from '../../report/text-recommendation.ts';
import { printJson, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { withStore } from '../kept-store.ts';
import { modelsOf } from '../models-folder.ts';
import { recordedOf } from '../recorded.ts';
import { withVenue } from '../rooms.ts';
import { sayNext } from '../say-next.ts';
import { secretsOf } from '../secrets.ts';

const proposer = { proposer: 'system' };

export async function run(call: Call): Promise<ExitCode> {
  const files = recordedOf(call);
  const configured = configuredFor(call, { use: 'live' });
  const { settings, autonomy, rails, initialHoldings: holdings } = configured;
  const models = modelsOf(call);
  return withStore(call, async (store) => {
    if (files === undefined) {
      const ground = { store, configured, models, secretOf: secretsOf(call) };
      return withVenue(ground, (workspace) => recommendOnVenue(call, workspace));
    }
    const file = { ...files, store, models, settings, autonomy, rails, holdings };
    const workspace = fileWorkspace(file);
    return show(call, workspace, await propose(workspace, proposer));
  });
}

async function recommendOnVenue(call: Call, workspace: Workspace): Promise<ExitCode> {
  const { store, broker } = workspace;
  await expireDue(workspace);
  const live = await store.executions.live();
  if (live.some(({ account }) => account === broker.account)) {
    return refuse(call, { code: 'EXECUTION_BUSY', account: broker.account });
  }
  return show(call, workspace, await propose(workspace, proposer));
}

async function show(
  call: Call,
  workspace: Workspace,
  record: RecommendationRecord,
): Promise<ExitCode> {
  const { recommendation, state } = record;
  const unfit = faultsOfData(recommendation.reasons);
  if (call.has('json')) printJson(call, recommendationJson(recommendation));
  else if (unfit.length === 0) call.print(recommendationText(recommendation, workspace.mode));
  for (const reason of unfit) call.say(`ballast: ${reason.code}: ${reasonSentence(reason)}`);
  if (unfit.length > 0) {
    call.say('ballast: nothing was decided; bin/ballast data check DIR shows every fault');
    return 5;
  }
  if (recommendation.outcome === 'denied') return 3;
  if (recommendation.outcome === 'none') return 0;
  if (state === 'proposed') await sayNext(call, workspace, record);
  else call.say(`this plan was made before and is ${state} by now`);
  return 10;
}

/** When the data stopped the decision, the reasons begin with what is wrong with them. */
function faultsOfData(reasons: readonly Reason[]): readonly Reason[] {
  const isDecision = ({ code }: Reason): boolean => reasonTable[code].room !== 'market';
  const isNote = ({ code }: Reason): boolean => code === 'DATA_GAP' || code === 'DATA_OUTLIER';
  return reasons.some(isDecision) ? [] : reasons.filter((reason) => !isNote(reason));
}
