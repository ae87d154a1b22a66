/** A portfolio at an exchange: on paper with its prices, or live with its account. */
import { openExchange } from '../adapters/ccxt/open-exchange.ts';
import { ccxtVenues } from '../adapters/ccxt/venues.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Configured } from '../config/settings.ts';
import { howTraded, ownBrokerOf, portfolioOf, type Venue, type VenueGround } from './venue.ts';

export async function openAtExchange(
  configured: Configured,
  { store, models, secretOf, id }: VenueGround & { readonly id: keyof typeof ccxtVenues },
): Promise<Venue> {
  const { settings, venue } = configured;
  const { portfolio, directMarkets } = settings;
  // Where a person trades elsewhere, the markets of the exchange are not there.
  const isDirectKnown = configured.directMarketsAreGiven || venue.mode === 'advisory';
  const { name, tier, isVerified } = ccxtVenues[id];
  const { quote, symbols } = portfolio;
  const opened = await openExchange({
    ...{ ...venue, venue: ccxtVenues[id], secretOf },
    mode: venue.mode === 'live' ? 'live' : 'paper',
    ...{ quote, symbols, direct: isDirectKnown ? directMarkets : null },
    ...{ allowed: configured.rails.markets, archive: store.candles },
  });
  const { connection, market, live, direct } = opened;
  const { clock } = connection;
  // What the configuration names counts; the account knows better than a default.
  const costs =
    live?.fees && settings.costs.assumed
      ? { ...settings.costs, ...live.fees, assumed: false }
      : settings.costs;
  const own = { ...settings, costs, directMarkets: direct };
  const notes = [
    ...(live && configured.holdingsAreGiven
      ? [`portfolio.holdings and venue.initialCash are not used: the account at ${name} is asked`]
      : []),
    ...(live && !isVerified
      ? [
          `${name} (tier ${tier}) follows its documentation and was not tried against it: begin small`,
        ]
      : []),
    ...lowLeverage(live?.leverage ?? {}, portfolio.leverage ?? 0).map(
      ([market, times]) =>
        `the leverage of ${market} is set to ${times} at ${name}, less than portfolio.leverage: what needs more is refused there`,
    ),
  ];
  const workspace: Workspace = {
    ...portfolioOf(configured, models),
    settings: own,
    origin: { kind: 'venue', source: market.source },
    mode: live ? `live · ${name}` : `${howTraded(venue)} · prices of ${name}`,
    ...{ store, clock, market },
    broker: live?.broker ?? ownBrokerOf({ venue, settings: own }, { store, clock, market }),
    initialBalances: live ? null : configured.initialHoldings,
  };
  return { workspace, simulatedClock: undefined, keepClock: async () => {}, notes };
}

function lowLeverage(
  set: Readonly<Record<string, number>>,
  wanted: number,
): readonly (readonly [market: string, times: number])[] {
  return Object.entries(set).filter(([, times]) => times < wanted);
}
