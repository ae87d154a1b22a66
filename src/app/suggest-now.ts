/** Suggestions on the venue of a portfolio, now and from the targets in force; days of candidates are learnt once, beside those of looks. */
import type { Suggestions } from '../report/suggestions.ts';
import { withApprovedTargets } from './approved-targets.ts';
import { suggest, suggestionRoom } from './suggest.ts';
import type { Workspace } from './workspace.ts';

export type Suggester = {
  /** Without a universe, of all assets that the venue has. Errors: DataError when candles of the portfolio are unfit. */
  now(universe: readonly string[] | null): Promise<Suggestions>;
};

export function createSuggester(workspace: Workspace): Suggester {
  const { learner } = suggestionRoom(workspace);
  return {
    async now(universe) {
      const room = { ...(await withApprovedTargets(workspace)), learner };
      return suggest(room, { at: workspace.clock.now(), universe });
    },
  };
}
