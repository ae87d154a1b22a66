/** Workspaces in which changes of targets are proposed: what is suggested is given, so that nothing needs to be learnt. */
import { approvedSettings } from '../../src/app/targets/approved-targets.ts';
import { proposeTargets } from '../../src/app/targets/propose-targets.ts';
import type { Suggester } from '../../src/app/targets/suggest-now.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { PortfolioSettings } from '../../src/plan/settings.ts';
import type { TargetChange, TargetMove } from '../../src/plan/target-change.ts';
import { targetWeightsOf } from '../../src/plan/target-weights.ts';

/** BTC 50 %, ETH 30 %, cash 20 %: LINK is in the market and not in the file. */
export const twoAssets: PortfolioSettings = {
  ...{ name: 'core', quote: 'USDT', symbols: ['BTC', 'ETH'] },
  ...{ targets: [0.5, 0.3], cashTarget: 0.2 },
};

export const toLink: TargetMove = { from: 'BTC', to: 'LINK', weight: 0.05 };

const figures = { volAnnual: 0.6, diversificationRatio: 1.1, effectiveBets: 1.4 };

/** Suggests one move, from the targets in force. */
export function suggester(workspace: Workspace, move: TargetMove = toLink): Suggester {
  return {
    async now() {
      const targets = targetWeightsOf((await approvedSettings(workspace)).portfolio);
      const { from, to, weight } = move;
      const after = {
        ...targets,
        [from]: Number(((targets[from] ?? 0) - weight).toFixed(10)),
        [to]: Number(((targets[to] ?? 0) + weight).toFixed(10)),
      };
      return {
        ...{ portfolio: 'core', asOf: workspace.clock.now(), forecastAt: workspace.clock.now() },
        ...{ model: 'pooled-har', name: null, cause: null, candidates: [], leftOut: [] },
        ...{ tilt: 0.05, turbulentShare: null, lockstep: [], targets },
        figures: { ...figures, largestRisk: { symbol: 'BTC', share: 0.6 } },
        suggestions: [
          {
            ...{ kind: 'diversify', moves: [move], targets: after, turnover: 0.05, costBps: 1.5 },
            figures: { ...figures, volAnnual: 0.57, largestRisk: null },
            ...{ swaps: { made: 200, beaten: 200 }, past: null },
          },
        ],
      };
    },
  };
}

/** Proposes the move; fails where that is refused. */
export async function proposeMove(
  workspace: Workspace,
  move: TargetMove = toLink,
  proposer = 'ann',
): Promise<TargetChange> {
  const wanted = { proposer, universe: null, wanted: [move] };
  const result = await proposeTargets(workspace, suggester(workspace, move), wanted);
  if (!result.ok) throw new Error(`refused: ${result.reason.code}`);
  return result.value.change;
}
