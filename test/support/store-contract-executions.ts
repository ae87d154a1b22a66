/** What every store promises of executions, attempts and fills. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { StoreSession } from '../../src/ports/store.ts';
import type { CurrentStore } from './store-contract.ts';
import {
  account,
  insertExecution,
  sampleAttempt,
  sampleExecution,
  sampleFill,
  sampleLeg,
  sampleRecord,
  write,
} from './store-samples.ts';

export function executionExpectations(current: CurrentStore): void {
  liveExpectations(current);
  attemptExpectations(current);
  fillExpectations(current);
}

async function insertRecommendations({ recommendations }: StoreSession): Promise<void> {
  for (const number of [1, 2]) await recommendations.insert(sampleRecord(number));
}

function liveExpectations(current: CurrentStore): void {
  describe('executions', () => {
    test('come back with their legs in order', async () => {
      const store = current();
      await write(store, insertExecution);
      const execution = sampleExecution(1);
      expect(await store.executions.get('exec-1')).toEqual(execution);
      expect(await store.executions.ofRecommendation('rec-1')).toEqual(execution);
      expect(await store.executions.live()).toEqual([execution]);
      expect(await store.executions.get('exec-2')).toBeUndefined();
    });

    test.each([
      ['portfolio', { account: 'paper:other' }],
      ['account', { portfolio: 'other' }],
    ])('only one is live for a %s', async (_, change) => {
      const started = write(current(), async (session) => {
        await insertRecommendations(session);
        expect(await session.executions.insert(sampleExecution(1))).toBe(true);
        return session.executions.insert(sampleExecution(2, change));
      });
      expect(await started).toBe(false);
    });

    test('the next may start when one is finished', async () => {
      const store = current();
      await write(store, async (session) => {
        await insertRecommendations(session);
        await session.executions.insert(sampleExecution(1));
        await session.executions.finish('exec-1', 'settled', 99);
        expect(await session.executions.insert(sampleExecution(2))).toBe(true);
      });
      const finished = await store.executions.get('exec-1');
      expect(finished).toMatchObject({ status: 'settled', finishedAt: 99 });
      expect((await store.executions.live()).map(({ id }) => id)).toEqual(['exec-2']);
    });

    test('a recommendation is executed once', async () => {
      const again = write(current(), async (session) => {
        await insertRecommendations(session);
        await session.executions.insert(sampleExecution(1));
        await session.executions.finish('exec-1', 'failed', 99);
        return session.executions.insert(sampleExecution(2, { recommendationId: 'rec-1' }));
      });
      expect(await again).toBe(false);
    });

    test('are finished once', async () => {
      const twice = write(current(), async (session) => {
        await insertExecution(session);
        await session.executions.finish('exec-1', 'settled', 99);
        await session.executions.finish('exec-1', 'failed', 100);
      });
      await expect(twice).rejects.toThrow(InvariantError);
    });

    test('a leg keeps where it began, once', async () => {
      const store = current();
      const arrival = { price: '26995.5', expectedBps: '12.5', at: 77 };
      await write(store, async (session) => {
        await insertExecution(session);
        await session.executions.insertArrival('exec-1', 1, arrival);
      });
      const legs = (await store.executions.get('exec-1'))?.legs;
      expect(legs?.map((leg) => leg.arrival)).toEqual([null, arrival]);
      const again = write(store, (s) => s.executions.insertArrival('exec-1', 1, arrival));
      await expect(again).rejects.toThrow(InvariantError);
    });

    test('a leg keeps what was filled, its status and its reason', async () => {
      const store = current();
      const reason = { code: 'BOOK_TOO_THIN', symbol: 'BTC/USDT', filled: '0.005' } as const;
      const money = { filled: '0.005', filledNotional: '134.95', fees: '0.13495' };
      const leg = sampleLeg(0, { ...money, status: 'partial', reason });
      await write(store, async (session) => {
        await insertExecution(session);
        await session.executions.updateLeg('exec-1', leg);
      });
      expect((await store.executions.get('exec-1'))?.legs[0]).toEqual(leg);
      const missing = write(store, (s) => s.executions.updateLeg('exec-1', sampleLeg(7)));
      await expect(missing).rejects.toThrow(InvariantError);
    });

    test('what was approved of a leg cannot be changed', async () => {
      const store = current();
      await write(store, insertExecution);
      const leg = sampleLeg(0);
      for (const change of [{ quantity: '99' }, { limitPrice: '99' }, { symbol: 'X/Y' }]) {
        const changed = write(store, (s) =>
          s.executions.updateLeg('exec-1', { ...leg, ...change }),
        );
        await expect(changed).rejects.toThrow(InvariantError);
      }
      expect((await store.executions.get('exec-1'))?.legs[0]).toEqual(leg);
    });
  });
}

function attemptExpectations(current: CurrentStore): void {
  describe('attempts', () => {
    test('a leg has one open attempt at a time', async () => {
      const store = current();
      await write(store, insertExecution);
      const second = sampleAttempt(2);
      const early = write(store, (s) => s.executions.insertAttempt(second));
      await expect(early).rejects.toThrow(InvariantError);
      await write(store, async ({ executions }) => {
        await executions.moveAttempt('order-1', 'closed');
        await executions.insertAttempt(second);
      });
      const kept = await store.executions.attempts('exec-1');
      expect(kept).toEqual([sampleAttempt(1, { state: 'closed' }), second]);
    });

    test('a client order id is used once', async () => {
      const reused = write(current(), async (session) => {
        await insertExecution(session);
        await session.executions.moveAttempt('order-1', 'rejected');
        await session.executions.insertAttempt(sampleAttempt(2, { clientOrderId: 'order-1' }));
      });
      await expect(reused).rejects.toThrow(InvariantError);
    });

    test('a number of a leg is used once', async () => {
      const reused = write(current(), async (session) => {
        await insertExecution(session);
        await session.executions.moveAttempt('order-1', 'rejected');
        await session.executions.insertAttempt(sampleAttempt(1, { clientOrderId: 'order-2' }));
      });
      await expect(reused).rejects.toThrow(InvariantError);
    });

    test('keep the request to cancel and the evidence of their absence', async () => {
      const store = current();
      const evidence = { degraded: true, notFoundReads: 2, lastNotFoundAt: 77 };
      await write(store, async (session) => {
        await insertExecution(session);
        await session.executions.noteCancel('order-1', 42);
        await session.executions.noteEvidence('order-1', evidence);
      });
      const changed = sampleAttempt(1, { cancelRequestedAt: 42, evidence });
      expect(await store.executions.attempts('exec-1')).toEqual([changed]);
      const strange = write(store, (s) => s.executions.noteCancel('order-9', 42));
      await expect(strange).rejects.toThrow(InvariantError);
    });

    test('that ended without certainty are found by account', async () => {
      const store = current();
      await write(store, insertExecution);
      await write(store, (s) => s.executions.moveAttempt('order-1', 'unknown'));
      const uncertain = async (of: string, state: 'manual' | 'not_accepted') =>
        (await store.executions.uncertain(of, state)).map(({ clientOrderId }) => clientOrderId);
      expect(await uncertain(account, 'not_accepted')).toEqual([]);
      await write(store, (s) => s.executions.moveAttempt('order-1', 'not_accepted'));
      expect(await uncertain(account, 'not_accepted')).toEqual(['order-1']);
      expect(await uncertain('paper:other', 'not_accepted')).toEqual([]);
      await write(store, (s) => s.executions.moveAttempt('order-1', 'manual'));
      expect(await uncertain(account, 'not_accepted')).toEqual([]);
      expect(await uncertain(account, 'manual')).toEqual(['order-1']);
    });

    test('move along the table of the executor only', async () => {
      const store = current();
      await write(store, insertExecution);
      await write(store, (s) => s.executions.moveAttempt('order-1', 'unknown'));
      await write(store, (s) => s.executions.moveAttempt('order-1', 'not_accepted'));
      const back = write(store, (s) => s.executions.moveAttempt('order-1', 'open'));
      await expect(back).rejects.toThrow(InvariantError);
      const strange = write(store, (s) => s.executions.moveAttempt('order-9', 'open'));
      await expect(strange).rejects.toThrow(InvariantError);
    });
  });
}

function fillExpectations(current: CurrentStore): void {
  describe('fills', () => {
    test('are booked once for each trade of a market and account', async () => {
      const store = current();
      await write(store, async (session) => {
        await insertExecution(session);
        const book = (number: number) =>
          session.executions.insertFill(account, 'exec-1', sampleFill(number));
        expect([await book(2), await book(1), await book(2)]).toEqual([true, true, false]);
        const direct = sampleFill(2, { market: 'ETH/BTC', at: sampleFill(3).at });
        expect(await session.executions.insertFill(account, 'exec-1', direct)).toBe(true);
      });
      const kept = await store.executions.fills('exec-1');
      expect(kept.map(({ market, tradeId }) => [market, tradeId])).toEqual([
        ['BTC/USDT', 'trade-1'],
        ['BTC/USDT', 'trade-2'],
        ['ETH/BTC', 'trade-2'],
      ]);
      expect(kept[0]).toEqual(sampleFill(1));
    });

    test('are counted with the orders of their account from a time on', async () => {
      const store = current();
      await write(store, async (session) => {
        await insertExecution(session);
        for (const number of [1, 2]) {
          await session.executions.insertFill(account, 'exec-1', sampleFill(number));
        }
      });
      const since = (of: string, time: number) => store.executions.tradedSince(of, time);
      const [first, second] = [sampleFill(1), sampleFill(2)];
      const { sentAt } = sampleAttempt(1);
      expect(await since(account, sentAt)).toEqual({ orders: 1, fills: [first, second] });
      expect(await since(account, second.at)).toEqual({ orders: 0, fills: [second] });
      expect(await since('paper:other', sentAt)).toEqual({ orders: 0, fills: [] });
    });

    test('of no attempt are refused', async () => {
      const orphan = write(current(), async (session) => {
        await insertExecution(session);
        const fill = sampleFill(1, { clientOrderId: 'order-9' });
        await session.executions.insertFill(account, 'exec-1', fill);
      });
      await expect(orphan).rejects.toThrow(InvariantError);
    });

    test('the last finished execution with a fill is found', async () => {
      const store = current();
      expect(await store.executions.lastFilled(account)).toBeUndefined();
      await write(store, async (session) => {
        await insertRecommendations(session);
        const { executions } = session;
        await executions.insert(sampleExecution(1));
        await executions.insertAttempt(sampleAttempt(1));
        await executions.insertFill(account, 'exec-1', sampleFill(1));
        expect(await executions.lastFilled(account)).toBeUndefined();
        await executions.finish('exec-1', 'partial', 50);
        await executions.insert(sampleExecution(2));
        await executions.finish('exec-2', 'failed', 60);
      });
      expect((await store.executions.lastFilled(account))?.id).toBe('exec-1');
      expect(await store.executions.lastFilled('paper:other')).toBeUndefined();
    });
  });
}
