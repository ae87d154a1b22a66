/** `targets`: the targets in force, since when and by whom they differ from those of the file, and every change of them. */
import { approvedSettings, fallenReasons } from '../../app/targets/approved-targets.ts';
import { reasonsStanding, settingsStanding } from '../../app/targets/targets-now.ts';
import { targetsReview } from '../../app/targets/targets-review.ts';
import type { Workspace } from '../../app/workspace.ts';
import { targetWeightsOf } from '../../plan/target-weights.ts';
import { isoTime } from '../../report/format.ts';
import { reasonJson, timeOrNull } from '../../report/recommendation-json.ts';
import { cashLast, targetChangeJson } from '../../report/target-change-words.ts';
import { type TargetsView, targetsText } from '../../report/text-target-changes.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withConfiguredVenue } from '../rooms.ts';

const mostShown = 100;

export async function run(call: Call): Promise<ExitCode> {
  const view = await withConfiguredVenue(call, viewOf);
  answer(call, { json: () => targetsJson(view), text: () => targetsText(view) });
  return 0;
}

async function viewOf(workspace: Workspace): Promise<TargetsView> {
  const { store, broker, settings } = workspace;
  const { account } = broker;
  const [{ now, inForce, fallen }, changes, approved, [lastLook = null]] = await Promise.all([
    targetsReview(workspace),
    store.targetChanges.list({ account, limit: mostShown }),
    approvedSettings(workspace),
    store.recommendations.list({ account, limit: 1 }),
  ]);
  const { portfolio } = settingsStanding(approved, lastLook);
  const approvedBy = inForce?.approvals.map(({ actor }) => actor) ?? [];
  return {
    ...{ now, portfolio: portfolio.name, targets: targetWeightsOf(portfolio), changes },
    approved: inForce && { ...inForce.record, approvedBy },
    allocated: reasonsStanding(settings, lastLook),
    notices: fallenReasons({ settings }, fallen),
  };
}

function targetsJson(view: TargetsView) {
  const { now, portfolio, targets, approved, allocated, notices, changes } = view;
  return {
    schemaVersion: 1,
    ...{ portfolio, asOf: isoTime(now), targets: cashLast(targets) },
    approved: approved && {
      id: approved.change.id,
      approvedAt: timeOrNull(approved.approvedAt),
      approvedBy: approved.approvedBy,
    },
    allocated: allocated.map(reasonJson),
    notices: notices.map(reasonJson),
    changes: changes.map(targetChangeJson),
  };
}
