/** Asks an exchange for all that a person should know before a portfolio trades there; changes nothing. */
import { ConfigError, VenueError } from '../../base/errors.ts';
import type {
  AccountFees,
  KeyFacts,
  MarginFacts,
  MarketFacts,
  VenueFacts,
} from '../../ports/venue-facts.ts';
import { readFees } from './account-fees.ts';
import { type Connection, connect } from './connection.ts';
import { type Credentials, credentialsOf, type SecretSource } from './credentials.ts';
import { readKeyRights } from './key-rights.ts';
import { readMargin } from './margin-account.ts';
import { rulesOf } from './market-rules.ts';
import { directMarketsAt } from './open-exchange.ts';
import type { Traded, VenueQuirks } from './venue-quirks.ts';

export type Examination = {
  readonly venue: VenueQuirks;
  readonly baseUrl: string | null;
  readonly speed: number;
  readonly secretOf: SecretSource;
  readonly quote: string;
  readonly symbols: readonly string[];
  /** Markets between two assets that the configuration names. */
  readonly direct: readonly string[];
};

const roundTrips = 5;

/** Errors: VenueError when the exchange cannot be reached. */
export async function examineExchange(examination: Examination): Promise<VenueFacts> {
  const { venue, baseUrl, speed, secretOf, quote, symbols, direct } = examination;
  const credentials = credentialsIn(venue, secretOf);
  const connection = await connect({
    ...{ venue, speed, baseUrl: baseUrl ?? undefined },
    credentials: 'cause' in credentials ? undefined : credentials.given,
  });
  const { id, name, tier, isVerified } = venue;
  const roundTripsMs: number[] = [];
  for (let k = 0; k < roundTrips; k += 1) {
    const { sentAt, receivedAt } = await connection.readTime();
    roundTripsMs.push(receivedAt - sentAt);
  }
  const names = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct];
  const markets = await Promise.all(names.map((market) => marketFacts(connection, market)));
  const key = 'cause' in credentials ? credentials : await keyFacts(connection);
  const traded = markets.filter(({ rules }) => rules !== null).map(({ market }) => market);
  const isTaken = key.kind === 'told' || key.kind === 'untold';
  const margin = isTaken ? await marginOf(connection, { quote, symbols }) : undefined;
  return {
    ...{ id, name, tier, isVerified, roundTripsMs, key, markets },
    offsetMs: connection.clock.figures().offsetMs,
    limits: await limitsOf(connection),
    direct: await directMarketsAt(connection, symbols),
    fees: isTaken && traded.length > 0 ? await feesOf(connection, traded) : null,
    ...(margin === undefined ? {} : { margin }),
  };
}

type Given = { readonly given: Credentials };

/** Or what is missing. */
function credentialsIn(
  venue: VenueQuirks,
  secretOf: SecretSource,
): Given | Extract<KeyFacts, { kind: 'none' }> {
  try {
    return { given: credentialsOf(venue, secretOf) };
  } catch (fault) {
    if (fault instanceof ConfigError) return { kind: 'none', cause: fault.message };
    throw fault;
  }
}

async function keyFacts(connection: Connection): Promise<KeyFacts> {
  try {
    const rights = await readKeyRights(connection);
    if (rights !== undefined) return { kind: 'told', ...rights };
    // Whether it is taken shows where it is needed.
    await connection.read(() => connection.exchange.fetchBalance());
    return { kind: 'untold' };
  } catch (fault) {
    if (fault instanceof VenueError) return { kind: 'refused', cause: fault.message };
    throw fault;
  }
}

async function marketFacts({ markets }: Connection, market: string): Promise<MarketFacts> {
  const found = (await markets()).get(market);
  if (found === undefined) return { market, state: 'missing', rules: null };
  const state = found.active === false ? 'closed' : 'traded';
  return { market, state, rules: rulesOf(found, undefined) };
}

async function limitsOf({ venue, exchange, read }: Connection): Promise<VenueFacts['limits']> {
  const { limits } = venue;
  return limits === undefined ? [] : read(() => limits(exchange));
}

async function feesOf(
  connection: Connection,
  markets: readonly string[],
): Promise<AccountFees | null> {
  return readFees(connection, markets).catch((fault: unknown) => {
    if (fault instanceof VenueError) return null;
    throw fault;
  });
}

async function marginOf(connection: Connection, traded: Traded): Promise<MarginFacts | undefined> {
  const known = await connection.markets();
  const { quote } = traded;
  const symbols = traded.symbols.filter((symbol) => known.has(`${symbol}/${quote}`));
  return readMargin(connection, { quote, symbols }).catch((fault: unknown) => {
    if (!(fault instanceof VenueError)) throw fault;
    return { problems: [fault.message], leverage: {} };
  });
}
