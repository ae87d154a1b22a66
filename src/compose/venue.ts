/** A portfolio on a venue, and the parts of it that are the same wherever it trades. */
import { createAdvisoryBroker } from '../adapters/advisory/advisory-broker.ts';
import type { MarginTerms } from '../adapters/paper/margin.ts';
import { createPaperBroker } from '../adapters/paper/paper-broker.ts';
import type { SimulatedClock } from '../adapters/simulated/simulated-clock.ts';
import { tradedNotional } from '../app/execution/traded-notional.ts';
import { createLearner } from '../app/learning/learned-day.ts';
import { latestPrices } from '../app/plans/latest-prices.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Configured } from '../config/settings.ts';
import type { PortfolioSettings } from '../plan/settings.ts';
import type { Broker } from '../ports/broker.ts';
import type { MarketData } from '../ports/market-data.ts';
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

/** In words, where no order leaves the machine. */
export function howTraded({ mode }: Configured['venue']): string {
  return mode === 'advisory' ? 'by hand' : 'paper';
}

/** The account is kept here: on paper, or as a person tells. */
export function ownBrokerOf(
  { venue, settings: { portfolio, costs } }: Pick<Configured, 'venue' | 'settings'>,
  place: Pick<Workspace, 'store' | 'clock' | 'market'>,
): Broker {
  if (venue.mode === 'advisory') {
    return createAdvisoryBroker({ ...place, account: `advisory:${portfolio.name}` });
  }
  const account = `paper:${portfolio.name}`;
  return createPaperBroker({
    ...{ ...place, account, costs },
    margin: marginTerms(portfolio, place.market),
    tradedNotional: (time) => tradedNotional(place.store, { account, time }),
  });
}

/** What a paper account may borrow; undefined where nothing is. */
export function marginTerms(
  { leverage, quote }: PortfolioSettings,
  market: MarketData,
): MarginTerms | undefined {
  if (leverage === undefined) return undefined;
  const prices: MarginTerms['prices'] = (symbols, now) =>
    latestPrices(market, symbols, { quote, now });
  return { leverage, quote, prices };
}
