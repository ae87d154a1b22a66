/** Holds what Ballast has kept to the books of the test venue, which are the truth. */
import { add, compare, subtract } from '../../../src/base/decimal.ts';
import { isFollowed } from '../../../src/execution/attempt-life.ts';
import type { Attempt } from '../../../src/execution/execution.ts';
import type { Fill } from '../../../src/execution/order.ts';
import type { RecordedInputs } from '../../../src/plan/inputs.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { VenueOrder, VenueTrade } from '../binance/order.ts';
import type { BinanceServer } from '../binance/server.ts';
import { textOf, times, unitsOf } from '../binance/units.ts';
import { assets } from './portfolio.ts';

/** All of them empty when nothing is wrong; what stands in them is for a person to read. */
export type Findings = {
  /** Legs of which the venue filled more than was approved. */
  readonly overfills: readonly string[];
  /** Orders at the venue with an id that another has, or that no attempt has. */
  readonly duplicates: readonly string[];
  /** Attempts that are not over although their execution is. */
  readonly unresolved: readonly string[];
  /** Trades that were not booked as the venue has them, and orders that were taken for refused. */
  readonly unbooked: readonly string[];
  /** Assets whose balance is not start + fills − fees. */
  readonly balances: readonly string[];
};

export type Audit = {
  readonly findings: Findings;
  /** Trades that the venue made after it had said that their order was cancelled: its own doing, left out of the findings. */
  readonly lateTrades: number;
};

/** What is asked of a venue. On margin its balances are positions, and as cash what they leave. */
export type Books = Pick<BinanceServer, 'url' | 'orders' | 'fills' | 'requests' | 'balances'> & {
  /** Where it tells its best prices. */
  readonly tickers?: string;
};

/** In USDT, by asset. */
export type Prices = Readonly<Record<string, number>>;

export type Auditor = {
  /** Looks at everything so far; `executionIds` are the executions since the last look. */
  audit(executionIds: readonly string[]): Promise<Audit>;
  /** 100 · √Σ(w − p)² of what the account really holds, in percentage points, at the middles of the books unless at other prices. */
  distancePp(targets: readonly number[], prices?: Prices): Promise<number>;
  /** Those that the plan of an execution was made at. */
  pricesOfPlan(executionId: string): Promise<Prices>;
};

export function createAuditor(
  server: Books,
  { store, start }: { store: Store; start: Readonly<Record<string, string>> },
): Auditor {
  const attempts = new Map<string, Attempt>();
  const fills = new Map<string, Fill>();
  const known: string[] = [];

  const overfillsOf = async (
    executionIds: readonly string[],
    trades: readonly VenueTrade[],
  ): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const id of executionIds) {
      const execution = await store.executions.get(id);
      for (const leg of execution?.legs ?? []) {
        const filled = trades
          .filter(({ clientOrderId }) => isOfLeg(attempts.get(clientOrderId), id, leg.index))
          .map(({ quantity }) => textOf(quantity))
          .reduce(add, '0');
        if (compare(filled, leg.quantity) > 0) {
          found.push(`${id} ${leg.side} ${leg.symbol}: ${filled} of ${leg.quantity}`);
        }
      }
    }
    return found;
  };

  return {
    async audit(executionIds) {
      known.push(...executionIds);
      for (const id of executionIds) {
        for (const each of await store.executions.attempts(id)) {
          attempts.set(each.clientOrderId, each);
        }
        for (const each of await store.executions.fills(id)) fills.set(nameOf(each), each);
      }
      const late = new Set(lateTrades(server).filter((trade) => !fills.has(tradeName(trade))));
      const trades = server.fills().filter((trade) => !late.has(trade));
      const findings = {
        overfills: await overfillsOf(known, trades),
        duplicates: duplicatesOf(server.orders(), attempts),
        unresolved: [...attempts.values()]
          .filter(({ state }) => isFollowed(state) || state === 'manual')
          .map(({ clientOrderId, state }) => `${clientOrderId} is ${state}`),
        unbooked: [...unbookedOf(trades, fills), ...falselyRefused(server.orders(), attempts)],
        balances: balanceProblems(server, start, [
          ...[...fills.values()].map(moveOfFill),
          ...[...late].map(moveOfTrade),
        ]),
      };
      return { findings, lateTrades: late.size };
    },

    async distancePp(targets, given) {
      const prices = given ?? (await pricesOf(server));
      const balances = server.balances();
      const unitsOf = (asset: string): number =>
        Number(balances[asset]?.free ?? 0) + Number(balances[asset]?.locked ?? 0);
      const values = assets.map((asset) => unitsOf(asset) * (prices[asset] ?? 0));
      const nav = values.reduce((sum, value) => sum + value, unitsOf('USDT'));
      const squares = values.map((value, i) => (value / nav - (targets[i] ?? 0)) ** 2);
      return 100 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    },

    async pricesOfPlan(executionId) {
      const execution = await store.executions.get(executionId);
      const record = await store.recommendations.get(execution?.recommendationId ?? '');
      const inputs = record?.inputs as unknown as RecordedInputs | undefined;
      const prices = Object.entries(inputs?.prices ?? {});
      return Object.fromEntries(prices.map(([asset, price]) => [asset, Number(price)]));
    },
  };
}

