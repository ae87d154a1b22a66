/** A connection to an exchange: one exchange object of ccxt, its clock, its markets, and the rules by which it is asked. */
import { VenueError } from '../../base/errors.ts';
import { dayMs, hourMs } from '../../base/time.ts';
import { limitOf, meaningOf, parsed } from './classify.ts';
import type { Credentials } from './credentials.ts';
import { type CcxtExchange, type CcxtMarket, objectOf } from './exchange.ts';
import { loadExchangeClass } from './load-class.ts';
import { answerText, createTransport, type Observed, type Reply } from './transport.ts';
import { createVenueClock, type TimeReading, type VenueClock } from './venue-clock.ts';
import type { Meaning, VenueQuirks } from './venue-quirks.ts';

export type ConnectionOptions = {
  readonly venue: VenueQuirks;
  /** Scheme and host in place of the venue's own. */
  readonly baseUrl?: string | undefined;
  /** Without them nothing can be signed. */
  readonly credentials?: Credentials | undefined;
  /** How fast the venue's clock runs: 1, but for a test venue. */
  readonly speed?: number;
};

export type Connection = {
  readonly venue: VenueQuirks;
  readonly exchange: CcxtExchange;
  readonly clock: VenueClock;
  /** The venue's time, read for its own sake. Errors: VenueError. */
  readTime(): Promise<TimeReading>;
  /** Asks for something that changes nothing. Errors: VenueError, also where a reply is not what it should be. */
  read<T>(work: () => Promise<T>): Promise<T>;
  /** The same, and undefined where the host says that it has no such address: test networks and proxies have not all of them. */
  readIfServed<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** The same as `read`, and undefined when the venue answered that there is no such order. */
  find<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Does what may change something, once, bound to a time; the replies tell what became of it. */
  send<T>(work: () => Promise<T>, boundTo: number): Promise<Observed<T>>;
  /** Those that Ballast trades by its names, at most an hour old. */
  markets(): Promise<ReadonlyMap<string, CcxtMarket>>;
  /** The next to ask for markets gets them anew. */
  forgetMarkets(): void;
  /** How long the venue wants to be left alone; 0 when it may be asked. */
  quietMs(): number;
  /** Heeds what a reply asks for: to be left alone, or to compare clocks. */
  heed(reply: Reply): Promise<void>;
};

const timeoutMs = 10_000;
const notServedStatus = 404;
const marketsAgeMs = hourMs;
/** While they cannot be read anew, those of today will do. */
const oldestMarketsMs = dayMs;

/** Loads the class and compares the clock. Errors: VenueError when the venue cannot be reached. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { venue, credentials, speed = 1 } = options;
  const transport = createTransport({ timeoutMs: Math.ceil(timeoutMs / speed) });
  const Exchange = await loadExchangeClass(venue.id);
  const exchange = new Exchange({ enableRateLimit: true, ...credentials, ...venue.settings });
  let quietUntil = Number.NEGATIVE_INFINITY;
  let known: { readonly markets: ReadonlyMap<string, CcxtMarket>; readonly at: number } | undefined;
  let loading: Promise<ReadonlyMap<string, CcxtMarket>> | undefined;

  const readTime = async (): Promise<TimeReading> => {
    const { value: time, replies } = await ask(() => exchange.fetchTime());
    const reply = replies.at(-1);
    if (time !== undefined && Number.isFinite(time) && reply !== undefined)
      return { time, ...reply };
    throw new VenueError('unavailable', `${venue.name} told no time`);
  };
  const clock = createVenueClock({ speed, readTime });
  prepare(exchange, { ...options, speed, fetch: transport.fetch });
  if (venue.marketName !== undefined) giveNames(exchange, venue);
  let lastNonce = 0;
  exchange.milliseconds = () => transport.boundTime() ?? clock.now();
  exchange.seconds = () => Math.floor(exchange.milliseconds() / 1_000);
  exchange.nonce = () => {
    // Kraken takes each number once.
    lastNonce = Math.max(lastNonce + 1, clock.now());
    return transport.boundTime() ?? lastNonce;
  };

  const quietMs = (): number => Math.max(0, quietUntil - clock.now());
  const heed = async (reply: Reply): Promise<void> => {
    const wait = limitOf(reply, venue);
    if (wait !== undefined) quietUntil = Math.max(quietUntil, clock.now() + wait);
    if (meaningIn(reply, venue)?.kind === 'clock') await clock.sync().catch(() => undefined);
  };

  /** Undefined when there is no such order. */
  const ask = async <T>(work: () => Promise<T>, options: Asking<T> = {}): Promise<Told<T>> => {
    const wait = quietMs();
    if (wait > 0) throw new VenueError('unavailable', quietText(venue, wait));
    const { result, replies } = await transport.observe(work);
    const unfit = replies.find((reply) => !isWhole(reply, venue));
    if ('value' in result && (options.isEnough?.(result.value) ?? unfit === undefined)) {
      return { value: result.value, replies };
    }
    if (unfit === undefined) {
      throw new VenueError('unavailable', `${venue.name} was not understood: ${faultName(result)}`);
    }
    await heed(unfit);
    const meaning = meaningIn(unfit, venue)?.kind;
    if (meaning === 'no-order') return { value: undefined, replies };
    const isNotServed = unfit.status === notServedStatus && meaning === undefined;
    if (isNotServed && options.mayLack) return { value: undefined, replies };
    if (meaning === 'clock' && !options.isAgain) return ask(work, { ...options, isAgain: true });
    const kind = meaning === 'key' ? 'authentication' : 'unavailable';
    throw new VenueError(kind, answerText(venue.name, unfit));
  };

  const find = async <T>(work: () => Promise<T>, options?: Asking<T>): Promise<T | undefined> => {
    if (clock.isSyncDue() && quietMs() === 0) await clock.sync().catch(() => undefined);
    return (await ask(work, options)).value;
  };

  const read = async <T>(work: () => Promise<T>, options?: Asking<T>): Promise<T> => {
    const found = await find(work, options);
    if (found === undefined) throw new VenueError('unavailable', `${venue.name} answered nothing`);
    return found;
  };

  const loadMarkets = async (): Promise<ReadonlyMap<string, CcxtMarket>> => {
    const at = clock.now();
    const tradedMarkets = async (): Promise<ReadonlyMap<string, CcxtMarket>> => {
      const loaded = Object.entries(await exchange.loadMarkets(true, venue.marketParams));
      return new Map(loaded.filter(([name, market]) => nameOf(market, venue) === name));
    };
    // Some venues are asked for futures as well, which an account may not see.
    const markets = await read(tradedMarkets, { isEnough: ({ size }) => size > 0 });
    known = { markets, at };
    return markets;
  };

  await clock.sync();
  return {
    ...{ venue, exchange, clock, readTime, quietMs, heed },
    read: (work) => read(work),
    readIfServed: (work) => find(work, { mayLack: true }),
    find: (work) => find(work),
    send: (work, boundTo) => transport.observe(work, venue.isBoundByClock ? boundTo : undefined),
    async markets() {
      if (known !== undefined && clock.now() - known.at < marketsAgeMs) return known.markets;
      loading ??= loadMarkets().finally(() => {
        loading = undefined;
      });
      return loading.catch((fault: unknown) => {
        if (known === undefined || clock.now() - known.at > oldestMarketsMs) throw fault;
        return known.markets;
      });
    },
    forgetMarkets() {
      if (known !== undefined) known = { ...known, at: Number.NEGATIVE_INFINITY };
    },
  };
}

