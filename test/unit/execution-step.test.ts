/** The steps of an execution: which order follows from what is known, and how legs end. */
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/base/reasons.ts';
import { executionLimits } from '../../src/execution/execution-limits.ts';
import type { ExecutionState, ExecutionStep } from '../../src/execution/execution-step.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

const restarted = { kind: 'restarted' } as const;
const tick = { kind: 'tick' } as const;
const sell = { side: 'sell', symbol: 'BTC/USDT', quantity: '1', limitPrice: '90' } as const;
const buy = { side: 'buy', symbol: 'ETH/USDT', quantity: '4', limitPrice: '10' } as const;
const buyMore = { side: 'buy', symbol: 'LINK/USDT', quantity: '40', limitPrice: '1' } as const;

function legOf({ execution }: ExecutionState, index = 0) {
  return execution.legs[index];
}

/** The step that sends the first order of a market, after a look at it. */
function begin(state: ExecutionState, market: string = sell.symbol, now = 0): ExecutionStep {
  return step(state, looked(market, now), now);
}

describe('an execution', () => {
  it('keeps an attempt before it sends it, at the approved quantity and price', () => {
    const asked = step(newState([sell]), restarted, 5);
    expect(asked.commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const first = begin(asked.state, 'BTC/USDT', 5);
    const order = sent(first);
    expect(order).toMatchObject({
      market: 'BTC/USDT',
      side: 'sell',
      quantity: '1',
      limitPrice: '90',
      kind: 'take',
      signedAt: 5,
    });
    expect(order.clientOrderId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(first.records.map(({ kind }) => kind)).toEqual(['new-attempt', 'leg']);
    expect(first.state.attempts).toMatchObject([{ state: 'sending', number: 1, sentAt: 5 }]);
  });

  it('sells before it buys, whatever the order of the plan', () => {
    const first = begin(newState([buy, sell]));
    expect(sent(first).side).toBe('sell');
    const sold = fillOf(sent(first), { quantity: '1' });
    const second = step(first.state, reported(sent(first), 'closed', [sold]), 1);
    expect(second.commands).toEqual([{ kind: 'look', market: 'ETH/USDT' }]);
    const third = begin(second.state, 'ETH/USDT', 1);
    expect(sent(third)).toMatchObject({ side: 'buy', quantity: '4' });
    const bought = fillOf(sent(third), { quantity: '4' });
    const last = step(third.state, reported(sent(third), 'closed', [bought]), 2);
    expect(last.commands).toEqual([]);
    expect(last.state.execution).toMatchObject({ status: 'settled', finishedAt: 2 });
    expect(legOf(last.state, 1)).toMatchObject({ filled: '1', filledNotional: '90', fees: '0.09' });
  });

  it('scales all buys by one factor when the cash does not pay for them at their limits', () => {
    // Both need 40 · 1.001; half of that is there.
    const free = { USDT: '40.04' };
    const first = step(newState([buy, buyMore]), looked('ETH/USDT', 0, { free }), 0);
    expect(sent(first)).toMatchObject({ market: 'ETH/USDT', quantity: '1.99' });
    const filled = fillOf(sent(first), { quantity: '1.99' });
    const second = step(first.state, reported(sent(first), 'closed', [filled]), 1);
    expect(legOf(second.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'CASH_SHORT', symbol: 'ETH/USDT', quantity: '2.01' },
    });
    const cash = String(40.04 - 19.9 * 1.001);
    const third = step(second.state, looked('LINK/USDT', 1, { free: { USDT: cash } }), 1);
    expect(sent(third)).toMatchObject({ market: 'LINK/USDT', quantity: '19.99' });
  });

  it('keeps a cut by itself, since no order may follow it for a while', () => {
    const level = { price: 10, quantity: 1 };
    const crossed = { market: 'ETH/USDT', asOf: 0, bids: [level], asks: [{ ...level, price: 9 }] };
    const given = { free: { USDT: '40.04' }, book: crossed };
    const first = step(newState([buy, buyMore]), looked('ETH/USDT', 0, given), 0);
    expect(first.commands).toEqual([{ kind: 'look', market: 'LINK/USDT' }]);
    const kinds = first.records.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'cut')).toHaveLength(2);
    expect(kinds).not.toContain('leg');
  });

  it('does not cut buys while the account may not tell yet what a sale brought in', () => {
    const first = begin(newState([buy, sell]));
    const sold = fillOf(sent(first), { quantity: '1' });
    const second = step(first.state, reported(sent(first), 'closed', [sold]), 1);
    const free = { USDT: '20' };
    const early = step(second.state, looked('ETH/USDT', 4_999, { free }), 4_999);
    expect(early.commands).toEqual([{ kind: 'wait', ms: 2_000 }]);
    expect(sent(begin(early.state, 'ETH/USDT', 5_000))).toMatchObject({ quantity: '4' });
    const late = step(second.state, looked('ETH/USDT', 5_000, { free }), 5_000);
    expect(sent(late)).toMatchObject({ quantity: '1.99' });
  });

  it('skips a buy without cash, and fails when nothing was filled', () => {
    const last = step(newState([buy]), looked('ETH/USDT', 0, { free: {} }), 0);
    expect(legOf(last.state)).toMatchObject({ status: 'skipped', reason: { code: 'CASH_SHORT' } });
    expect(last.state.execution.status).toBe('failed');
  });

  it('sells no more than is free, because an order of somebody may hold the rest back', () => {
    const some = step(newState([sell]), looked('BTC/USDT', 0, { free: { BTC: '0.456' } }), 0);
    expect(sent(some).quantity).toBe('0.45');
    const none = step(newState([sell]), looked('BTC/USDT', 0, { free: {} }), 0);
    expect(legOf(none.state)).toMatchObject({
      status: 'skipped',
      reason: { code: 'HOLDING_SHORT' },
    });
  });

  it('looks again before it sends when the last look is old, or was at another market', () => {
    const again = [{ kind: 'look', market: 'BTC/USDT' }];
    const old = looked('BTC/USDT', 0);
    expect(step(newState([sell]), old, executionLimits.bookAgeMs).commands).not.toEqual(again);
    expect(step(newState([sell]), old, executionLimits.bookAgeMs + 1).commands).toEqual(again);
    expect(step(newState([sell]), looked('ETH/USDT', 0), 0).commands).toEqual(again);
  });
});

