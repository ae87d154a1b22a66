/** A portfolio on a venue, and the parts of it that are the same wherever it trades. */
import { createPaperBroker } from '../adapters/paper/paper-broker.ts';
import type { SimulatedClock } from '../adapters/simulated/simulated-clock.ts';
import { createLearner } from '../app/learned-day.ts';
import { tradedNotional } from '../app/traded-notional.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Configured } from '../config/settings.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { Store } from '../ports/store.ts';

export type Venue = {
  readonly workspace: Workspace;
  /** The clock of the simulated market; it is to be kept now and then. An exchange has its own. */
  readonly simulatedClock: SimulatedClock | undefined;
  keepClock(): Promise<void>;
  /** What a person should know before it trades. */
  readonly notes: readonly string[];
};

export type VenueGround = {
  readonly store: Store;
  readonly models: ModelStore;
  /** A secret of the environment by name. */
  readonly secretOf: (name: string) => string | undefined;
};

/** What a portfolio brings along wherever it trades. */
export function portfolioOf(configured: Configured, models: ModelStore) {
  const { settings, autonomy, rails, learning } = configured;
  return { settings, autonomy, rails, learning, models, learner: createLearner(models) };
}

export function paperBrokerOf(
  { portfolio, costs }: Configured['settings'],
  place: Pick<Workspace, 'store' | 'clock' | 'market'>,
) {
  const account = `paper:${portfolio.name}`;
  return createPaperBroker({
    ...{ ...place, account, costs },
    tradedNotional: (time) => tradedNotional(place.store, { account, time }),
  });
}
