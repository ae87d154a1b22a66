/** Whatever is sent to a paper account on margin: its books add up, its leverage is kept, and what only reduces never opens. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toNumber } from '../../src/base/decimal.ts';
import type { Balances, OrderRequest } from '../../src/execution/order.ts';
import { prices, settings, start } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

const assets = ['BTC', 'ETH'] as const;

const act = fc.record({
  base: fc.constantFrom(...assets),
  side: fc.constantFrom('buy', 'sell'),
  /** Of 100,000. */
  share: fc.integer({ min: 1, max: 150 }),
  /** Both ways, in per mille. */
  limit: fc.integer({ min: -10, max: 10 }),
  isReducing: fc.boolean(),
});

function grossOf(balances: Balances): number {
  return assets.reduce(
    (sum, asset) => sum + Math.abs(toNumber(balances[asset] ?? '0')) * (prices[asset] as number),
    0,
  );
}

function navOf(balances: Balances): number {
  return assets.reduce(
    (sum, asset) => sum + toNumber(balances[asset] ?? '0') * (prices[asset] as number),
    toNumber(balances.USDT ?? '0'),
  );
}

it('keeps NAV = cash + Σ q·p through all fills, and Σ |q|·p ≤ L·NAV as it was when orders were taken', async () => {
  let filled = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 2, maxLength: 10 }),
      fc.constantFrom(0.5, 1, 3),
      async (acts, leverage) => {
        const portfolio = { ...settings().portfolio, leverage };
        const { broker, clock } = await createTestWorkspace({
          balances: { BTC: '0', ETH: '0', USDT: '100000' },
          settings: { portfolio },
        });
        for (const [index, { base, side, share, limit, isReducing }] of acts.entries()) {
          const price = prices[base] as number;
          const request: OrderRequest = {
            ...{ clientOrderId: `order-${index}`, market: `${base}/USDT`, base, quote: 'USDT' },
            ...{ side, kind: 'take', signedAt: start },
            quantity: ((share * 1_000) / price).toFixed(2),
            limitPrice: (price * (1 + limit / 1_000)).toFixed(2),
            ...(isReducing ? { reduceOnly: true } : {}),
          };
          const before = (await broker.holdings()).total;
          const outcome = await broker.submit(request);
          await clock.sleep(20_000);
          const { total } = await broker.holdings();
          const fills = (await broker.query(request))?.fills ?? [];
          filled += fills.length;
          const lost = fills.reduce((sum, fill) => {
            const sign = side === 'buy' ? 1 : -1;
            const worse = sign * (toNumber(fill.price) - price) * toNumber(fill.quantity);
            return sum + worse + toNumber(fill.fee);
          }, 0);
          expect(navOf(total)).toBeCloseTo(navOf(before) - lost, 6);
          if (outcome.kind !== 'accepted') expect(total).toEqual(before);
          const most = Math.max(leverage * navOf(before), grossOf(before));
          expect(grossOf(total)).toBeLessThanOrEqual(most + 1e-6);
          if (!isReducing) continue;
          const [held, left] = [before, total].map((of) => toNumber(of[base] ?? '0'));
          expect(Math.abs(left as number)).toBeLessThanOrEqual(Math.abs(held as number));
          expect((left as number) * (held as number)).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 60, seed: 7 },
  );
  expect(filled).toBeGreaterThan(100);
});
