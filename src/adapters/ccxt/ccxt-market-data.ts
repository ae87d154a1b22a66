/** Candles, trading rules and books of an exchange, through ccxt; prices are in the quote currency of the portfolio. */
import { DataError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { knownBy } from '../../market/candle-answer.ts';
import type { Candles } from '../../market/candles.ts';
import type { BookLevel } from '../../market/order-book.ts';
import { tablePlace } from '../../market/quality.ts';
import type { MarketData } from '../../ports/market-data.ts';
import type { CandleArchive } from '../../ports/store.ts';
import { createCandleFeed } from './candle-feed.ts';
import type { Connection } from './connection.ts';
import type { CcxtBook } from './exchange.ts';
import { rulesOf } from './market-rules.ts';

export type CcxtMarketDataOptions = {
  readonly connection: Connection;
  readonly quote: string;
  /** Markets between two assets that are traded as well. */
  readonly direct: readonly string[];
  /** What was read by earlier processes. */
  readonly archive?: Pick<CandleArchive, 'latest'>;
};

export function createCcxtMarketData(options: CcxtMarketDataOptions): MarketData {
  const { connection, quote, direct, archive } = options;
  const { venue, exchange, clock } = connection;
  const { margin } = venue;
  const { intervalMs } = venue.candles;
  // Bars in another currency are another series.
  const source = `ccxt:${venue.id}:${quote}`;
  const recall = async (market: string): Promise<Candles | undefined> => {
    const [symbol = ''] = market.split('/');
    return archive?.latest({ source, symbol, intervalMs }).catch(nothingIfDamaged);
  };
  const feed = createCandleFeed({ connection, recall });

  /** Undefined when the market trades now. */
  const closure = async (market: string): Promise<Reason | undefined> => {
    const known = (await connection.markets()).get(market);
    if (known?.active !== false && known !== undefined) return undefined;
    const cause = known === undefined ? 'does not have it' : 'does not trade it now';
    return { code: 'MARKET_CLOSED', market, cause: `${venue.name} ${cause}` };
  };

  const read = async (symbol: string) => {
    const market = `${symbol}/${quote}`;
    const isKnown = (await connection.markets()).has(market);
    const parsed = isKnown ? await feed.read(market) : undefined;
    return { symbol, name: market, parsed: parsed ?? missing(symbol) };
  };

  return {
    source,

    async symbols() {
      const markets = [...(await connection.markets()).values()];
      const traded = markets.filter((market) => market.quote === quote && market.active !== false);
      return traded.map(({ base }) => base).sort();
    },

    async candles(symbols, until) {
      const series = await Promise.all(symbols.map(read));
      const known = knownBy(Math.min(until, clock.now()), series, tablePlace);
      const wanted = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct];
      const closures = (await Promise.all(wanted.map(closure))).filter(
        (each) => each !== undefined,
      );
      const changes = symbols.flatMap((symbol) => feed.change(`${symbol}/${quote}`) ?? []);
      return {
        series: known.series,
        issues: [...closures, ...known.issues, ...changes],
        unfit: known.unfit || closures.length > 0,
      };
    },

    async rules(symbols, currency, between) {
      const markets = await connection.markets();
      const names = [...symbols.map((symbol) => `${symbol}/${currency}`), ...between];
      const rules = names.map((name) => {
        const market = markets.get(name);
        if (market === undefined)
          throw new DataError(`there is no market ${name} at ${venue.name}`);
        const [base = '', counter = ''] = name.split('/');
        const price = feed.lastClose(`${base}/${quote}`);
        const unit = counter === quote ? 1 : feed.lastClose(`${counter}/${quote}`);
        return rulesOf(market, price && unit && price / unit);
      });
      return { rules, assumed: false };
    },

    async book(market) {
      if (!(await connection.markets()).has(market)) return undefined;
      const asOf = clock.now();
      const book = await connection.read(() => exchange.fetchOrderBook(market, venue.bookLevels));
      return { market, asOf, bids: levelsOf(book.bids), asks: levelsOf(book.asks) };
    },

    ...(margin && {
      async fundingPerDay(symbols) {
        await connection.markets();
        const nameOf = (symbol: string): string => `${symbol}/${quote}`;
        const names = symbols.map(nameOf);
        const rates = await connection.read(() => margin.fundingPerDay(exchange, names));
        return Object.fromEntries(
          symbols.map((symbol) => [symbol, rates[nameOf(symbol)] as number]),
        );
      },
    }),
  };
}

/** They can be read anew; `audit verify` tells what is damaged. */
function nothingIfDamaged(fault: unknown): undefined {
  if (!(fault instanceof DataError)) throw fault;
}

function missing(symbol: string) {
  const issues: readonly Reason[] = [{ code: 'DATA_MISSING', symbol }];
  return { candles: undefined, issues, unfit: true };
}

function levelsOf(levels: CcxtBook['bids']): readonly BookLevel[] {
  return levels.map(([price, quantity]) => ({ price: Number(price), quantity: Number(quantity) }));
}
