/** A simulated venue: takes orders, fills them in time, and never loses count of what is true. */
import {
  compare,
  type Decimal,
  decimalOf,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
} from '../../../src/base/decimal.ts';
import { executionLimits } from '../../../src/execution/execution-limits.ts';
import type { Fill, OrderRequest } from '../../../src/execution/order.ts';
import type { SubmitOutcome } from '../../../src/ports/broker.ts';
import type { Choices } from './choices.ts';
import { type MarketSketch, markets, type Prices } from './markets.ts';
import type { Happening, Scenario } from './scenario.ts';
import {
  createTrueBooks,
  need,
  quantityOf,
  type TrueBooks,
  type VenueOrder,
} from './true-books.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How far a signature may lie ahead of the venue's time (Binance: 1000 ms). */
const mostAheadMs = 1_000;
const hourMs = 3_600_000;

export type VenueWatch = {
  accepted(order: VenueOrder): void;
  traded(order: VenueOrder, fill: Fill): void;
};

export type Refusal = Extract<SubmitOutcome, { kind: 'rejected' }>;

export type Venue = {
  readonly books: TrueBooks;
  /** An order arrives; `isLate` skips the look at its signature, which the venue's gate had already. */
  arrive(request: OrderRequest, options?: { isLate?: boolean }): Refusal | VenueOrder;
  cancel(clientOrderId: string): void;
  rulesOf(market: string): MarketSketch | undefined;
  happen(happening: Happening): void;
};

type Given = {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly choices: Choices;
  readonly prices: Prices;
  readonly watch: VenueWatch;
};

export function createVenue(given: Given): Venue {
  const { scenario, time, choices, watch } = given;
  const books = createTrueBooks(scenario.balances, scenario);
  const rules = new Map(markets.map((market) => [market.market, market]));
  const closures = new Map<string, number>();
  let foreigners = 0;

  const fill = (order: VenueOrder, quantity: Decimal, price: Decimal): void => {
    const most = fillable(books, order.request, time.now());
    const filled = most === undefined ? quantity : minimum(quantity, most);
    if (order.closedAt !== null || !isPositive(filled)) return;
    watch.traded(order, books.trade(order, { quantity: filled, price, at: time.now() }));
    const left = subtract(order.request.quantity, quantityOf(order.trades));
    if (!isPositive(left)) order.closedAt = time.now();
  };

  const take = (request: OrderRequest, isOurs: boolean): VenueOrder => {
    const isHidden = isOurs && choices.chance(scenario.rates.hiddenOrder);
    const order: VenueOrder = {
      ...{ request, isOurs, acceptedAt: time.now(), closedAt: null, trades: [] },
      hiddenUntil: isHidden ? time.now() + hourMs : 0,
    };
    books.accept(order);
    watch.accepted(order);
    if (request.kind === 'take') meet(given, order, fill);
    else rest(given, order, fill);
    return order;
  };

  const arrive: Venue['arrive'] = (request, { isLate = false } = {}) => {
    const refusal =
      (isLate ? undefined : stale(request, time.now())) ??
      refusalOf(request, { books, rules, closures, ...given });
    return refusal ?? take(request, true);
  };

  return {
    books,
    arrive,
    cancel(clientOrderId) {
      const order = books.orders.find(
        ({ request, closedAt }) => request.clientOrderId === clientOrderId && closedAt === null,
      );
      if (order !== undefined) order.closedAt = time.now();
    },
    rulesOf: (market) => rules.get(market),
    happen(happening) {
      if (happening.kind === 'rules') {
        const { market } = happening.market;
        const now = rules.get(market) as MarketSketch;
        rules.set(market, { ...now, stepSize: multiply(now.stepSize, '100') });
      }
      if (happening.kind === 'closure') {
        closures.set(happening.market.market, time.now() + happening.ms);
      }
      if (happening.kind === 'deposit' || happening.kind === 'withdrawal')
        move(given, books, happening);
      if (happening.kind === 'foreign-order') {
        foreigners += 1;
        const request = foreignOrder(given, happening, `foreign-${foreigners}`);
        if (!refusalOf(request, { books, rules, closures, ...given })) take(request, false);
      }
    },
  };
}

/** −1021: the signature is not of now. */
function stale({ signedAt }: OrderRequest, now: number): Refusal | undefined {
  const isInTime = now <= signedAt + executionLimits.receiveWindowMs;
  if (isInTime && signedAt < now + mostAheadMs) return undefined;
  return refused('the timestamp is outside of the receive window', { retryAfterMs: 1_000 });
}

function refusalOf(
  request: OrderRequest,
  venue: Given & {
    books: TrueBooks;
    rules: ReadonlyMap<string, MarketSketch>;
    closures: ReadonlyMap<string, number>;
  },
): Refusal | undefined {
  const { books, rules, closures, time, prices, scenario } = venue;
  const now = time.now();
  const market = rules.get(request.market);
  if (market === undefined) return refused('there is no such market');
  if ((closures.get(request.market) ?? 0) > now) return refused('the market is closed');
  const { stepSize, tickSize, minNotional } = market;
  const isOnStep = compare(roundToStep(request.quantity, stepSize, 'down'), request.quantity) === 0;
  const isOnTick =
    compare(roundToStep(request.limitPrice, tickSize, 'down'), request.limitPrice) === 0;
  const isWorthIt = compare(multiply(request.quantity, request.limitPrice), minNotional) >= 0;
  if (!isOnStep || !isOnTick || !isWorthIt || !isPositive(request.quantity)) {
    return refused('a filter was not met', { rulesChanged: true, retryAfterMs: 1_000 });
  }
  // Ids are unique among open orders only.
  const isKnown = books.orders.some(
    (order) => order.closedAt === null && order.request.clientOrderId === request.clientOrderId,
  );
  if (isKnown) return refused('the client order id is in use');
  const closable = fillable(books, request, now);
  if (closable !== undefined && !isPositive(closable)) return refused('it would open a position');
  const { asset, units } = need(request, request.quantity, scenario);
  if (compare(books.holdingsAt(now).free[asset] ?? '0', units) < 0)
    return refused(`not enough ${asset}`);
  const isCrossing = reaches(request, prices.best(market, request.side, now));
  if (request.kind === 'rest' && isCrossing) {
    return refused('the order would take', { retryAfterMs: 1_000 });
  }
  return undefined;
}

