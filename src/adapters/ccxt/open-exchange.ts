/** Opens an exchange for a portfolio: its clock and market data, and, when it is live, the account behind a key that is safe. */
import { ConfigError } from '../../base/errors.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MarketData } from '../../ports/market-data.ts';
import type { CandleArchive } from '../../ports/store.ts';
import type { AccountFees, MarginFacts } from '../../ports/venue-facts.ts';
import { readFees } from './account-fees.ts';
import { createCcxtBroker } from './ccxt-broker.ts';
import { createCcxtMarketData } from './ccxt-market-data.ts';
import { type Connection, connect } from './connection.ts';
import { accountOf, credentialsOf, type SecretSource } from './credentials.ts';
import { refuseUnsafeKey } from './key-rights.ts';
import { leverageOfFitAccount } from './margin-account.ts';
import type { VenueQuirks } from './venue-quirks.ts';

export type ExchangeOptions = {
  readonly venue: VenueQuirks;
  readonly mode: 'paper' | 'live';
  readonly baseUrl: string | null;
  readonly speed: number;
  readonly acceptUnknownKeyRights: boolean;
  readonly quote: string;
  readonly symbols: readonly string[];
  /** Markets between two of the assets that are traded as well; null: all that the venue trades now. */
  readonly direct: readonly string[] | null;
  /** Markets that may be traded at all; null: any. */
  readonly allowed: readonly string[] | null;
  readonly archive: Pick<CandleArchive, 'latest'>;
  readonly secretOf: SecretSource;
};

export type OpenedExchange = {
  readonly connection: Connection;
  readonly market: MarketData;
  readonly direct: readonly string[];
  /** Undefined on paper, where no key is looked at and nothing can be signed. */
  readonly live:
    | {
        readonly broker: Broker;
        /** Null where the host tells none. */
        readonly fees: AccountFees | null;
        /** As it is set at the venue, by market; of none where nothing is borrowed. */
        readonly leverage: MarginFacts['leverage'];
      }
    | undefined;
};

/** Errors: ConfigError when a key is missing or unsafe, or a market is not there; VenueError when it cannot be reached. */
export async function openExchange(options: ExchangeOptions): Promise<OpenedExchange> {
  const { venue, mode, speed, quote, symbols, secretOf, archive, allowed } = options;
  const credentials = mode === 'live' ? credentialsOf(venue, secretOf) : undefined;
  const baseUrl = options.baseUrl ?? undefined;
  const connection = await connect({ venue, baseUrl, credentials, speed });
  if (credentials !== undefined) {
    await refuseUnsafeKey(connection, { acceptUnknown: options.acceptUnknownKeyRights });
  }
  const isAllowed = (name: string): boolean => allowed?.includes(name) ?? true;
  const direct = options.direct ?? (await directMarketsAt(connection, symbols)).filter(isAllowed);
  const names = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct];
  await refuseMissingMarkets(connection, names);
  const traded = { quote, symbols };
  const market = createCcxtMarketData({ connection, quote, direct, archive });
  if (credentials === undefined) return { connection, market, direct, live: undefined };
  const leverage = await leverageOfFitAccount(connection, traded);
  const broker = createCcxtBroker({ connection, account: accountOf(venue, credentials), traded });
  const fees = await readFees(connection, names);
  return { connection, market, direct, live: { broker, fees, leverage } };
}

/** One between two assets, in the order of the assets; on margin none, where positions are in one currency. */
export async function directMarketsAt(
  { venue, markets }: Pick<Connection, 'venue' | 'markets'>,
  symbols: readonly string[],
): Promise<readonly string[]> {
  if (venue.margin !== undefined) return [];
  const known = await markets();
  const isTraded = (name: string): boolean => known.has(name) && known.get(name)?.active !== false;
  return symbols.flatMap((one, place) =>
    symbols.slice(place + 1).flatMap((other) => {
      const name = [`${one}/${other}`, `${other}/${one}`].find(isTraded);
      return name === undefined ? [] : [name];
    }),
  );
}

async function refuseMissingMarkets(
  { venue, markets }: Connection,
  names: readonly string[],
): Promise<void> {
  const known = await markets();
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  throw new ConfigError(
    `${venue.name} has no market ${missing.join(', ')}: change portfolio.quote, portfolio.targets or markets.direct`,
  );
}
