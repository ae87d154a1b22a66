/** What a person does next with a plan that waits, and what they should know before. */
import { capsExceeded } from '../app/plans/automatic-caps.ts';
import type { Workspace } from '../app/workspace.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { reasonSentence } from '../report/decision-sentence.ts';
import { tradingWords } from '../report/trading-words.ts';
import type { Call } from './command.ts';

export async function sayNext(
  call: Call,
  workspace: Workspace,
  { recommendation }: RecommendationRecord,
): Promise<void> {
  const { store } = workspace;
  for (const over of await capsExceeded(store, workspace, recommendation)) {
    call.say(`more than is traded without a person: ${reasonSentence(over)}`);
  }
  const trading = await store.trading.get();
  if (trading.state !== 'active') call.say(tradingWords(trading));
  if (trading.state === 'halted') {
    call.say('nothing can be approved until bin/ballast resume --reason TEXT');
    return;
  }
  const { id, planHash } = recommendation;
  const config = call.has('config') ? ` --config ${call.text('config')}` : '';
  call.say('nothing is traded until you approve exactly this plan:');
  call.say(`  bin/ballast approve ${id} --hash ${planHash}${config}`);
  call.say(`  bin/ballast execute ${id}${config}`);
}