function refused(cause: string, more: Omit<Refusal, 'kind' | 'cause'> = {}): Refusal {
  return { kind: 'rejected', cause, ...more };
}

function reaches({ side, limitPrice }: OrderRequest, best: number): boolean {
  return side === 'buy' ? Number(limitPrice) >= best : Number(limitPrice) <= best;
}

/** Of an order that may only close: as much as there is of the position; undefined of any other. */
function fillable(
  books: TrueBooks,
  { base, side, reduceOnly }: OrderRequest,
  now: number,
): Decimal | undefined {
  if (reduceOnly !== true) return undefined;
  const position = books.holdingsAt(now).total[base] ?? '0';
  return side === 'sell' ? position : subtract('0', position);
}

type FillOrder = (order: VenueOrder, quantity: Decimal, price: Decimal) => void;

/** Takes what is there; what is not filled at once expires, at some venues only after a while. */
function meet(
  { scenario, time, choices, prices }: Given,
  order: VenueOrder,
  fill: FillOrder,
): void {
  const { request } = order;
  const { partialFill, slowFill, overfill } = scenario.rates;
  const market = markets.find(({ market: name }) => name === request.market) as MarketSketch;
  const best = prices.best(market, request.side, time.now());
  const end = (): void => {
    order.closedAt ??= time.now();
  };
  if (!reaches(request, best)) {
    end();
    return;
  }
  const rounding = request.side === 'buy' ? 'down' : 'up';
  const onTick = roundToStep(decimalOf(best), market.tickSize, rounding);
  const price = reaches(request, Number(onTick)) ? onTick : request.limitPrice;
  const parts = 1 + choices.below(3);
  const share = choices.chance(partialFill) ? choices.between(0, 1) : 1;
  const whole = part(order, share, market);
  if (choices.chance(slowFill)) {
    for (let index = 1; index <= parts; index += 1) {
      const at = time.now() + choices.between(0, 15_000);
      time.at(at, () => fill(order, minimum(part(order, 1 / parts, market), left(order)), price));
    }
    // Some linger until they are cancelled.
    if (choices.chance(0.7)) time.at(time.now() + choices.between(0, 20_000), end);
    return;
  }
  if (choices.chance(overfill)) {
    fill(order, multiply(request.quantity, '1.5'), price);
    return;
  }
  const first = parts > 1 ? part(order, share / 2, market) : whole;
  fill(order, first, price);
  fill(order, minimum(subtract(whole, first), left(order)), price);
  end();
}

/** Fills bit by bit, whole or not, and may be thrown out by the venue. */
function rest({ time, choices, scenario }: Given, order: VenueOrder, fill: FillOrder): void {
  const market = markets.find(({ market: name }) => name === order.request.market) as MarketSketch;
  const parts = choices.below(4);
  for (let index = 1; index <= parts; index += 1) {
    const units = choices.chance(0.3)
      ? order.request.quantity
      : part(order, choices.between(0, 1), market);
    const at = time.now() + choices.mostlyNear(0, 90_000);
    time.at(at, () => fill(order, minimum(units, left(order)), order.request.limitPrice));
  }
  const isThrownOut = choices.chance(scenario.rates.refusal) || !order.isOurs;
  if (!isThrownOut) return;
  time.at(time.now() + choices.between(0, 60_000), () => {
    order.closedAt ??= time.now();
  });
}

function part({ request }: VenueOrder, share: number, { stepSize }: MarketSketch): Decimal {
  return roundToStep(multiply(request.quantity, share.toFixed(6)), stepSize, 'down');
}

function left({ request, trades }: VenueOrder): Decimal {
  return subtract(request.quantity, quantityOf(trades));
}

/** A share of what the account has free comes or goes. */
function move(
  { time }: Given,
  books: TrueBooks,
  { kind, asset, share }: Extract<Happening, { kind: 'deposit' | 'withdrawal' }>,
): void {
  const free = books.holdingsAt(time.now()).free[asset] ?? '0';
  if (!isPositive(free)) return;
  const units = roundToStep(multiply(free, share.toFixed(6)), '0.00001', 'down');
  books.move(asset, kind === 'deposit' ? units : subtract('0', units), time.now());
}

function foreignOrder(
  { time, prices, choices }: Given,
  { market, side }: Extract<Happening, { kind: 'foreign-order' }>,
  clientOrderId: string,
): OrderRequest {
  const isTaking = choices.chance(0.5);
  const away = (side === 'buy' ? 1 : -1) * (isTaking ? 0.01 : -0.01);
  const price = prices.best(market, side, time.now()) * (1 + away);
  const units = (choices.between(10, 1_000) / price).toFixed(8);
  return {
    ...{ clientOrderId, side, signedAt: time.now(), kind: isTaking ? 'take' : 'rest' },
    ...{ market: market.market, base: market.base, quote: market.quote },
    quantity: roundToStep(units, multiply(market.stepSize, '100'), 'down'),
    limitPrice: roundToStep(decimalOf(price), market.tickSize, 'down'),
  };
}
