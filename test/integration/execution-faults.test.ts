/** Executions through lost answers, failed reads and interruptions: every order is sent once, and its outcome found out. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { takeLease } from '../../src/app/execution/lease.ts';
import { reconcile } from '../../src/app/execution/reconcile.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { VenueError } from '../../src/base/errors.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const actor = 'ann';

/** A workspace with an approved plan, whose broker is changed as told; `paper` is the broker behind it. */
async function scene(change: (paper: Broker) => Partial<Broker>) {
  const whole = await createTestWorkspace();
  const plan = await propose(whole);
  await approve(whole, { ...plan, actor });
  const broker: Broker = { ...whole.broker, ...change(whole.broker) };
  return { whole, faulty: { ...whole, broker }, plan };
}

/** Throws at the first call of each id, before or after it has gone through. */
function losing(when: 'before' | 'after', kind: 'unknown' | 'unavailable') {
  return (paper: Broker): Partial<Broker> => {
    let calls = 0;
    return {
      submit: async (order) => {
        calls += 1;
        if (calls % 2 === 0) return paper.submit(order);
        if (when === 'after') await paper.submit(order);
        throw new VenueError(kind, 'the connection was reset');
      },
    };
  };
}

async function settledOnce({ store, broker }: Workspace) {
  const execution = await store.executions.ofRecommendation('r1');
  expect(execution?.status).toBe('settled');
  expect((await broker.holdings()).total).toMatchObject({ BTC: '1.5', ETH: '30', LINK: '1000' });
  expect((await store.events.verify()).problem).toBeUndefined();
}

describe('an execution', () => {
  it.each([
    ['an order that arrived', losing('after', 'unknown'), 'AttemptOpened', 3],
    ['an order that did not', losing('before', 'unknown'), 'AttemptNotAccepted', 6],
    ['an order while the venue is away', losing('before', 'unavailable'), 'AttemptNotAccepted', 6],
  ] as const)('finds out what became of %s', async (_, change, type, attempts) => {
    const { faulty, whole, plan } = await scene(change);
    expect(await execute(faulty, { ...plan, actor })).toMatchObject({ ok: true });
    const types = await eventTypes(whole);
    expect(types).toContain('AttemptUnknown');
    expect(types).toContain(type);
    expect(types.filter((each) => each === 'AttemptStarted').length).toBeLessThanOrEqual(attempts);
    await settledOnce(whole);
  });

  it('asks again when a read fails', async () => {
    let calls = 0;
    const sometimes = async <T>(read: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls % 3 > 0 && calls > 2) throw new VenueError('unavailable', 'no answer');
      return read();
    };
    const { faulty, whole, plan } = await scene((paper) => ({
      query: (order) => sometimes(() => paper.query(order)),
      holdings: () => sometimes(() => paper.holdings()),
    }));
    expect(await execute(faulty, { ...plan, actor })).toMatchObject({ ok: true });
    await settledOnce(whole);
  });

  it('stops for a person when the venue contradicts itself', async () => {
    const { faulty, whole, plan } = await scene(() => ({ query: async () => undefined }));
    expect(await execute(faulty, { ...plan, actor })).toMatchObject({
      ok: false,
      reason: { code: 'ORDER_UNRESOLVED' },
    });
    const execution = await whole.store.executions.ofRecommendation('r1');
    expect(execution?.status).toBe('executing');
    const attempts = await whole.store.executions.attempts(execution?.id ?? '');
    expect(attempts).toMatchObject([{ state: 'manual' }]);
  });
});

describe('an execution that was interrupted', () => {
  async function interrupted() {
    const stop = new AbortController();
    const made = await scene((paper) => ({
      submit: (order) => {
        stop.abort();
        return paper.submit(order);
      },
    }));
    const request = { ...made.plan, actor, signal: stop.signal };
    await expect(execute(made.faulty, request)).rejects.toThrow('aborted');
    return made;
  }

  it('is brought to its end at the next start', async () => {
    const { whole } = await interrupted();
    expect(await reconcile(whole)).toMatchObject([{ recommendationId: 'r1', status: 'settled' }]);
    await settledOnce(whole);
    expect(await reconcile(whole)).toEqual([]);
  });

  it('is gone on with when it is executed again, once its driver has let go of the account', async () => {
    const { whole, plan } = await interrupted();
    const lease = await takeLease(whole);
    expect(await execute(whole, { ...plan, actor })).toMatchObject({
      reason: { code: 'EXECUTION_BUSY' },
    });
    await lease?.release();
    expect(await execute(whole, { ...plan, hash: 'f00', actor })).toMatchObject({
      reason: { code: 'HASH_MISMATCH' },
    });
    expect(await execute(whole, { ...plan, actor })).toMatchObject({
      value: { status: 'settled' },
    });
    await settledOnce(whole);
  });

  it('trades nothing more after its deadline, but finds out what was traded', async () => {
    const { whole } = await interrupted();
    await whole.clock.sleep(86_400_000);
    const [execution] = await reconcile(whole);
    expect(execution).toMatchObject({
      status: 'partial',
      legs: [
        { side: 'buy', status: 'skipped', filled: '0', reason: { code: 'DEADLINE_PASSED' } },
        { side: 'sell', status: 'filled', filled: '0.5' },
        { side: 'buy', status: 'skipped', filled: '0', reason: { code: 'DEADLINE_PASSED' } },
      ],
    });
  });
});