describe('an order that fills in part', () => {
  it('is followed by a new one for the rest, under a new id, after the book had time to fill', () => {
    const first = begin(newState([sell]));
    const part = fillOf(sent(first), { quantity: '0.4' });
    const second = step(first.state, reported(sent(first), 'closed', [part]), 1);
    expect(second.commands).toEqual([{ kind: 'wait', ms: executionLimits.refillMs - 1 }]);
    expect(step(second.state, tick, 3000).commands).toEqual([{ kind: 'look', market: 'BTC/USDT' }]);
    const third = step(second.state, looked('BTC/USDT', 3000, { free: { BTC: '999999.6' } }), 3000);
    expect(sent(third).quantity).toBe('0.6');
    expect(sent(third).clientOrderId).not.toBe(sent(first).clientOrderId);
  });

  it('is not filled when the venue has come to ask for larger steps than what is left', () => {
    const state = newState([sell]);
    const coarse = state.terms.map((terms) => ({ ...terms, stepSize: '10' }));
    const last = step({ ...state, terms: coarse }, restarted, 0);
    expect(legOf(last.state)).toMatchObject({
      ...{ status: 'skipped', filled: '0' },
      reason: { code: 'NOTIONAL_BELOW_MINIMUM', notional: '90', minimum: '900' },
    });
  });

  it('leaves a rest below the smallest order undone', () => {
    const first = begin(newState([sell]));
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
    let next = begin(newState([sell]));
    let orders = 0;
    while (next.commands[0]?.kind === 'submit' && orders < 100) {
      orders += 1;
      const closed = step(next.state, reported(sent(next), 'closed'), now);
      now += executionLimits.refillMs;
      next = begin(closed.state, 'BTC/USDT', now);
    }
    expect(orders).toBe(executionLimits.attemptsPerLeg);
    expect(legOf(next.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'BOOK_TOO_THIN', filled: '0', quantity: '1' },
    });
  });

  it('is given up at the deadline', () => {
    const first = begin(newState([sell]));
    const part = fillOf(sent(first), { quantity: '0.4' });
    const late = executionLimits.deadlineMs;
    const last = step(first.state, reported(sent(first), 'closed', [part]), late);
    expect(legOf(last.state)).toMatchObject({
      status: 'partial',
      reason: { code: 'DEADLINE_PASSED' },
    });
  });
});

