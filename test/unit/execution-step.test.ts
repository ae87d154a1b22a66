/** The steps of an execution: which order follows from what is known, and how legs end. */
import { describe, expect, it } from 'vitest';
import type { ExecutionState } from '../../src/execution/execution-step.ts';
import { executionLimits } from '../../src/execution/execution-step.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, newState, reported, sent } from '../support/execution-states.ts';

const restarted = { kind: 'restarted' } as const;
const tick = { kind: 'tick' } as const;
const sell = { side: 'sell', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const buy = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
const buyMore = { side: 'buy', symbol: 'LINK/USDT', quantity: '40', limitPrice: '1' } as const;

function legOf({ execution }: ExecutionState, index = 0) {
  return execution.legs[index];
}

describe('an execution', () => {
  it('keeps an attempt before it sends it, at the approved quantity and price', () => {
    const first = step(newState([sell]), restarted, 5);
    const order = sent(first);
    expect(order).toMatchObject({
      market: 'BTC/USDT',
      side: 'sell',
      quantity: '1',
      limitPrice: '90',
    });
    expect(order.clientOrderId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(first.records.map(({ kind }) => kind)).toEqual(['new-attempt', 'leg']);
    expect(first.state.attempts).toMatchObject([{ state: 'sending', number: 1, sentAt: 5 }]);
  });

  it('sells before it buys, whatever the order of the plan', () => {
    const first = step(newState([buy, sell]), restarted, 0);
    expect(sent(first).side).toBe('sell');
    const sold = fillOf(sent(first), { quantity: '1' });
    const second = step(first.state, reported(sent(first), 'closed', [sold]), 1);
    expect(second.commands).toEqual([{ kind: 'read-balances' }]);
    const third = step(second.state, { kind: 'balances', free: { USDT: '1000' } }, 1);
    expect(sent(third)).toMatchObject({ side: 'buy', quantity: '4' });
    const bought = fillOf(sent(third), { quantity: '4' });
    const last = step(third.state, reported(sent(third), 'closed', [bought]), 2);
    expect(last.commands).toEqual([]);
    expect(last.state.execution).toMatchObject({ status: 'settled', finishedAt: 2 });
    expect(legOf(last.state, 1)).toMatchObject({ filled: '1', filledNotional: '90', fees: '0.09' });
  });

  it('scales all buys by one factor when the cash does not pay for them at their limits', () => {
    // Both need 40 · 1.001; half of that is there.
    const first = step(newState([buy, buyMore]), { kind: 'balances', free: { USDT: '40.04' } }, 0);
    expect(sent(first)).toMatchObject({ market: 'ETH/USDT', quantity: '1.99' });
    const filled = fillOf(sent(first), { quantity: '1.99' });
    const second = step(first.state, reported(sent(first), 'closed', [filled]), 1);
    expect(legOf(second.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'CASH_SHORT', symbol: 'ETH/USDT', quantity: '2.01' },
    });
    const cash = String(40.04 - 19.9 * 1.001);
    const third = step(second.state, { kind: 'balances', free: { USDT: cash } }, 1);
    expect(sent(third)).toMatchObject({ market: 'LINK/USDT', quantity: '20.09' });
  });

  it('skips a buy without cash, and fails when nothing was filled', () => {
    const last = step(newState([buy]), { kind: 'balances', free: {} }, 0);
    expect(legOf(last.state)).toMatchObject({ status: 'skipped', reason: { code: 'CASH_SHORT' } });
    expect(last.state.execution.status).toBe('failed');
  });
});

describe('an order that fills in part', () => {
  it('is followed by a new one for the rest, under a new id, after the book had time to fill', () => {
    const first = step(newState([sell]), restarted, 0);
    const part = fillOf(sent(first), { quantity: '0.4' });
    const second = step(first.state, reported(sent(first), 'closed', [part]), 1);
    expect(second.commands).toEqual([{ kind: 'wait', ms: executionLimits.refillMs }]);
    const third = step(second.state, tick, 3000);
    expect(sent(third).quantity).toBe('0.6');
    expect(sent(third).clientOrderId).not.toBe(sent(first).clientOrderId);
  });

  it('leaves a rest below the smallest order undone', () => {
    const first = step(newState([sell]), restarted, 0);
    const part = fillOf(sent(first), { quantity: '0.95' });
    const last = step(first.state, reported(sent(first), 'closed', [part]), 1);
    // 0.05 · 90 = 4.5 is below 5.
    expect(legOf(last.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'NOTIONAL_BELOW_MINIMUM', notional: '4.5', minimum: '5' },
    });
    expect(last.state.execution.status).toBe('partial');
  });

  it('is given up after so many attempts', () => {
    let now = 0;
    let next = step(newState([sell]), restarted, now);
    let orders = 0;
    while (next.commands[0]?.kind === 'submit' && orders < 100) {
      orders += 1;
      const closed = step(next.state, reported(sent(next), 'closed'), now);
      now += executionLimits.refillMs;
      next = step(closed.state, tick, now);
    }
    expect(orders).toBe(executionLimits.attemptsPerLeg);
    expect(legOf(next.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'BOOK_TOO_THIN', filled: '0', quantity: '1' },
    });
  });

  it('is given up at the deadline', () => {
    const first = step(newState([sell]), restarted, 0);
    const part = fillOf(sent(first), { quantity: '0.4' });
    const late = executionLimits.deadlineMs;
    const last = step(first.state, reported(sent(first), 'closed', [part]), late);
    expect(legOf(last.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'BOOK_TOO_THIN' },
    });
  });
});

