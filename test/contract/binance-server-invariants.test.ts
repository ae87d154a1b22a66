/** Whatever orders come in whatever order: the balances of the test venue are those of its trades, never negative, its book never crossed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { usualFees } from '../support/binance/commission.ts';
import { isOpen, remainingOf, type VenueTrade } from '../support/binance/order.ts';
import { usualLimits } from '../support/binance/rate-limits.ts';
import { Refusal } from '../support/binance/refusal.ts';
import { exampleKey, tradingPermissions } from '../support/binance/security.ts';
import { times, type Units, unitsOf } from '../support/binance/units.ts';
import { usualSymbols } from '../support/binance/usual-symbols.ts';
import { createVenue, type Venue } from '../support/binance/venue.ts';

const startMs = Date.UTC(2026, 0, 5, 12);
const balances = { USDT: '20000', BTC: '0.2', ETH: '2', BNB: '0.01' };
const limits = { ...usualLimits, ordersPer10Seconds: Infinity };

const newVenue = (seed: number, payInBnb: boolean): Venue =>
  createVenue(
    {
      ...{ seed, startMs, stepMs: 1_000, historyDays: 1, symbols: usualSymbols, balances, limits },
      ...{ fees: { ...usualFees, payInBnb }, permissions: tradingPermissions, key: exampleKey },
    },
    createRandom(seed),
  );

/** Prices within 0.3 % of the venue's, so that orders rest, cross and are come to. */
const act = fc.record({
  kind: fc.constantFrom('place', 'place', 'place', 'cancel', 'wait', 'wait long', 'force'),
  symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT', 'ETHBTC', 'BNBUSDT'),
  side: fc.constantFrom('BUY', 'SELL'),
  type: fc.constantFrom('LIMIT', 'LIMIT', 'LIMIT_MAKER', 'MARKET'),
  timeInForce: fc.constantFrom('GTC', 'GTC', 'IOC', 'FOK'),
  distance: fc.integer({ min: -30, max: 30 }),
  notional: fc.integer({ min: 3, max: 12_000 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function perform(venue: Venue, { kind, symbol, side, type, timeInForce, ...more }: Act): void {
  const { engine, records } = venue;
  const market = engine.market(symbol);
  const rules = market.rules();
  const open = records.open();
  if (kind === 'wait' || kind === 'wait long') {
    engine.advance(engine.nowMs() + (kind === 'wait' ? 700 : 90_000));
  } else if (kind === 'cancel') {
    if (open[0]) engine.cancel(open[0].orderId);
  } else if (kind === 'force') {
    const order = open[0] ?? records.orders(Infinity).at(-1);
    if (order && order.price > 0n) {
      engine.force({ orderId: order.orderId, quantity: order.quantity / 2n, price: order.price });
    }
  } else {
    const price = market.price(engine.nowMs()) * (1 + more.distance / 10_000);
    const inQuote = symbol === 'ETHBTC' ? more.notional / 60_000 : more.notional;
    const onStep = (value: number, step: string): Units => {
      const units = unitsOf(value.toFixed(8));
      return units - (units % unitsOf(step));
    };
    engine.place({
      ...{ symbol, side, type, timeInForce: type === 'LIMIT' ? timeInForce : 'GTC' },
      price: type === 'MARKET' ? 0n : onStep(price, rules.tickSize),
      quantity: onStep(inQuote / price, rules.stepSize),
      ...{ quoteQuantity: 0n, clientOrderId: `id-${records.orders(Infinity).length}` },
    });
  }
}

/** What the trades say that the account must have, free and locked together. */
function holdings(venue: Venue): ReadonlyMap<string, Units> {
  const sums = new Map(Object.entries(balances).map(([asset, free]) => [asset, unitsOf(free)]));
  const change = (asset: string, units: Units) => sums.set(asset, (sums.get(asset) ?? 0n) + units);
  for (const trade of venue.records.trades(Infinity)) {
    const { baseAsset, quoteAsset } = venue.engine.market(trade.symbol).rules();
    const sign = trade.isBuyer ? 1n : -1n;
    change(baseAsset, sign * trade.quantity);
    change(quoteAsset, -sign * trade.quoteQuantity);
    change(trade.commissionAsset, -trade.commission);
  }
  return sums;
}

function lockedByOrders(venue: Venue): ReadonlyMap<string, Units> {
  const sums = new Map<string, Units>();
  for (const order of venue.records.open()) {
    const { baseAsset, quoteAsset } = venue.engine.market(order.symbol).rules();
    const isBuy = order.side === 'BUY';
    const units = isBuy ? times(order.price, remainingOf(order)) : remainingOf(order);
    const asset = isBuy ? quoteAsset : baseAsset;
    sums.set(asset, (sums.get(asset) ?? 0n) + units);
  }
  return sums;
}

function check(venue: Venue): void {
  const expected = holdings(venue);
  const locked = lockedByOrders(venue);
  for (const [asset, balance] of venue.wallet.balancesAt(Infinity)) {
    expect(balance.free >= 0n && balance.locked >= 0n).toBe(true);
    expect([asset, balance.free + balance.locked]).toEqual([asset, expected.get(asset)]);
    expect([asset, balance.locked]).toEqual([asset, locked.get(asset) ?? 0n]);
  }
  for (const { book } of venue.engine.markets()) {
    const [bid] = book.entries('BUY');
    const [ask] = book.entries('SELL');
    if (bid && ask) expect(bid.price < ask.price).toBe(true);
  }
}

/** Executed quantity and notional of every order are the sums of its trades. */
function checkOrders(venue: Venue): void {
  const trades = venue.records.trades(Infinity);
  const sum = (own: readonly VenueTrade[], of: (trade: VenueTrade) => Units): Units =>
    own.reduce((total, trade) => total + of(trade), 0n);
  for (const order of venue.records.orders(Infinity)) {
    const own = trades.filter(({ orderId }) => orderId === order.orderId);
    expect(sum(own, ({ quantity }) => quantity)).toBe(order.executed);
    expect(sum(own, ({ quoteQuantity }) => quoteQuantity)).toBe(order.executedQuote);
    const isInBook = venue.engine
      .market(order.symbol)
      .book.entries(order.side)
      .some(({ orderId }) => orderId === order.orderId);
    expect(isInBook).toBe(isOpen(order));
  }
}

describe('the test venue', () => {
  it('keeps its books through any sequence of orders, cancels, waits and late fills', () => {
    let placed = 0;
    let filled = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.boolean(),
        fc.array(act, { minLength: 5, maxLength: 25 }),
        (seed, payInBnb, acts) => {
          const venue = newVenue(seed, payInBnb);
          for (const one of acts) {
            try {
              perform(venue, one);
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
            }
            check(venue);
          }
          checkOrders(venue);
          placed += venue.records.orders(Infinity).length;
          filled += venue.records.trades(Infinity).length;
        },
      ),
      { numRuns: 100, seed: 20_260_105 },
    );
    // The sequences are no empty ones: orders were placed and filled.
    expect(placed).toBeGreaterThan(200);
    expect(filled).toBeGreaterThan(200);
  });
});
