/** How well orders were carried out, by hand: shortfall against the price at arrival, of legs, executions, and in words. */
import { describe, expect, it } from 'vitest';
import type { Attempt, Execution, ExecutionLeg } from '../../src/execution/execution.ts';
import type { Fill } from '../../src/execution/order.ts';
import { qualityOf, qualityOfAll, shortfallOf } from '../../src/report/execution-quality.ts';
import { executionText } from '../../src/report/text-execution.ts';
import { recommendation } from '../support/execution-plans.ts';
import { newState } from '../support/execution-states.ts';

const plan = recommendation();

function executed(changes: readonly Partial<ExecutionLeg>[]): Execution {
  const { execution } = newState([
    { side: 'buy', symbol: 'ETH/USDT', quantity: '10', limitPrice: '1010' },
    { side: 'sell', symbol: 'BTC/USDT', quantity: '0.5', limitPrice: '19800' },
    { side: 'buy', symbol: 'LINK/USDT', quantity: '1000', limitPrice: '10.1' },
  ]);
  const legs = execution.legs.map((leg, index) => ({ ...leg, ...changes[index] }));
  return { ...execution, status: 'settled', legs };
}

/** 5 ETH at 1,001 and 0.25 BTC at 19,990, a fee of 10 bp each; nothing of LINK. */
const execution = executed([
  {
    ...{ status: 'partial', filled: '5', filledNotional: '5005', fees: '5.005' },
    arrival: { price: '1000', expectedBps: '14', at: 0 },
  },
  {
    ...{ status: 'partial', filled: '0.75', filledNotional: '14992.5', fees: '14.9925' },
    arrival: { price: '20000', expectedBps: '12', at: 0 },
  },
  { status: 'skipped', arrival: { price: '10', expectedBps: '90', at: 0 } },
]);

describe('the shortfall of an execution', () => {
  it('weighs legs by what was filled: 5,000 at 20.01 bp and 15,000 at 14.995', () => {
    const shortfall = shortfallOf(execution, plan);
    expect(shortfall?.notional).toBe(20_000);
    expect(shortfall?.realisedBps).toBeCloseTo((20.01 + 3 * 14.995) / 4, 9);
    expect(shortfall?.expectedBps).toBeCloseTo((14 + 3 * 12) / 4, 9);
  });

  it('weighs a direct market by what its quote is worth', () => {
    const { execution: one } = newState([
      { side: 'buy', symbol: 'ETH/BTC', quantity: '2', limitPrice: '0.06' },
    ]);
    const legs = one.legs.map((leg) => ({
      ...{ ...leg, filled: '2', filledNotional: '0.1', fees: '0.0001' },
      arrival: { price: '0.05', expectedBps: '11', at: 0 },
    }));
    // 0.1 BTC at 20,000.
    expect(shortfallOf({ ...one, legs }, plan)).toMatchObject({ notional: 2_000, expectedBps: 11 });
  });

  it('is none where nothing was filled, and where no leg met a book', () => {
    expect(shortfallOf(executed([]), plan)).toBeNull();
    const filled = { filled: '5', filledNotional: '5005', fees: '5' };
    expect(shortfallOf(executed([filled]), plan)).toBeNull();
  });
});

describe('the quality of executions', () => {
  const attempts = ['rest', 'take'].map(
    (kind, k) => ({ clientOrderId: String(k), kind }) as unknown as Attempt,
  );
  const fill = (order: string, quantity: string) =>
    ({ clientOrderId: order, market: 'ETH/USDT', quantity, price: '1001' }) as unknown as Fill;

  it('has the share that was filled at rest: 1 ETH of 5', () => {
    const fills = [fill('0', '1'), fill('1', '4')];
    expect(qualityOf(execution, plan, { attempts, fills })).toMatchObject({
      executionId: 'x1',
      makerShare: 0.2,
    });
  });

  it('of all weighs each by what it traded', () => {
    const one = { executionId: 'a', startedAt: 0, notional: 1_000, makerShare: 1 };
    const two = { executionId: 'b', startedAt: 0, notional: 3_000, makerShare: 0 };
    expect(
      qualityOfAll([
        { ...one, expectedBps: 4, realisedBps: 8 },
        { ...two, expectedBps: 12, realisedBps: 16 },
      ]),
    ).toEqual({ notional: 4_000, expectedBps: 10, realisedBps: 14, makerShare: 0.25 });
    expect(qualityOfAll([])).toBeNull();
  });
});

describe('an execution in words', () => {
  const lines = executionText(execution, plan).split('\n');

  it('has the price at arrival with what was expected and came, leg by leg and in all', () => {
    const cells = lines.map((line) => line.split(/ {2,}/));
    expect(cells).toContainEqual([
      ...['market', 'arrival price', 'expected shortfall', 'realised shortfall'],
    ]);
    expect(cells).toContainEqual(['BTC/USDT', '20,000.00', '12.0 bp', '15.0 bp']);
    expect(cells).toContainEqual(['LINK/USDT', '10', '90.0 bp']);
    expect(lines).toContain('against the prices at arrival 16.2 bp, 12.5 bp expected then');
  });

  it('is no wider than 120 characters', () => {
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it('says nothing of it where there was no book', () => {
    expect(executionText(executed([]), plan)).not.toContain('arrival');
  });
});