describe('an order that should not rest', () => {
  it('is cancelled after a while, once, is asked for whatever the venue answers, and cancelled again later', () => {
    const { lingerMs, cancelAgainMs } = executionLimits;
    const first = begin(newState([sell]));
    const { clientOrderId } = sent(first);
    const order = { clientOrderId, market: 'BTC/USDT', signedAt: 0 };
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const cancelled = step(open.state, tick, lingerMs);
    expect(cancelled.commands).toEqual([{ kind: 'cancel', order }]);
    expect(cancelled.records).toEqual([{ kind: 'cancel', clientOrderId, at: lingerMs }]);
    const cancelAsked = { kind: 'cancel-asked', clientOrderId } as const;
    const asked = step(cancelled.state, cancelAsked, lingerMs + 1);
    expect(asked.commands).toEqual([{ kind: 'query', order }]);
    const stillOpen = step(asked.state, reported(sent(first), 'open'), lingerMs + cancelAgainMs);
    expect(stillOpen.commands).toEqual([{ kind: 'cancel', order }]);
  });
});

describe('a refusal of the venue', () => {
  const first = begin(newState([sell]));
  const { clientOrderId } = sent(first);

  it('ends the leg with its cause', () => {
    const last = step(first.state, { kind: 'rejected', clientOrderId, cause: 'halted' }, 1);
    expect(last.state.attempts).toMatchObject([{ state: 'rejected' }]);
    expect(legOf(last.state)).toMatchObject({
      status: 'failed',
      reason: { code: 'ORDER_REJECTED', symbol: 'BTC/USDT', cause: 'halted' },
    });
  });

  it('is followed by another attempt where the venue only wants time', () => {
    const event = { kind: 'rejected', clientOrderId, cause: 'too many', retryAfterMs: 7 } as const;
    const second = step(first.state, event, 1);
    expect(second.commands).toEqual([{ kind: 'wait', ms: executionLimits.refillMs - 1 }]);
    const later = begin(second.state, 'BTC/USDT', executionLimits.refillMs);
    expect(sent(later).clientOrderId).not.toBe(clientOrderId);
  });
});

describe('a refusal of our own', () => {
  const refusal: Reason = {
    ...{ code: 'TRADING_HALTED', symbol: 'BTC/USDT' },
    ...{ state: 'halted', cause: 'a test' },
  };
  const stopped = (state: ExecutionState): ExecutionState => ({
    ...state,
    permits: state.permits.map(() => refusal),
  });

  it('ends every leg that has not begun, and the execution is halted', () => {
    const last = step(stopped(newState([sell, buy])), looked('BTC/USDT', 0), 0);
    expect(last.commands).toEqual([]);
    expect(last.state.execution).toMatchObject({ status: 'halted', finishedAt: 0 });
    expect(legOf(last.state)).toMatchObject({ status: 'skipped', reason: refusal });
  });

  it('cancels an order that is open, and books what it filled', () => {
    const first = begin(newState([sell]));
    const open = step(first.state, reported(sent(first), 'open'), 1);
    const cancelled = step(stopped(open.state), tick, 2);
    expect(cancelled.commands).toMatchObject([{ kind: 'cancel' }]);
    const fill = fillOf(sent(first), { quantity: '0.3' });
    const last = step(cancelled.state, reported(sent(first), 'closed', [fill]), 3);
    expect(last.state.execution.status).toBe('halted');
    expect(legOf(last.state)).toMatchObject({ status: 'partial', filled: '0.3' });
  });
});
