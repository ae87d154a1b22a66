/** Suggestions on the venue of a portfolio, now and from the targets in force; days of candidates are learnt once, beside those of looks. */
import type { Suggestions } from '../../report/suggestions.ts';
import type { Workspace } from '../workspace.ts';
import { withApprovedTargets } from './approved-targets.ts';
import { suggest, suggestionRoom } from './suggest.ts';
import { settingsStanding } from './targets-now.ts';

export type Suggester = {
  /** Without a universe, of all assets that the venue has. Errors: DataError when candles of the portfolio are unfit. */
  now(universe: readonly string[] | null): Promise<Suggestions>;
};

export function createSuggester(workspace: Workspace): Suggester {
  const { learner } = suggestionRoom(workspace);
  return {
    async now(universe) {
      const place = await withApprovedTargets(workspace);
      const { store, broker, market } = place;
      const [lastLook = null] = await store.recommendations.list({
        ...{ account: broker.account, limit: 1 },
      });
      const settings = settingsStanding(place.settings, lastLook);
      return suggest({ settings, market, learner }, { at: workspace.clock.now(), universe });
    },
  };
}