type Asking<T> = {
  /** Made again with a clock that was put right; a read may be, once. */
  readonly isAgain?: boolean;
  /** The host may not have the address. */
  readonly mayLack?: boolean;
  /** In place of every reply being whole. */
  readonly isEnough?: (value: T) => boolean;
};

type Told<T> = { readonly value: T | undefined; readonly replies: readonly Reply[] };

type Preparation = ConnectionOptions & { readonly speed: number; readonly fetch: unknown };

function prepare(exchange: CcxtExchange, { baseUrl, speed, fetch }: Preparation): void {
  exchange.number = String;
  exchange.userAgent = 'Ballast';
  exchange.fetchImplementation = fetch;
  // Ours is the one that counts, and covers the body.
  exchange.timeout = Math.ceil((2 * timeoutMs) / speed);
  if (baseUrl !== undefined) {
    exchange.urls.api = withHost(exchange.urls.api, { baseUrl, exchange });
  }
  exchange.rateLimit /= speed;
  exchange.rollingWindowSize /= speed;
  exchange.tokenBucket = undefined;
  exchange.initRestRateLimiter();
}

/** Where names differ, ccxt is told ours as it reads the markets, so that all that it takes and tells has them. */
function giveNames(exchange: CcxtExchange, venue: VenueQuirks): void {
  const parse = exchange.parseMarket.bind(exchange);
  exchange.parseMarket = (told) => {
    const market = parse(told);
    return { ...market, symbol: nameOf(market, venue) ?? market.symbol };
  };
}

function nameOf(market: CcxtMarket, { marketName }: VenueQuirks): string | undefined {
  if (marketName !== undefined) return marketName(market);
  return market.spot ? market.symbol : undefined;
}

/** Scheme and host of every address replaced; paths stay. */
function withHost(urls: unknown, place: { baseUrl: string; exchange: CcxtExchange }): unknown {
  if (typeof urls === 'string') {
    const host = (place.exchange as unknown as { hostname?: string }).hostname ?? 'host';
    const { pathname } = new URL(urls.replaceAll('{hostname}', host));
    return new URL(pathname, place.baseUrl).href.replace(/\/$/, '');
  }
  const entries = Object.entries(urls as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, url]) => [name, withHost(url, place)]));
}

function meaningIn({ body }: Reply, venue: VenueQuirks): Meaning | undefined {
  const fault = venue.faultOf(objectOf(parsed(body)));
  return fault && meaningOf(fault, venue.meanings);
}

function isWhole(reply: Reply, venue: VenueQuirks): boolean {
  const { status = 0, body, path } = reply;
  const json = parsed(body);
  if (status < 200 || status >= 300 || json === undefined || json === null) return false;
  if (venue.faultOf(objectOf(json)) !== undefined) return false;
  const shape = venue.shapes[path];
  return shape === undefined ? typeof json === 'object' : shape(json);
}

export function quietText({ name }: VenueQuirks, waitMs: number): string {
  return `${name} asked to be left alone for another ${Math.ceil(waitMs / 1_000)} s`;
}

/** The class of an error of ccxt only: its text may hold the query of a signed request. */
export function faultName(result: Observed<unknown>['result']): string {
  return 'fault' in result && result.fault instanceof Error ? result.fault.name : 'no error';
}
