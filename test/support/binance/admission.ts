/** Which orders the test venue takes beside what a market matches, and what an account must hold for them: spot. */
import { checkFilters } from './filters.ts';
import type { Market } from './market.ts';
import type { OrderWish, Side, VenueOrder } from './order.ts';
import { orderRejected, Refusal } from './refusal.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { times, type Units } from './units.ts';
import type { Wallet } from './wallet.ts';

export type Admission = {
  /** Checks everything that is checked before matching; throws the refusal. `open`: all orders of the account. */
  check(
    wish: OrderWish,
    scene: { market: Market; open: readonly VenueOrder[]; nowMs: number },
  ): void;
  /** What is held back for the order; throws the refusal when the account has less. `walked`: quote units for taking it now. */
  hold(wish: OrderWish, scene: { market: Market; walked: Units; nowMs: number }): Units;
  /** Whether the account can bear a trade that was not asked for. */
  canBook(
    trade: { side: Side; quantity: Units; quoteQuantity: Units },
    rules: SymbolRules,
  ): boolean;
};

export function createSpotAdmission(wallet: Wallet): Admission {
  return {
    check(wish, { market, open, nowMs }) {
      // errors.md line 376; by -1013, as the request does not reach the matching engine (lines 36–38).
      if (market.status() !== 'TRADING') throw new Refusal(-1013, 'Market is closed.');
      const rules = market.rules();
      checkFilters({
        ...{ rules, wish, openOrders: open.filter(({ symbol }) => symbol === wish.symbol).length },
        averagePrice: market.averagePrice(rules.averagePriceMinutes, nowMs),
      });
      const { side, price, quantity } = wish;
      // rest-api.md line 2153: the id must be unique among open orders only.
      if (open.some(({ clientOrderId }) => clientOrderId === wish.clientOrderId)) {
        throw orderRejected('Duplicate order sent.');
      }
      const within = market.book.within({ side, limit: price, quantity });
      if (wish.type === 'LIMIT_MAKER' && within.length > 0) {
        throw orderRejected('Order would immediately match and take.');
      }
    },
    hold(wish, { market, walked }) {
      const { baseAsset, quoteAsset } = market.rules();
      const need = needOf(wish, walked);
      if (need > wallet.free(wish.side === 'BUY' ? quoteAsset : baseAsset)) {
        throw orderRejected('Account has insufficient balance for requested action.');
      }
      return need;
    },
    canBook({ side, quantity, quoteQuantity }, { baseAsset, quoteAsset }) {
      return side === 'BUY'
        ? quoteQuantity <= wallet.free(quoteAsset)
        : quantity <= wallet.free(baseAsset);
    },
  };
}

/** What an order may cost at most: of the quote asset for a buy, of the base asset for a sale. */
function needOf({ side, type, price, quantity }: OrderWish, walked: Units): Units {
  if (side === 'SELL') return quantity;
  return type === 'MARKET' ? walked : times(price, quantity);
}
