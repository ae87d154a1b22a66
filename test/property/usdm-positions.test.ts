/** Whatever is traded on margin, cash and positions are told so that nothing is won or lost but prices and fees. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CcxtExchange } from '../../src/adapters/ccxt/exchange.ts';
import { usdmAccountOf, usdmHoldingsOf } from '../../src/adapters/ccxt/usdm-account.ts';
import { numberOf, one, textOf, times } from '../support/binance/units.ts';
import { createPositions } from '../support/binance-usdm/positions.ts';

const traded = { quote: 'USDT', symbols: ['BTC'] };
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' };
const exchange = { markets: { 'BTC/USDT': market } } as unknown as CcxtExchange;

/** In thousandths of BTC and tenths of a USDT. */
const fills = fc.array(
  fc.record({
    steps: fc.integer({ min: -2_000, max: 2_000 }).filter((steps) => steps !== 0),
    ticks: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 30 },
);

it('cash is the start less what positions were bought for, through zero and back', () => {
  fc.assert(
    fc.property(fills, (given) => {
      const positions = createPositions();
      let [wallet, cash, held] = [10_000n * one, 10_000n * one, 0n];
      given.forEach(({ steps, ticks }, ms) => {
        const quantity = (BigInt(steps) * one) / 1_000n;
        const price = (BigInt(ticks) * one) / 10n;
        wallet += positions.fill('BTCUSDT', { quantity, price, ms });
        cash -= times(quantity, price);
        held += quantity;
      });
      const { quantity, cost } = positions.now('BTCUSDT');
      const told = {
        assets: [{ asset: 'USDT', walletBalance: textOf(wallet), availableBalance: '0' }],
        positions: [
          {
            ...{ symbol: 'BTCUSDT', positionSide: 'BOTH', leverage: '5', isolated: false },
            positionAmt: textOf(quantity),
            entryPrice: textOf(quantity === 0n ? 0n : (cost * one) / quantity),
          },
        ],
      };
      const { total } = usdmHoldingsOf(usdmAccountOf(told, exchange, traded), traded);
      expect(Number(total.BTC ?? 0)).toBe(numberOf(held));
      // An entry price has eight places, so that a position of many may be off by so many units of the last.
      expect(Math.abs(Number(total.USDT ?? 0) - numberOf(cash))).toBeLessThan(1e-6);
    }),
  );
});