/** Of orders that a fault fills after they were cancelled. */
function lateTrades(server: Books): readonly VenueTrade[] {
  const cancelledAt = new Map(
    server
      .requests()
      .filter(({ fault }) => fault === 'late-fill')
      .map(({ parameters, atMs }) => [parameters.origClientOrderId ?? '', atMs]),
  );
  return server.fills().filter(({ clientOrderId, timeMs }) => {
    const at = cancelledAt.get(clientOrderId);
    return at !== undefined && timeMs > at;
  });
}

function nameOf({ market, tradeId }: Fill): string {
  return `${market.replace('/', '')} ${tradeId}`;
}

function tradeName({ symbol, tradeId }: VenueTrade): string {
  return `${symbol} ${tradeId}`;
}

/** Middles of the books. */
async function pricesOf({ url, tickers = '/api/v3/ticker/bookTicker' }: Books): Promise<Prices> {
  const reply = await fetch(`${url}${tickers}`);
  const told = (await reply.json()) as readonly Record<string, string>[];
  const middles = new Map(
    told.map(({ symbol = '', bidPrice, askPrice }) => [
      symbol,
      (Number(bidPrice) + Number(askPrice)) / 2,
    ]),
  );
  return Object.fromEntries(assets.map((asset) => [asset, middles.get(`${asset}USDT`) ?? 0]));
}

function isOfLeg(attempt: Attempt | undefined, executionId: string, legIndex: number): boolean {
  return attempt?.executionId === executionId && attempt.legIndex === legIndex;
}

function duplicatesOf(
  orders: readonly VenueOrder[],
  attempts: ReadonlyMap<string, Attempt>,
): readonly string[] {
  const seen = new Set<string>();
  return orders.flatMap(({ clientOrderId, orderId }) => {
    const isAgain = seen.has(clientOrderId);
    seen.add(clientOrderId);
    if (isAgain) return [`order ${orderId} has the id ${clientOrderId} again`];
    return attempts.has(clientOrderId) ? [] : [`order ${orderId} has no attempt: ${clientOrderId}`];
  });
}

function unbookedOf(
  trades: readonly VenueTrade[],
  fills: ReadonlyMap<string, Fill>,
): readonly string[] {
  const missing = trades.filter((trade) => {
    const fill = fills.get(tradeName(trade));
    return (
      fill === undefined ||
      fill.clientOrderId !== trade.clientOrderId ||
      compare(fill.quantity, textOf(trade.quantity)) !== 0 ||
      compare(fill.price, textOf(trade.price)) !== 0 ||
      compare(fill.fee, textOf(trade.commission)) !== 0
    );
  });
  const names = new Set(trades.map(tradeName));
  return [
    ...missing.map(
      ({ symbol, tradeId }) => `trade ${tradeId} of ${symbol} is not booked as it was`,
    ),
    ...[...fills.keys()].filter((name) => !names.has(name)).map((name) => `${name} never happened`),
  ];
}

function falselyRefused(
  orders: readonly VenueOrder[],
  attempts: ReadonlyMap<string, Attempt>,
): readonly string[] {
  return orders.flatMap(({ clientOrderId, orderId }) => {
    const state = attempts.get(clientOrderId)?.state;
    const isDenied = state === 'rejected' || state === 'not_accepted';
    return isDenied ? [`order ${orderId} counts as ${state}`] : [];
  });
}

/** Units that a trade adds to each asset. */
type Move = readonly (readonly [asset: string, units: string])[];

function moveOfFill({ market, side, quantity, price, fee, feeAsset }: Fill): Move {
  const [base = '', quote = ''] = market.split('/');
  const notional = textOf(times(unitsOf(quantity), unitsOf(price)));
  return [
    [base, side === 'buy' ? quantity : negative(quantity)],
    [quote, side === 'buy' ? negative(notional) : notional],
    [feeAsset, negative(fee)],
  ];
}

function moveOfTrade(trade: VenueTrade): Move {
  const { symbol, isBuyer, commissionAsset } = trade;
  const quote = symbol.endsWith('BTC') ? 'BTC' : 'USDT';
  const [quantity, notional] = [textOf(trade.quantity), textOf(trade.quoteQuantity)];
  return [
    [symbol.slice(0, -quote.length), isBuyer ? quantity : negative(quantity)],
    [quote, isBuyer ? negative(notional) : notional],
    [commissionAsset, negative(textOf(trade.commission))],
  ];
}

function negative(units: string): string {
  return subtract('0', units);
}

function balanceProblems(
  server: Books,
  start: Readonly<Record<string, string>>,
  moves: readonly Move[],
): readonly string[] {
  const expected = new Map(Object.entries(start));
  for (const [asset, units] of moves.flat()) {
    expected.set(asset, add(expected.get(asset) ?? '0', units));
  }
  const actual = server.balances();
  const names = new Set([...expected.keys(), ...Object.keys(actual)]);
  return [...names].flatMap((asset) => {
    const { free = '0', locked = '0' } = actual[asset] ?? {};
    const wanted = expected.get(asset) ?? '0';
    const found = add(free, locked);
    return compare(found, wanted) === 0 ? [] : [`${asset} is ${found}, by the fills ${wanted}`];
  });
}
