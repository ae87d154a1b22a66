/** A process that proposes changes of targets and approves every one, until it is killed: `target-change-writer.ts FILE`. */
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { start } from './execution-plans.ts';
import { createTestWorkspace } from './execution-workspace.ts';
import { proposeMove, toLink, twoAssets } from './target-changes.ts';

const [file = ''] = process.argv.slice(2);
const clock = createFrozenClock(start);
const workspace = await createTestWorkspace({ file, clock, settings: { portfolio: twoAssets } });
const back = { from: 'LINK', to: 'BTC', weight: 0.05 };

/** Says what was approved once it is; to and fro, so that no weight runs out. */
for (let round = 0; round < 100_000; round += 1) {
  await clock.sleep(1_000);
  const { id, hash } = await proposeMove(workspace, round % 2 === 0 ? toLink : back);
  await approveTargets(workspace, { id, hash, actor: 'bob' });
  process.stdout.write(`${id}\n`);
}
