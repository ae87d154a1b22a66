/** Under faults of every kind the test venue loses no order, invents none, and makes no mistake of its own. */
import { expect, it } from 'vitest';
import { randomFaults } from '../support/binance/random-faults.ts';
import { signedRequest } from '../support/binance/signed-request.ts';
import { createStillServer } from '../support/binance/still-server.ts';
import { numberOf } from '../support/binance/units.ts';

const btc = { symbol: 'BTCUSDT' };
const idOf = (number: number) => `chaos-${number}`;

/** A request that is given up after a while, as every caller must. */
const outcome = (work: (signal: AbortSignal) => ReturnType<typeof signedRequest>) =>
  work(AbortSignal.timeout(500)).then(
    ({ status, body }) => (status === 200 && body?.orderId ? 'done' : 'not told'),
    () => 'not told',
  );

it('every order is placed once or not at all, and what the caller was told is true', async () => {
  const server = await createStillServer({ balances: { USDT: '100000', BTC: '100' } });
  server.faults.add(...randomFaults(0.5));
  const order = (number: number) => ({
    ...{ ...btc, side: number % 2 ? 'BUY' : 'SELL', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.1', price: '100', newClientOrderId: idOf(number) },
  });
  const numbers = Array.from({ length: 40 }, (_, number) => number);
  const told = await Promise.all(
    numbers.map((number) =>
      outcome((signal) => signedRequest(server, 'POST /api/v3/order', order(number), { signal })),
    ),
  );
  await Promise.all(
    numbers.map((number) =>
      outcome((signal) => {
        const named = { ...btc, origClientOrderId: idOf(number) };
        return signedRequest(server, 'DELETE /api/v3/order', named, { signal });
      }),
    ),
  );
  await server.clock.sleep(30_000);

  const orders = server.ordersWithPrefix('chaos-');
  const ids = orders.map(({ clientOrderId }) => clientOrderId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [number, said] of told.entries()) {
    if (said === 'done') expect(ids).toContain(idOf(number));
  }
  // Half of the requests were struck: some of these orders are there all the same, some are not.
  const untold = numbers.filter((number) => told[number] === 'not told');
  expect(untold.some((number) => ids.includes(idOf(number)))).toBe(true);
  expect(untold.some((number) => !ids.includes(idOf(number)))).toBe(true);

  const bought = server
    .fills()
    .reduce(
      (sum, { isBuyer, quantity, commission }) =>
        sum + (isBuyer ? numberOf(quantity - commission) : -numberOf(quantity)),
      100,
    );
  const { BTC } = server.balances();
  expect(Number(BTC?.free) + Number(BTC?.locked)).toBeCloseTo(bought, 8);
  await expect(server.close()).resolves.toBeUndefined();
});
