/** Whatever is sent to the paper venue and cancelled: nobody's looking changes a fill, and nothing is spent twice. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, compare } from '../../src/base/decimal.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import { start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

type Act = {
  readonly afterMs: number;
  readonly order: Pick<OrderRequest, 'side' | 'kind'> & { quantity: number; price: number };
  /** The order before so many, instead of a new one. */
  readonly cancels: number | null;
};

/** ETH swings by half a per cent around 1,000 every forty seconds, with thin books of twenty levels. */
const swinging: MarketData = {
  ...steadyMarket(),
  async book(market, asOf) {
    const mid = 1_000 + 5 * Math.sin(((asOf - start) / 40_000) * 2 * Math.PI);
    const side = (sign: number) =>
      Array.from({ length: 20 }, (_, level) => ({
        price: Number((mid + sign * (0.1 + level * 0.2)).toFixed(5)),
        quantity: 0.6,
      }));
    return { market, asOf, bids: side(-1), asks: side(1) };
  },
};

const act: fc.Arbitrary<Act> = fc.record({
  afterMs: fc.integer({ min: 0, max: 20_000 }),
  order: fc.record({
    side: fc.constantFrom('buy', 'sell'),
    kind: fc.constantFrom('take', 'rest'),
    quantity: fc.integer({ min: 1, max: 200 }),
    price: fc.integer({ min: 9_930, max: 10_070 }),
  }),
  cancels: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
});

/** Carries the acts out and asks between them as told; what is known in the end, and whether all was well on the way. */
async function run(acts: readonly Act[], asks: readonly number[]) {
  const { broker, clock } = await createTestWorkspace({ market: swinging });
  const sent: OrderRequest[] = [];
  const outcomes: string[] = [];
  for (const [index, { afterMs, order, cancels }] of acts.entries()) {
    const until = clock.now() + afterMs;
    for (const ask of asks) {
      const at = until - (ask % (afterMs + 1));
      if (at > clock.now()) await clock.sleep(at - clock.now());
      const { free, total } = await broker.holdings();
      for (const [asset, units] of Object.entries(free)) {
        expect(compare(units, '0')).toBeGreaterThanOrEqual(0);
        expect(compare(units, total[asset] ?? '0')).toBeLessThanOrEqual(0);
      }
    }
    await clock.sleep(until - clock.now());
    const earlier = cancels === null ? undefined : sent.at(-cancels);
    if (earlier !== undefined) {
      await broker.cancel(earlier);
      continue;
    }
    const request: OrderRequest = {
      ...{ clientOrderId: `order-${index}`, market: 'ETH/USDT', base: 'ETH', quote: 'USDT' },
      ...{ side: order.side, kind: order.kind, signedAt: clock.now() },
      ...{ quantity: String(order.quantity / 10), limitPrice: String(order.price / 10) },
    };
    sent.push(request);
    outcomes.push((await broker.submit(request)).kind);
  }
  await clock.sleep(60_000);
  const reports = await Promise.all(sent.map((request) => broker.query(request)));
  return { sent, outcomes, reports, holdings: await broker.holdings() };
}

it('fills the same whoever looks when, inside every limit, and never more than was asked for', async () => {
  let filled = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 2, maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 4 }),
      async (acts, asks) => {
        const seen = await run(acts, asks);
        const { sent, outcomes, reports, holdings } = await run(acts, []);
        expect(seen).toEqual({ sent, outcomes, reports, holdings });
        for (const [index, report] of reports.entries()) {
          const { side, quantity, limitPrice } = sent[index] as OrderRequest;
          const fills = report?.fills ?? [];
          filled += fills.length;
          const sum = fills.map((fill) => fill.quantity).reduce(add, '0');
          expect(compare(sum, quantity)).toBeLessThanOrEqual(0);
          const sign = side === 'buy' ? 1 : -1;
          for (const { price } of fills) {
            expect(sign * compare(price, limitPrice)).toBeLessThanOrEqual(0);
          }
        }
      },
    ),
    { numRuns: 30, seed: 7 },
  );
  expect(filled).toBeGreaterThan(50);
});
