/** What a fill does to a futures account of the test venue: its position, what closing brought, and the commission. */
import { commissionOf, type Fees, ratesOf } from '../binance/commission.ts';
import type { Market } from '../binance/market.ts';
import { afterFill } from '../binance/order.ts';
import type { Records } from '../binance/records.ts';
import type { Settlement } from '../binance/settlement.ts';
import { times, unitsNear } from '../binance/units.ts';
import type { Wallet } from '../binance/wallet.ts';
import { type Positions, signedBy } from './positions.ts';

export function createUsdmSettlement(world: {
  wallet: Wallet;
  positions: Positions;
  records: Records;
  fees: Fees;
  marketOf: (symbol: string) => Market;
  /** Units of BNB for one unit of an asset, or undefined when no market tells. */
  bnbPriceOf: (asset: string, ms: number) => number | undefined;
  onFirstFill: (fill: { isMaker: boolean }, ms: number) => void;
}): Settlement {
  const { wallet, positions, records, marketOf } = world;
  let { fees } = world;
  let traded = 0n;
  return {
    // Margin is not set apart: it is reckoned from positions and open orders whenever it is asked for.
    lock() {},
    release() {},
    book({ orderId, price, quantity, isMaker, tradeId }, ms) {
      const before = records.order(orderId);
      const { symbol, side, clientOrderId } = before;
      const { quoteAsset } = marketOf(symbol).rules();
      const quoteQuantity = times(price, quantity);
      const realised = positions.fill(symbol, { quantity: signedBy(side, quantity), price, ms });
      wallet.change(quoteAsset, realised, ms);
      const rates = ratesOf(fees, traded);
      const bnbPrice = world.bnbPriceOf(quoteAsset, ms);
      const commission = commissionOf({
        fees,
        rate: isMaker ? rates.maker : rates.taker,
        received: { asset: quoteAsset, units: quoteQuantity },
        bnbPrice: bnbPrice === undefined ? undefined : unitsNear(bnbPrice),
        freeBnb: wallet.free('BNB'),
      });
      wallet.change(commission.asset, -commission.units, ms);
      traded += quoteQuantity;
      records.save(afterFill(before, { quantity, quoteQuantity, ms }));
      records.addTrade({
        ...{ symbol, tradeId, orderId, clientOrderId, price, quantity, quoteQuantity, isMaker },
        ...{ timeMs: ms, isBuyer: side === 'BUY', realised },
        ...{ commission: commission.units, commissionAsset: commission.asset },
      });
      if (before.executed === 0n) world.onFirstFill({ isMaker }, ms);
    },
    fees: () => fees,
    setFees(next) {
      fees = next;
    },
    traded: () => traded,
  };
}