describe('an order whose outcome is not clear', () => {
  const first = step(newState([sell]), restarted, 0);
  const { clientOrderId } = sent(first);
  const asked = [{ kind: 'query', clientOrderId }];

  it.each([
    ['no answer came', { kind: 'unanswered', clientOrderId }, 0],
    ['the process was restarted', restarted, 0],
    ['the answer takes too long', tick, executionLimits.sendMs],
  ] as const)('is asked for and never sent again when %s', (_, event, now) => {
    const second = step(first.state, event, now);
    expect(second.state.attempts).toMatchObject([{ state: 'unknown' }]);
    expect(second.commands).toEqual(asked);
  });

  it('is given time while it is being sent', () => {
    expect(step(first.state, tick, 10).commands).toEqual([
      { kind: 'wait', ms: executionLimits.pollMs },
    ]);
  });

  it('is followed by a new attempt only when the venue proves that it is absent', () => {
    const unknown = step(first.state, restarted, 1);
    const second = step(unknown.state, { kind: 'absent', clientOrderId }, 2);
    expect(second.state.attempts).toMatchObject([
      { state: 'not_accepted' },
      { state: 'sending', number: 2 },
    ]);
    expect(sent(second).clientOrderId).not.toBe(clientOrderId);
  });

  it('is left to a person when the evidence contradicts itself', () => {
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const last = step(open.state, { kind: 'absent', clientOrderId }, 2);
    expect(last.state.attempts).toMatchObject([{ state: 'manual' }]);
    expect(last.commands).toEqual([]);
    expect(last.state.execution.status).toBe('executing');
  });

  it('is left to a person when it stays unknown for too long', () => {
    const unknown = step(first.state, restarted, 1);
    expect(step(unknown.state, tick, executionLimits.endlessMs - 1).commands).toEqual(asked);
    const last = step(unknown.state, tick, executionLimits.endlessMs);
    expect(last.state.attempts).toMatchObject([{ state: 'manual' }]);
  });

  it('is left to a person when it stays open for too long, since it should take or cancel at once', () => {
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const last = step(open.state, tick, executionLimits.endlessMs);
    expect(last.state.attempts).toMatchObject([{ state: 'manual' }]);
  });
});

describe('a refusal of the venue', () => {
  it('ends the leg with its cause', () => {
    const first = step(newState([sell]), restarted, 0);
    const { clientOrderId } = sent(first);
    const last = step(first.state, { kind: 'rejected', clientOrderId, cause: 'halted' }, 1);
    expect(last.state.attempts).toMatchObject([{ state: 'rejected' }]);
    expect(legOf(last.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'ORDER_REJECTED', symbol: 'BTC/USDT', cause: 'halted' },
    });
  });
});

describe('a late fill', () => {
  it('is booked after its leg has ended', () => {
    const first = step(newState([sell, { ...sell, symbol: 'ETH/USDT' }]), restarted, 0);
    const { clientOrderId } = sent(first);
    const unknown = step(first.state, restarted, 1);
    const gone = step(unknown.state, { kind: 'absent', clientOrderId }, executionLimits.deadlineMs);
    expect(legOf(gone.state)).toMatchObject({ status: 'failed', filled: '0' });
    const fill = fillOf(sent(first), { quantity: '0.3' });
    const late = step(
      gone.state,
      reported(sent(first), 'closed', [fill]),
      executionLimits.deadlineMs,
    );
    expect(late.state.attempts[0]).toMatchObject({ state: 'not_accepted' });
    expect(legOf(late.state)).toMatchObject({ status: 'partial', filled: '0.3' });
  });
});
