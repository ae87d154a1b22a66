/** Rates of an account at Binance by replies made by hand, where a host does not tell those of its markets. */
import { describe, expect, it } from 'vitest';
import { binance } from '../../src/adapters/ccxt/binance.ts';
import type { CcxtExchange } from '../../src/adapters/ccxt/exchange.ts';

/** Answers so, whatever is asked of the account. */
function exchangeThatTells(account: unknown): CcxtExchange {
  return { privateGetAccount: async () => account } as unknown as CcxtExchange;
}

describe('the rates of an account', () => {
  it('are those of the dearer side: 10 and 1 bp, 8 and 1 bp', async () => {
    const commissionRates = { maker: '0.0008', taker: '0.001', buyer: '0', seller: '0.0001' };
    const told = await binance.accountFees?.(exchangeThatTells({ commissionRates }));
    expect(told).toEqual({ takerFeeBps: 11, makerFeeBps: 9 });
  });

  it('are not nothing where they are not told', async () => {
    expect(await binance.accountFees?.(exchangeThatTells({ balances: [] }))).toBeUndefined();
    const half = { commissionRates: { maker: '0.0008' } };
    expect(await binance.accountFees?.(exchangeThatTells(half))).toBeUndefined();
  });
});
